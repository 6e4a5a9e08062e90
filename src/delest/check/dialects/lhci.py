"""Lighthouse CI's assertions on bytes and requests, in ``lighthouserc.json`` or the object under its ``assert``.

Taken: ``resource-summary:TYPE:size`` and ``:count``, and ``total-byte-weight``, at the level ``error``. All matching
entries apply. Every other assertion is reported as not checked.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from delest.check.dialect import Dialect, Tree, list_of, number_of, one_of, only_keys, table_of, text_of
from delest.check.resource_types import LIGHTHOUSE_TYPES
from delest.errors import N_, InputError
from delest.records.gate.limit import BudgetSet, Limit, Match, Measure, PageBudget

_SUMMARY: Final = re.compile(r"resource-summary[:.]([a-z-]+)[:.](size|count)")
_TOTAL: Final = "total-byte-weight"
_LEVELS: Final = ("off", "warn", "error")
_OPTIONS: Final = ("minScore", "maxLength", "maxNumericValue", "aggregationMethod")
_ASSERT: Final = frozenset({
    "assertions", "assertMatrix", "preset", "budgetsFile", "includePassedAssertions", "matchingUrlPattern",
    "aggregationMethod", "lhr",
})  # fmt: skip


def detects(tree: Tree) -> bool:
    """Tell whether a decoded file has assertions."""
    return isinstance(tree, Mapping) and bool({"assertions", "assertMatrix"} & set(_assert(tree)))


def read(tree: Tree, name: str) -> BudgetSet:
    """Return the budgets of a file of Lighthouse CI.

    Raises:
        InputError: an assertion that Lighthouse CI would refuse, or none that can be checked.
    """
    found = _assert(tree)
    only_keys(found, _ASSERT, f"{name}, assert")
    matrix = list_of(found.get("assertMatrix", []), f"{name}, assertMatrix") if "assertMatrix" in found else [found]
    entries: list[PageBudget] = []
    unchecked: list[str] = []
    for at, each in enumerate(matrix):
        place = f"{name}, assertMatrix[{at}]" if "assertMatrix" in found else f"{name}, assert"
        entry = table_of(each, place)
        assertions = table_of(entry.get("assertions", {}), f"{place}.assertions")
        limits = tuple(_limits(assertions, f"{place}.assertions", unchecked))
        pattern = text_of(entry.get("matchingUrlPattern", ".*"), f"{place}.matchingUrlPattern")
        _check_pattern(pattern, place)
        if limits:
            entries.append(PageBudget(place=place, pages=pattern, match=Match.REGEX, limits=limits))
    if found.get("preset"):
        unchecked.append(f"{name}, preset: {found['preset']}")
    return BudgetSet(dialect="lhci", entries=tuple(entries), unchecked=tuple(unchecked))


def _assert(tree: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in ("ci", "assert"):
        inner = tree.get(key)
        tree = inner if isinstance(inner, Mapping) else tree
    return tree


def _check_pattern(pattern: str, place: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise InputError(
            N_("{place}.matchingUrlPattern is not a regular expression: {reason}"),
            remedy=N_("write it as for Lighthouse CI, for example https?://[^/]+/news/"),
            place=place,
            reason=str(error),
        ) from error


def _limits(assertions: Mapping[str, Any], place: str, unchecked: list[str]) -> Iterator[Limit]:
    for key, value in assertions.items():
        level, options = _level(value, f"{place}.{key}")
        if level == "off":
            continue
        summary = _SUMMARY.fullmatch(key)
        if (summary is None and key != _TOTAL) or level == "warn" or "maxNumericValue" not in options:
            unchecked.append(f"{place}.{key}")
            continue
        most = number_of(options["maxNumericValue"], f"{place}.{key}.maxNumericValue")
        if summary is None:
            yield Limit(measure=Measure.WEIGHT, most=most, key=key)
            continue
        kinds, party = LIGHTHOUSE_TYPES[one_of(summary[1], LIGHTHOUSE_TYPES, f"{place}.{key}")]
        measure = Measure.WEIGHT if summary[2] == "size" else Measure.REQUESTS
        yield Limit(measure=measure, most=most, kinds=kinds, party=party, key=key)


def _level(value: Tree, place: str) -> tuple[str, Mapping[str, Any]]:
    if isinstance(value, str):
        return one_of(value, _LEVELS, place), {}
    given = list_of(value, place)
    options = table_of(given[1], place) if len(given) > 1 else {}
    only_keys(options, _OPTIONS, place)
    return one_of(given[0] if given else None, _LEVELS, place), options


DIALECT = Dialect(id="lhci", name="Lighthouse CI", detects=detects, read=read)
