"""The report on a campaign as a folder of files: pages in both languages, tables, what describes them."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from delest import plugins
from delest.records.fleet.report import FleetReport
from delest.report import formats
from delest.report.data.fleet import tables
from delest.report.data.fleet.catalog import catalog, data_package, file_of
from delest.report.data.fleet.parquet import as_parquet
from delest.report.data.fleet.report_json import report_json
from delest.report.format import Format
from delest.report.language.words import LANGUAGES, speaking
from delest.report.pages.fleet.report import fleet_page
from delest.report.pages.fleet.service import service_page

_ENTRY: Final = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>delest</title></head>
<body><ul><li><a href="fr/index.html" lang="fr" hreflang="fr">Le rapport en français</a></li>
<li><a href="en/index.html" lang="en" hreflang="en">The report in English</a></li></ul></body></html>
"""


def files(found: FleetReport, *, base: str = "", parquet: bool = False) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the folder.

    Args:
        found: the report.
        base: URL that the folder will be published under, for the catalogue.
        parquet: the tables as Parquet too.

    Raises:
        InputError: Parquet cannot be written here.
    """
    yield "index.html", _ENTRY.encode()
    html = plugins.load(formats, Format, "html")
    for language in LANGUAGES:
        with speaking(language):
            yield f"{language}/index.html", html.render(fleet_page(found, pages_beside=True)).encode()
            for entry in () if found.anonymous else found.entries:
                if entry.result is not None:
                    page = service_page(found, entry, entry.result)
                    yield f"{language}/services/{entry.service.id}.html", html.render(page).encode()
    yield "data/fleet.json", report_json(found).encode()
    for name, fields, rows in tables.TABLES:
        yield f"data/{file_of(name, found)}", tables.as_csv(fields, rows(found)).encode()
        yield f"data/{name}.schema.json", _json(tables.schema(name, fields))
        if parquet:
            yield f"data/{name}-{found.header.name}.parquet", as_parquet(fields, rows(found))
    yield "data/datapackage.json", _json(data_package(found))
    yield "catalog.jsonld", _json(catalog(found, base))


def _json(tree: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(tree), indent=1) + b"\n"
