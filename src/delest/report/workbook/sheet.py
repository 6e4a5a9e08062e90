"""A table of values for a spreadsheet: titled columns, each with an id that never changes, and rows, read once."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from msgspec import Struct

Value = str | float | None
"""None: not known or not measured; the cell stays empty."""


class Shape(StrEnum):
    """How the numbers of a column are shown; whole bytes and counts are stored as they are."""

    TEXT = "text"
    WHOLE = "whole"
    """Bytes, requests, pages: no decimals, thousands apart."""
    KG = "kg"
    """Every digit stored, two significant ones shown as far as a fixed format can."""
    SHARE = "share"


class Head(Struct, frozen=True):
    """One column."""

    id: str
    """Its name in CSV, the same in every language."""
    title: str
    """Its name in a workbook, in the language in use."""
    shape: Shape = Shape.WHOLE
    wide: bool = False


class Sheet(Struct, frozen=True):
    """One table."""

    name: str
    heads: tuple[Head, ...]
    rows: Callable[[], Iterable[tuple[Value, ...]]]
    """As many values as there are heads; text as the page or the server gave it, not yet made harmless."""
