"""The bilan of action plans for programs: JSON, ``delest.bilan/1``, and CSV, a line an action."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from delest.records.state.bilan import Bilan, Line
from delest.report.data.estimate_json import without_false_bounds
from delest.report.data.spreadsheet import cell, sheet
from delest.report.language.reasons import said
from delest.report.language.safe_text import public
from delest.units import Estimate

SCHEMA: Final = "delest.bilan/1"
_COLUMNS: Final = (
    "plan", "line", "organisation", "theme", "action", "level", "state", "service", "owner", "begun", "due",
    "indicator",
    "lever", "device", "quantity", "counted", "planned_low_kgco2e", "planned_kgco2e", "planned_high_kgco2e", "once",
    "planned_published_kgco2e", "resources_kg_sb", "stated_kgco2e", "outcome", "why", "pages", "before_bytes",
    "after_bytes", "views_per_year", "realised_low_kgco2e", "realised_kgco2e", "realised_high_kgco2e",
    "realised_published_kgco2e", "traffic_kgco2e", "counted_with",
)  # fmt: skip


def bilan_json(found: Bilan, left_out: Sequence[Mapping[str, object]]) -> str:
    """Return the JSON document."""
    known: Any = without_false_bounds(found)
    for line, made in zip(known["lines"], found.lines, strict=True):
        line["realised"]["detail"] = said(made.realised.detail) if made.realised.detail else ""
    tree = {"schema": SCHEMA, **public(known), "left_out": list(left_out)}
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"


def bilan_csv(found: Bilan) -> str:
    """Return one line an action."""
    return sheet(_COLUMNS, [_row(each) for each in found.lines])


def _row(line: Line) -> list[object]:
    action, planned, realised = line.action, line.planned, line.realised
    said = [cell(each) for each in (action.service, action.owner, action.begun_on, action.due_on, action.indicator)]
    row: list[object] = [cell(action.plan), action.line, cell(action.organisation), action.theme, cell(action.action)]
    row += [action.level.value, action.progress.value, *said]
    if planned is None:
        row += [""] * 10
    else:
        lever = planned.lever.value if planned.lever else "page"
        row += [lever, planned.device, planned.quantity, planned.counted, *_bounds(planned.kgco2e), planned.once]
        row += [_known(planned.published_kgco2e), _known(planned.resources_kg_sb)]
    row += [_known(action.stated_kgco2e), realised.outcome.value, realised.why.value, realised.pages]
    row += [_known(realised.before_bytes), _known(realised.after_bytes), _known(realised.views_per_year)]
    row += [*_bounds(realised.weight_kgco2e), _known(realised.weight_published_kgco2e)]
    traffic = realised.traffic_kgco2e
    return [*row, _known(traffic.central if traffic else None), cell(realised.counted_with)]


def _bounds(kg: Estimate | None) -> list[object]:
    return ["", "", ""] if kg is None else [kg.low, kg.central, kg.high]


def _known(value: float | None) -> object:
    return "" if value is None else value
