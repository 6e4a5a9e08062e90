"""sitespeed.io's ``budget.json``: ``{"budget": {"requests": {...}, "transferSize": {...}, "URL": {...}}}``.

An entry under a URL or an alias is laid over the general one, as sitespeed.io does. Scores and timings are reported as
not checked.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from delest.check.dialect import Dialect, Tree, number_of, one_of, only_keys, table_of
from delest.records.gate.limit import BudgetSet, Limit, Match, Measure, PageBudget
from delest.records.pages.load import Kind

_TYPES: Final = {
    "total": "", "html": Kind.DOCUMENT, "javascript": Kind.SCRIPT, "css": Kind.STYLESHEET, "image": Kind.IMAGE,
    "font": Kind.FONT, "video": Kind.MEDIA, "json": Kind.FETCH, "other": Kind.OTHER,
}  # fmt: skip
_SIZES: Final = {"requests": Measure.REQUESTS, "transferSize": Measure.WEIGHT}
_PARTIES: Final = {"thirdParty": "third", "firstParty": "first"}
_UNCHECKED: Final = frozenset({
    "timings", "score", "usertimings", "pageTimings", "cpu", "googleWebVitals", "contentSize", "axe", "sustainable",
    "lighthouse", "visualMetrics", "coach", "privacy", "performance", "bestpractice", "info", "browsertime", "pagexray",
    "metrics",
})  # fmt: skip
_KNOWN: Final = frozenset(_SIZES) | frozenset(_PARTIES) | _UNCHECKED | {"dom"}


def detects(tree: Tree) -> bool:
    """Tell whether a decoded file is an object with ``budget`` alone."""
    return isinstance(tree, Mapping) and isinstance(tree.get("budget"), Mapping)


def read(tree: Tree, name: str) -> BudgetSet:
    """Return the budgets of a file of sitespeed.io.

    Raises:
        InputError: a section that sitespeed.io would ignore in silence, or a value that is not a number.
    """
    only_keys(tree, ("budget",), name)
    budget = table_of(tree["budget"], f"{name}, budget")
    pages = {key: value for key, value in budget.items() if "/" in key}
    general = {key: value for key, value in budget.items() if key not in pages}
    unchecked: list[str] = []
    limits = tuple(_sections(general, f"{name}, budget", unchecked))
    entries = [PageBudget(place=f"{name}, budget", limits=limits)]
    for url, value in pages.items():
        place = f"{name}, budget[{url!r}]"
        own = tuple(_sections(table_of(value, place), place, unchecked))
        replaced = {limit.key for limit in own}
        merged = (*own, *(limit for limit in limits if limit.key not in replaced))
        entries.append(PageBudget(place=place, pages=url, match=Match.GLOB, limits=merged))
    return BudgetSet(dialect="sitespeed", entries=tuple(entries), last_wins=True, unchecked=tuple(unchecked))


def _sections(table: Mapping[str, Any], place: str, unchecked: list[str]) -> Iterator[Limit]:
    only_keys(table, _KNOWN, place)
    for section, value in table.items():
        where = f"{place}.{section}"
        if section in _UNCHECKED:
            unchecked.append(where)
            continue
        rows = table_of(value, where)
        if section in _SIZES:
            yield from _sizes(rows, section, where, "", unchecked)
        elif section in _PARTIES:
            only_keys(rows, (*_SIZES, *_UNCHECKED), where)
            for name in rows:
                if name in _SIZES:
                    most = number_of(rows[name], f"{where}.{name}")
                    yield Limit(measure=_SIZES[name], most=most, party=_PARTIES[section], key=f"{section}.{name}")
                else:
                    unchecked.append(f"{where}.{name}")
        else:
            only_keys(rows, ("elements",), where)
            most = number_of(rows.get("elements"), f"{where}.elements")
            yield Limit(measure=Measure.ELEMENTS, most=most, key="dom.elements")


def _sizes(rows: Mapping[str, Any], section: str, place: str, party: str, unchecked: list[str]) -> Iterator[Limit]:
    for name, value in rows.items():
        if name in {"httpErrors", "domains"}:
            unchecked.append(f"{place}.{name}")
            continue
        kind = _TYPES[one_of(name, _TYPES, place)]
        kinds = (kind,) if kind else ()
        most = number_of(value, f"{place}.{name}")
        yield Limit(measure=_SIZES[section], most=most, kinds=kinds, party=party, key=f"{section}.{name}")


DIALECT = Dialect(id="sitespeed", name="sitespeed.io", detects=detects, read=read)
