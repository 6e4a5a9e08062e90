"""How a file of budgets is read: what a dialect is, and the errors that all of them share. Pure."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from delest.errors import N_, InputError
from delest.records.gate.limit import BudgetSet

Tree = Any
"""What a JSON or TOML decoder returns."""
_SHOWN: Final = 60


class Dialect(Struct, frozen=True, kw_only=True):
    """One form of budget file."""

    id: str
    name: str
    """The tool whose form it is."""
    detects: Callable[[Tree], bool]
    """Tells whether a decoded file is of this form."""
    read: Callable[[Tree, str], BudgetSet]
    """From the decoded file and its name to its budgets; raises ``InputError``."""


def only_keys(table: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    """Refuse a key that is not known, with the nearest one that is.

    Raises:
        InputError: a key that would be ignored, so that its limit would never be checked.
    """
    names = sorted(known)
    for key in table:
        if key in names:
            continue
        raise InputError(
            N_("{place}: unknown key {key!r}"),
            remedy=N_("use one of these: {known}"),
            place=place,
            key=str(key)[:_SHOWN],
            known=_nearest_first(str(key), names),
        )


def table_of(value: Tree, place: str) -> Mapping[str, Any]:
    """Return a value that must be an object.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, Mapping):
        raise InputError(N_("{place}: expected an object"), remedy=N_('write {{"name": value}}'), place=place)
    return value


def list_of(value: Tree, place: str) -> list[Tree]:
    """Return a value that must be a list.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, list):
        raise InputError(N_("{place}: expected a list"), remedy=N_("write [ ... ]"), place=place)
    return value


def number_of(value: Tree, place: str) -> float:
    """Return a value that must be a number of zero or more.

    Raises:
        InputError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise InputError(
            N_("{place}: expected a number of zero or more, not {value}"),
            remedy=N_("write it without quotes and without a unit"),
            place=place,
            value=repr(value)[:_SHOWN],
        )
    return float(value)


def text_of(value: Tree, place: str) -> str:
    """Return a value that must be text.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, str) or not value:
        raise InputError(N_("{place}: expected text"), remedy=N_("write it in quotes"), place=place)
    return value


def one_of(value: Tree, known: Iterable[str], place: str) -> str:
    """Return a value that must be one of some names.

    Raises:
        InputError: it is another one.
    """
    names = sorted(known)
    if value in names:
        return str(value)
    raise InputError(
        N_("{place}: unknown value {value!r}"),
        remedy=N_("use one of these: {known}"),
        place=place,
        value=str(value)[:_SHOWN],
        known=_nearest_first(str(value), names),
    )


def _nearest_first(name: str, known: Sequence[str]) -> str:
    """Return the known names, the one that looks most like ``name`` first."""
    near = difflib.get_close_matches(name[:_SHOWN], known, n=1)
    return ", ".join([*near, *(each for each in known if each not in near)])
