"""RGESN over an edition of a fleet for programs: JSON, and CSV with one row a service and criterion; in English."""

from typing import Any, Final

import msgspec

from delest.records.state.evidence import Evidence, Seen
from delest.records.state.fleet_evidence import FleetEvidence
from delest.report.data.spreadsheet import cell, sheet
from delest.report.figures import plain
from delest.report.language.safe_text import public
from delest.report.language.words import speaking
from delest.report.pages.rgesn.told import told

SCHEMA: Final = "delest.fleet-rgesn/1"
_COLUMNS: Final = (
    "edition", "service_id", "service", "url", "ministry", "declaration_url", "criterion", "status", "seen", "measured",
)  # fmt: skip


def fleet_evidence_json(found: FleetEvidence) -> str:
    """Return the JSON document."""
    with speaking("en"):
        services = [
            {
                **{name: getattr(each, name) for name in ("id", "name", "url", "ministry", "pages", "addresses")},
                "declaration_url": each.declaration or None,
                "problem": each.problem or None,
                "criteria": [_criterion(one) for one in each.evidence if one.seen is not Seen.NOT_MEASURED],
            }
            for each in found.services
        ]
    tree = {
        "schema": SCHEMA, "edition": found.edition, "framework": found.framework, "services_known": found.known,
        "services": services,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(public(tree)), indent=1).decode() + "\n"


def fleet_evidence_csv(found: FleetEvidence) -> str:
    """Return one row for each criterion of each service that something was measured of."""
    rows: list[list[object]] = []
    with speaking("en"):
        for service in found.services:
            head = (found.edition, service.id, service.name, service.url, service.ministry, service.declaration)
            for each in service.evidence:
                if each.seen is not Seen.NOT_MEASURED:
                    said = _criterion(each)
                    tail = (said["id"], said["status"], said["seen"], said["measured"])
                    rows.append([cell(str(value)) for value in (*head, *tail)])
    return sheet(_COLUMNS, rows)


def _criterion(found: Evidence) -> dict[str, Any]:
    return {
        "id": found.criterion,
        "status": found.status.value,
        "seen": found.seen.value,
        "measured": " ".join(plain(told(each)) for each in found.said),
    }
