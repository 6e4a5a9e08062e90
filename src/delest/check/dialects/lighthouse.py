"""Lighthouse's ``budget.json``: a list of paths with sizes in KiB and counts by resource type.

Lighthouse removed budgets in version 12; many projects still have the file. Of several entries that match a page,
Lighthouse takes the last one alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from delest.check.dialect import Dialect, Tree, list_of, number_of, one_of, only_keys, table_of, text_of
from delest.check.resource_types import LIGHTHOUSE_TYPES
from delest.records.gate.limit import BudgetSet, Limit, Match, Measure, PageBudget

_KIB: Final = 1024
_ENTRY: Final = ("path", "options", "resourceSizes", "resourceCounts", "timings")


def detects(tree: Tree) -> bool:
    """Tell whether a decoded file is a list of objects: none of the other forms is, so a misspelt key is named."""
    return isinstance(tree, list) and bool(tree) and all(isinstance(entry, Mapping) for entry in tree)


def read(tree: Tree, name: str) -> BudgetSet:
    """Return the budgets of a ``budget.json``.

    Raises:
        InputError: a key, a type or a number that Lighthouse would refuse.
    """
    entries, unchecked = [], []
    for at, each in enumerate(list_of(tree, name)):
        place = f"{name}, [{at}]"
        entry = table_of(each, place)
        only_keys(entry, _ENTRY, place)
        limits = (*_limits(entry, "resourceSizes", place), *_limits(entry, "resourceCounts", place))
        unchecked += [
            f"{place}.timings: {text_of(table_of(timing, place).get('metric'), place)}"
            for timing in list_of(entry.get("timings", []), f"{place}.timings")
        ]
        pages = text_of(entry.get("path", "/"), f"{place}.path")
        entries.append(PageBudget(place=place, pages=pages, match=Match.ROBOTS, limits=limits))
    return BudgetSet(
        dialect="lighthouse",
        entries=tuple(entries),
        last_wins=True,
        unchecked=tuple(unchecked),
        converted=("resourceSizes: 1 KiB = 1024 B",),
    )


def _limits(entry: Mapping[str, Any], key: str, place: str) -> Iterator[Limit]:
    sizes = key == "resourceSizes"
    for at, each in enumerate(list_of(entry.get(key, []), f"{place}.{key}")):
        where = f"{place}.{key}[{at}]"
        row = table_of(each, where)
        only_keys(row, ("resourceType", "budget"), where)
        name = one_of(row.get("resourceType"), LIGHTHOUSE_TYPES, f"{where}.resourceType")
        kinds, party = LIGHTHOUSE_TYPES[name]
        most = number_of(row.get("budget"), f"{where}.budget")
        yield Limit(
            measure=Measure.WEIGHT if sizes else Measure.REQUESTS,
            most=most * _KIB if sizes else most,
            kinds=kinds,
            party=party,
            key=f"{key}: {name}",
        )


DIALECT = Dialect(id="lighthouse", name="Lighthouse", detects=detects, read=read)
