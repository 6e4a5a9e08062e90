"""Estimates as JSON, ``delest.estimate/1``, and factors as they are."""

from datetime import datetime
from typing import Any, Final

import msgspec

from delest.records.co2e.equipment import has_bounds
from delest.records.runs.audit import AuditReport
from delest.report.data.audit_json import as_v1
from delest.units import Estimate

_SCHEMA: Final = "delest.estimate/1"


def estimate_json(kind: str, answer: object, **beside: object) -> str:
    """Return an answer as JSON, with what belongs beside it."""
    return plain_json({"schema": _SCHEMA, "kind": kind, "answer": answer, **beside})


def plain_json(answer: object) -> str:
    """Return a record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def without_false_bounds(answer: object) -> object:
    """Return what JSON says of an answer: null for both bounds of an estimate where none are published."""
    return _without_false_bounds(msgspec.to_builtins(answer))


def _without_false_bounds(answer: Any) -> Any:
    if isinstance(answer, list | tuple):
        return [_without_false_bounds(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if answer.keys() == set(Estimate.__struct_fields__) and not has_bounds(Estimate(**answer)):
        return {**answer, "low": None, "high": None}
    return {key: _without_false_bounds(value) for key, value in answer.items()}


def run_answers(made: AuditReport | None, today: AuditReport, computed_at: datetime) -> dict[str, object]:
    """Return both answers of a run in the public types of the JSON report."""
    then, now = None if made is None else as_v1(made), as_v1(today)
    return {
        "run": now.run,
        "traffic": now.traffic,
        "when_made": then and {"attributed": then.attributed, "avoided": then.avoided},
        "today": {"computed_at": computed_at, "attributed": now.attributed, "avoided": now.avoided},
    }
