"""What describes the open tables: a DCAT catalogue (JSON-LD) and a data package, for portals to harvest."""

from typing import Any, Final

from delest.records.fleet.report import FleetReport
from delest.report.data.fleet.tables import TABLES, schema

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
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


def catalog(found: FleetReport, base: str) -> dict[str, Any]:
    """Return the catalogue; ``base`` is the URL that the folder will be published under, empty: paths alone."""
    base = base if not base or base.endswith("/") else f"{base}/"
    facts = {
        "name": found.header.name, "known": found.known, "first": found.first_day, "last": found.last_day,
        "measured": sum(each.result is not None for each in found.entries),
    }  # fmt: skip
    dataset = {
        "@id": f"{base}#{found.header.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"delest-fleet-{found.header.name}",
        "dct:title": [_said(language, text.format(**facts)) for language, text in _TITLE.items()],
        "dct:description": [_said(language, text.format(**facts)) for language, text in _WORDS.items()],
        "dcat:keyword": [_said("fr", each) for each in _KEYWORDS],
        "dct:license": {"@id": LICENCE},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": found.first_day, "@type": "xsd:date"},
            "dcat:endDate": {"@value": found.last_day, "@type": "xsd:date"},
        },
        "dct:modified": {"@value": found.last_day, "@type": "xsd:date"},
        "dcat:distribution": [_distribution(name, base, found) for name, _fields, _rows in TABLES],
    }
    return {
        "@context": _CONTEXT,
        "@id": f"{base}catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": dataset["dct:title"],
        "dct:description": dataset["dct:description"],
        "dcat:dataset": [dataset],
    }


def _said(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _distribution(name: str, base: str, found: FleetReport) -> dict[str, Any]:
    file = file_of(name, found)
    return {
        "@id": f"{base}data/{file}",
        "@type": "dcat:Distribution",
        "dct:title": file,
        "dcat:mediaType": "text/csv",
        "dct:format": "CSV",
        "dcat:downloadURL": {"@id": f"{base}data/{file}"},
        "dct:conformsTo": {"@id": f"{base}data/{name}.schema.json"},
        "dct:license": {"@id": LICENCE},
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
