"""A logarithmic axis: values that differ by orders of magnitude."""

import math
from typing import Final

from markupsafe import Markup

from delest.report.figures import plain, written
from delest.report.page import Axis, Mark
from delest.report.said import Figure

_FROM, _TO = 6.0, 94.0
"""Percent of the width; the margins hold half a label."""
_TICKS_AT_MOST: Final = 6
_NO_BREAK: Final = "\u00a0"
_TICK: Final = Markup(
    '<line x1="{0}%" x2="{0}%" y1="38" y2="124"/><text x="{0}%" y="148" text-anchor="middle">{1}</text>'
)
_MARK: Final = Markup(
    '<circle class="{0}" cx="{1}%" cy="68" r="8"/><text class="value" x="{1}%" y="{2}" text-anchor="middle">{3}</text>'
    '<text x="{1}%" y="{4}" text-anchor="middle">{5}</text>'
)


def decades(values: tuple[float, ...]) -> tuple[int, int]:
    """Return the powers of ten, all whole, that an axis over positive values spans."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return first, max(last, first + 1)


def place(value: float, span: tuple[int, int]) -> float:
    """Return where on the axis a value is, in percent of the width."""
    first, last = span
    return round(_FROM + (math.log10(value) - first) / (last - first) * (_TO - _FROM), 1)


def logarithmic(axis: Axis) -> Markup:
    """Return the marks on whole decades; nothing where a value is not above zero."""
    values = tuple(mark.value.value for mark in axis.marks)
    if not values or min(values) <= 0:
        return Markup()
    span = decades(values)
    step = math.ceil((span[1] - span[0]) / _TICKS_AT_MOST) or 1
    unit = axis.marks[0].value.unit
    ticks = [
        _TICK.format(place(10.0**power, span), _written(Figure(10.0**power, unit)))
        for power in range(span[0], span[1] + 1, step)
    ]
    ends = [place(mark.value.value, span) for mark in axis.marks[: axis.span]]
    joined = Markup('<line class="span" x1="{}%" x2="{}%" y1="68" y2="68"/>').format(min(ends), max(ends))
    marks = [_drawn(mark, place(mark.value.value, span), up=not at % 2) for at, mark in enumerate(axis.marks)]
    return Markup('<svg class="scale" role="img" aria-label="{}">{}{}{}</svg>').format(
        plain(axis.alt), Markup().join(ticks), joined, Markup().join(marks)
    )


def _drawn(mark: Mark, at: float, *, up: bool) -> Markup:
    sort = mark.tone or "mark"
    return _MARK.format(sort, at, 34 if up else 100, _written(mark.value), 16 if up else 115, plain(mark.name))


def _written(figure: Figure) -> str:
    return written(figure).replace(" ", _NO_BREAK)
