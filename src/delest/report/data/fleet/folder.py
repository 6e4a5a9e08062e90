"""The report on a campaign as a folder of files: pages in both languages, tables, what describes them."""

from collections.abc import Iterator
from importlib import resources
from typing import Any, Final

import msgspec

from delest import plugins
from delest.records.fleet.report import FleetReport
from delest.report import formats
from delest.report.data.fleet import tables
from delest.report.data.fleet.catalog import Written, catalog, data_package, file_of
from delest.report.data.fleet.parquet import as_parquet
from delest.report.data.fleet.report_json import report_json
from delest.report.format import Format
from delest.report.language.words import LANGUAGES, speaking
from delest.report.pages.fleet.report import fleet_page
from delest.report.pages.fleet.service import service_page

_PARQUET: Final = "application/vnd.apache.parquet"
_JSON_SCHEMA: Final = "data/fleet.schema.json"
_ENTRY: Final = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>delest</title></head>
<body><ul><li><a href="fr/index.html" lang="fr" hreflang="fr">Le rapport en français</a></li>
<li><a href="en/index.html" lang="en" hreflang="en">The report in English</a></li></ul></body></html>
"""


def files(
    found: FleetReport, *, base: str = "", publisher: str = "", parquet: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the folder.

    Args:
        found: the report.
        base: URL that the folder will be published under, for the catalogue.
        publisher: who publishes it, for the same.
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
    written: list[Written] = []
    for file, content in _data(found, parquet=parquet):
        written.append(file)
        yield file.path, content
    yield _JSON_SCHEMA, resources.files("delest.report").joinpath("schema", "fleet-1.json").read_bytes()
    for name, fields, _rows in tables.TABLES:
        yield f"data/{name}.schema.json", _json(tables.schema(name, fields))
    yield "data/datapackage.json", _json(data_package(found))
    yield "catalog.jsonld", _json(catalog(found, written, base, publisher))


def _data(found: FleetReport, *, parquet: bool) -> Iterator[tuple[Written, bytes]]:
    """Yield each file that holds data, with what a catalogue says of it."""
    for name, fields, rows in tables.TABLES:
        csv, schema = tables.as_csv(fields, rows(found)).encode(), f"data/{name}.schema.json"
        path = f"data/{file_of(name, found)}"
        yield Written(path=path, media_type="text/csv", format="CSV", bytes=len(csv), schema=schema), csv
        if parquet:
            content, path = as_parquet(fields, rows(found)), f"data/{name}-{found.header.name}.parquet"
            yield Written(path=path, media_type=_PARQUET, bytes=len(content), schema=schema), content
    whole = report_json(found).encode()
    json = Written(path="data/fleet.json", media_type="application/json", format="JSON", bytes=len(whole),
                   schema=_JSON_SCHEMA)  # fmt: skip
    yield json, whole


def _json(tree: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(tree), indent=1) + b"\n"
