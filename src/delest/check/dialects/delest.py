"""delest's own budgets: the tables ``[[budget]]`` of ``delest.toml`` or of ``[tool.delest]``.

::

    [[budget]]
    pages = "/news/*"
    weight = "1 MB"
    image = "500 kB"
    requests = 60

All entries that match a page apply. Sizes are text with a unit.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from delest.check.dialect import Dialect, Tree, list_of, number_of, only_keys, table_of, text_of
from delest.errors import N_, InputError
from delest.records.gate.limit import BudgetSet, Limit, Measure, PageBudget
from delest.records.pages.load import CacheState, Kind
from delest.units import parse_bytes

KEY: Final = "budget"
_PARTIES: Final = {"first-party": "first", "third-party": "third"}
_KINDS: Final = {str(kind): (str(kind),) for kind in Kind if kind is not Kind.WEBSOCKET}
_STATES: Final = {"weight-in-visit": CacheState.IN_VISIT, "weight-warm": CacheState.WARM}
_REQUESTS: Final = "requests"
_SITE_KG: Final = "site-kg-per-year"
_ABOUT: Final = ("pages", "template")
SIZES: Final = ("weight", *_STATES, "resource", *_PARTIES, *_KINDS)
COUNTS: Final = (_REQUESTS, *(f"{_REQUESTS}-{name}" for name in (*_PARTIES, *_KINDS)), "elements", _SITE_KG)
KEYS: Final = (*_ABOUT, *SIZES, *COUNTS)


def detects(tree: Tree) -> bool:
    """Tell whether a decoded file has a list of budgets."""
    return isinstance(tree, Mapping) and isinstance(tree.get(KEY), list)


def read(tree: Tree, name: str) -> BudgetSet:
    """Return the budgets of a table that holds them under ``budget``.

    Raises:
        InputError: an unknown key, a value of the wrong form, or an entry without a limit.
    """
    entries: list[PageBudget] = []
    site_kg = None
    for at, each in enumerate(list_of(tree[KEY], f"{name}, {KEY}"), start=1):
        place = f"{name}, {KEY} {at}"
        table = table_of(each, place)
        only_keys(table, KEYS, place)
        limits = tuple(_limits(table, place))
        if _SITE_KG in table:
            site_kg = number_of(table[_SITE_KG], f"{place}, {_SITE_KG}")
            if set(table) & set(_ABOUT):
                raise InputError(
                    N_("{place}: site-kg-per-year is for the whole site"),
                    remedy=N_("write it in an entry of its own, without pages or template"),
                    place=place,
                )
        if not limits and _SITE_KG not in table:
            raise InputError(
                N_("{place}: no limit, so that every page would pass"),
                remedy=N_('add one, for example weight = "1 MB"'),
                place=place,
            )
        if limits:
            pages = text_of(table.get("pages", "*"), f"{place}, pages")
            template = text_of(table["template"], f"{place}, template") if "template" in table else ""
            entries.append(PageBudget(place=place, pages=pages, template=template, limits=limits))
    return BudgetSet(dialect="delest", entries=tuple(entries), site_kgco2e_per_year=site_kg)


def _limits(table: Mapping[str, Any], place: str) -> Iterator[Limit]:
    for key, value in table.items():
        where = f"{place}, {key}"
        if key in SIZES:
            yield _size(key, value, where)
        elif key in COUNTS and key != _SITE_KG:
            yield _count(key, number_of(value, where))


def _size(key: str, value: Tree, place: str) -> Limit:
    try:
        most = parse_bytes(text_of(value, place))
    except InputError as error:
        if error.values.get("place"):
            raise InputError(
                N_("{place}: expected a size with its unit"), remedy=N_('write for example "500 kB"'), place=place
            ) from error
        raise InputError(
            N_("{place}: not a size: {text!r}"), remedy=N_('write for example "500 kB"'), place=place, text=str(value)
        ) from error
    if key == "resource":
        return Limit(measure=Measure.RESOURCE, most=most, key=key)
    return Limit(
        measure=Measure.WEIGHT,
        most=most,
        kinds=_KINDS.get(key, ()),
        party=_PARTIES.get(key, ""),
        state=_STATES.get(key, CacheState.COLD),
        key=key,
    )


def _count(key: str, most: float) -> Limit:
    if key == "elements":
        return Limit(measure=Measure.ELEMENTS, most=most, key=key)
    name = key.removeprefix(_REQUESTS).removeprefix("-")
    return Limit(measure=Measure.REQUESTS, most=most, kinds=_KINDS.get(name, ()), party=_PARTIES.get(name, ""), key=key)


DIALECT = Dialect(id="delest", name="delest", detects=detects, read=read)
