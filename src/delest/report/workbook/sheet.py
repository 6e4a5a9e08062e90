"""A table of values for a spreadsheet: titled columns, each with an id that never changes, and rows, read once."""

import math
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

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


WIDE, TEXT, FIGURES = 50, 18, 13
"""Width of columns, in signs."""
_PRINTED: Final = 170
"""Signs beside each other that can still be read on a printed page."""
LINES_AT_MOST: Final = 12
"""Of a row; the rest is seen when its cell is opened."""


def width(head: Head) -> int:
    """Return how many signs a column is wide."""
    if head.wide:
        return WIDE
    return TEXT if head.shape is Shape.TEXT else FIGURES


def printed_pages(sheet: Sheet) -> int:
    """Return on how many pages beside each other a table is printed; the first column is on all of them."""
    return max(1, math.ceil(sum(map(width, sheet.heads)) / _PRINTED))


def lines(heads: Sequence[Head], values: Sequence[Value], *, titles: bool = False) -> int:
    """Return how many lines the highest cell of a row takes: texts of wide columns are wrapped, titles are in all."""
    taken = [
        math.ceil(len(value) * 1.1 / width(head))
        for head, value in zip(heads, values, strict=True)
        if isinstance(value, str) and (head.wide or titles)
    ]
    return min(max(taken, default=1) + titles, LINES_AT_MOST)
