"""How values spread from zero on: one tick each, or a histogram where they are too many to tell apart."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from delest.report.figures import plain, written
from delest.report.page import Distribution, Mark

TICKS_AT_MOST: Final = 60
_BINS: Final = 48
_LEFT, _RIGHT = 2.0, 98.0
"""Percent of the width."""
_TOP, _BASE = 40, 92
_NO_BREAK: Final = "\u00a0"
_EDGE: Final = 30.0
"""Percent of the width within which a label is set towards the middle."""


def distribution(drawn: Distribution) -> Markup:
    """Return the values above one axis, the marks named."""
    most = max((*drawn.values, *(mark.value.value for mark in drawn.marks)), default=0)
    if most <= 0:
        return Markup()
    values = _ticks(drawn.values, most) if len(drawn.values) <= TICKS_AT_MOST else _bins(drawn.values, most)
    base = Markup('<line class="base" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(_LEFT, _RIGHT, _BASE, _BASE)
    marks = [_mark(mark, most, at) for at, mark in enumerate(drawn.marks)]
    return Markup('<svg class="spread" role="img" aria-label="{}">{}{}{}</svg>').format(
        plain(drawn.alt), base, values, Markup().join(marks)
    )


def _place(value: float, most: float) -> float:
    return _LEFT + value / most * (_RIGHT - _LEFT)


def _ticks(values: Sequence[float], most: float) -> Markup:
    line = Markup('<line class="tick" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"/>')
    return Markup().join(line.format(_place(value, most), _TOP + 16, _BASE) for value in values)


def _bins(values: Sequence[float], most: float) -> Markup:
    counts = [0] * _BINS
    for value in values:
        counts[min(int(value / most * _BINS), _BINS - 1)] += 1
    width = (_RIGHT - _LEFT) / _BINS
    rect = Markup('<rect class="bin" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>')
    return Markup().join(
        rect.format(_LEFT + at * width, _BASE - count / max(counts) * (_BASE - _TOP), width * 0.9,
                    count / max(counts) * (_BASE - _TOP))
        for at, count in enumerate(counts)
        if count
    )  # fmt: skip


def _mark(mark: Mark, most: float, at: int) -> Markup:
    x = _place(mark.value.value, most)
    anchor = "start" if x < _EDGE else "end" if x > 100 - _EDGE else "middle"
    above = at % 2 == 0
    line = Markup('<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="{2}" y2="{3}"/>').format(
        mark.tone or "mark", x, _TOP - 6, _BASE + 6
    )
    value = written(mark.value).replace(" ", _NO_BREAK)
    text = Markup(
        '<text x="{x:.2f}%" y="{y}" text-anchor="{anchor}"><tspan class="value">{value}</tspan> {name}</text>'
    )
    return line + text.format(
        x=x, y=_TOP - 14 if above else _BASE + 24, anchor=anchor, value=value, name=plain(mark.name)
    )
