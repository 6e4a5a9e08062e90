"""What describes the open tables: a DCAT catalogue (JSON-LD) and a data package, for portals to harvest."""

import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from delest.records.fleet.report import FleetReport
from delest.report.data.fleet.tables import TABLES, schema

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_OFTEN: Final = {
    "QUARTERLY": re.compile(r"[0-9]{4}-[TQ][1-4](\.[0-9]+)?", re.IGNORECASE),
    "MONTHLY": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(\.[0-9]+)?"),
    "ANNUAL": re.compile(r"[0-9]{4}(\.[0-9]+)?"),
}
LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
_TITLE: Final = {
    "fr": "Poids des pages des services numériques, édition {name}",
    "en": "Page weight of digital services, edition {name}",
}
_WORDS: Final = {
    "fr": (
        "Octets transférés par page, part évitable et fourchette de kg CO2e par an attribués au transfert de données."
        " {measured} services mesurés sur {known}, du {first} au {last}. Un service non mesuré n’a pas de valeur."
    ),
    "en": (
        "Transferred bytes per page, what could be avoided, and a range of kg CO2e a year attributed to data transfer."
        " {measured} services measured of {known}, {first} to {last}. A service that was not measured has no value."
    ),
}
_KEYWORDS: Final = ("écoconception", "sobriété numérique", "poids des pages", "RGESN", "CO2e")


class Written(Struct, frozen=True, kw_only=True):
    """One file of the folder that holds data."""

    path: str
    """In the folder."""
    media_type: str
    format: str = ""
    """Its code in the European list of file types; empty: that list has none."""
    bytes: int
    schema: str
    """Path of what describes it: a Table Schema, or a JSON Schema."""


def catalog(found: FleetReport, written: Sequence[Written], base: str, publisher: str = "") -> dict[str, Any]:
    """Return the catalogue, with the terms of DCAT-AP.

    Args:
        found: the report.
        written: the files of the folder that hold its data.
        base: the URL that the folder will be published under; empty: paths alone.
        publisher: who publishes it, which DCAT-AP wants to know; empty: it is left out.
    """
    base = base if not base or base.endswith("/") else f"{base}/"
    facts = {
        "name": found.header.name, "known": found.known, "first": found.first_day, "last": found.last_day,
        "measured": sum(each.result is not None for each in found.entries),
    }  # fmt: skip
    common = {
        "dct:title": [_said(language, text.format(**facts)) for language, text in _TITLE.items()],
        "dct:description": [_said(language, text.format(**facts)) for language, text in _WORDS.items()],
        "dct:language": [{"@id": f"{_EU}language/{each}"} for each in ("FRA", "ENG")],
        "dct:license": {"@id": LICENCE},
        **_dates(found),
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher}} if publisher else {}),
    }
    dataset = {
        "@id": f"{base}#{found.header.name}",
        "@type": "dcat:Dataset",
        **common,
        "dct:identifier": f"delest-fleet-{found.header.name}",
        "dcat:keyword": [_said("fr", each) for each in _KEYWORDS],
        "dcat:theme": [{"@id": f"{_EU}data-theme/{each}"} for each in ("ENVI", "TECH")],
        "dcat:landingPage": {"@id": f"{base}index.html"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": found.first_day, "@type": "xsd:date"},
            "dcat:endDate": {"@value": found.last_day, "@type": "xsd:date"},
        },
        **_frequency(found.header.name),
        "dcat:distribution": [_distribution(each, base, found) for each in written],
    }
    return {
        "@context": _CONTEXT,
        "@id": f"{base}catalog.jsonld",
        "@type": "dcat:Catalog",
        **common,
        "foaf:homepage": {"@id": f"{base}index.html"},
        "dcat:dataset": [dataset],
    }


def _said(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _dates(found: FleetReport) -> dict[str, Any]:
    """Return when it last changed and, of a closed edition, since when it is frozen."""
    closed = found.header.closed_at
    issued = {"dct:issued": {"@value": closed.date().isoformat(), "@type": "xsd:date"}} if closed else {}
    return {**issued, "dct:modified": {"@value": found.last_day, "@type": "xsd:date"}}


def _frequency(name: str) -> dict[str, Any]:
    """Return how often an edition comes, where its name says so: 2026-T4, 2026-11, 2026."""
    found = next((each for each, form in _OFTEN.items() if form.fullmatch(name)), "")
    return {"dct:accrualPeriodicity": {"@id": f"{_EU}frequency/{found}"}} if found else {}


def _distribution(file: Written, base: str, found: FleetReport) -> dict[str, Any]:
    address = {"@id": f"{base}{file.path}"}
    format_of = f"{_EU}file-type/{file.format}" if file.format else f"{_IANA}{file.media_type}"
    return {
        **address,
        "@type": "dcat:Distribution",
        "dct:title": file.path.rpartition("/")[2],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{_IANA}{file.media_type}"},
        "dct:format": {"@id": format_of},
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "dct:conformsTo": {"@id": f"{base}{file.schema}"},
        "dct:license": {"@id": LICENCE},
        **_dates(found),
    }


def data_package(found: FleetReport) -> dict[str, Any]:
    """Return the description of the tables for tools of Frictionless Data; its paths are those of its own folder."""
    return {
        "name": f"delest-fleet-{found.header.name}".lower(),
        "title": _TITLE["en"].format(name=found.header.name),
        "licenses": [{"name": "etalab-2.0", "path": LICENCE}],
        "resources": [
            {
                "name": name,
                "path": file_of(name, found),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema(name, fields),
            }
            for name, fields, _rows in TABLES
        ],
    }


def file_of(name: str, found: FleetReport) -> str:
    """Return the file of a table; its name has the edition."""
    return f"{name}-{found.header.name}.csv"
