"""Paths instead of the addresses of a build folder, whose port is another in each run."""

from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from delest.records.gate.budget import Verdict
from delest.records.runs.audit import AuditReport
from delest.urls import origin

_Record = TypeVar("_Record")


def of_folder(verdict: Verdict, audited: AuditReport) -> tuple[Verdict, AuditReport]:
    """Return the verdict on a build folder, and the findings of its audit, with paths on the folder."""
    starts = audited.header.scope.start_urls
    own = origin(starts[0]) if starts else ""
    return _as_paths(verdict, own), replace(audited, findings=tuple(_as_paths(each, own) for each in audited.findings))


def _as_paths(record: _Record, own_origin: str) -> _Record:
    tree = msgspec.to_builtins(record, str_keys=True)
    return msgspec.convert(_without(tree, f"{own_origin}/"), type(record), str_keys=True)


def _without(tree: Any, start: str) -> Any:
    if isinstance(tree, str):
        return tree[len(start) - 1 :] if tree.startswith(start) else tree
    if isinstance(tree, dict):
        return {name: _without(value, start) for name, value in tree.items()}
    return [_without(each, start) for each in tree] if isinstance(tree, list | tuple | set | frozenset) else tree
