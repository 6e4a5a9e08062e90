"""The list of a fleet for programs: JSON, ``delest.fleet-list/1``, and CSV, a line a problem."""

from typing import Any, Final

import msgspec

from delest.records.fleet.service import FleetList, RowProblem
from delest.report.data.spreadsheet import cell, sheet
from delest.report.language.reasons import in_english, said
from delest.report.language.safe_text import public

SCHEMA: Final = "delest.fleet-list/1"


def list_json(found: FleetList) -> str:
    """Return the JSON document."""
    tree = {
        "schema": SCHEMA,
        "source": found.source,
        "looked_up": found.looked_up,
        "services": public(msgspec.to_builtins(found.services)),
        "problems": [_problem(each) for each in found.problems],
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"


def _problem(each: RowProblem) -> dict[str, Any]:
    return {
        "line": each.line,
        "service": each.service,
        "kind": each.kind.value,
        "message": public(in_english(each.message)),
        "remedy": public(in_english(each.remedy)),
        "left_out": each.left_out,
    }


def list_csv(found: FleetList) -> str:
    """Return one line a problem, in the language in use."""
    columns = ("line", "service", "kind", "message", "remedy", "left_out")
    rows = (
        (
            each.line,
            each.service,
            each.kind.value,
            cell(said(each.message)),
            cell(said(each.remedy)) if each.remedy else "",
            "yes" if each.left_out else "no",
        )
        for each in found.problems
    )
    return sheet(columns, rows)
