"""Paths instead of addresses: of the pages in a baseline, and of a build folder, whose port is another in each run."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from delest.records.gate.budget import Verdict
from delest.records.runs.audit import AuditReport
from delest.urls import origin, path_of

_Record = TypeVar("_Record")


def own_origin(start_urls: Sequence[str]) -> str:
    """Return the origin of the site that was checked; empty where there is none."""
    return origin(start_urls[0]) if start_urls else ""


def page_name(url: str, own: str) -> str:
    """Return how baselines and comparisons name a page: its path on the site, or its URL where it is elsewhere."""
    return path_of(url) if origin(url) == own else url


def of_folder(verdict: Verdict, audited: AuditReport) -> tuple[Verdict, AuditReport]:
    """Return the verdict on a build folder, and the findings of its audit, with paths on the folder."""
    own = own_origin(audited.header.scope.start_urls)
    return _as_paths(verdict, own), replace(audited, findings=tuple(_as_paths(each, own) for each in audited.findings))


def _as_paths(record: _Record, own: str) -> _Record:
    tree = msgspec.to_builtins(record, str_keys=True)
    return msgspec.convert(_without(tree, f"{own}/"), type(record), str_keys=True)


def _without(tree: Any, start: str) -> Any:
    if isinstance(tree, str):
        return tree[len(start) - 1 :] if tree.startswith(start) else tree
    if isinstance(tree, dict):
        return {name: _without(value, start) for name, value in tree.items()}
    return [_without(each, start) for each in tree] if isinstance(tree, list | tuple | set | frozenset) else tree
