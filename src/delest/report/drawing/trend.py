"""A value over time: one point a moment, from zero on, joined by lines; changes beyond chance are filled."""

from itertools import pairwise
from typing import Final

from markupsafe import Markup

from delest.report.figures import plain, written
from delest.report.page import Mark, Trend

_FROM, _TO = 5.0, 95.0
"""Percent of the width; the margins hold half a label."""
_TOP, _BASE = 40.0, 170.0
_NAMED_AT_MOST: Final = 10
"""Points that are all named; of more, the ends and the changes are."""
_NO_BREAK: Final = "\u00a0"
_LINE: Final = Markup('<line class="path" x1="{:.2f}%" y1="{:.1f}" x2="{:.2f}%" y2="{:.1f}"/>')
_POINT: Final = Markup('<circle class="{}" cx="{:.2f}%" cy="{:.1f}" r="{}"><title>{}</title></circle>')
_NAMED: Final = Markup(
    '<g{roomy}><text class="value" x="{x:.2f}%" y="{y:.1f}" text-anchor="middle">{value}</text>'
    '<text x="{place:.2f}%" y="192" text-anchor="{anchor}">{name}</text></g>'
)


def trend(drawn: Trend) -> Markup:
    """Return the points, oldest to the left; nothing where there are not two of them."""
    most = max((mark.value.value for mark in drawn.marks), default=0.0)
    if len(drawn.marks) < 2 or most <= 0:  # noqa: PLR2004 - one point is no trend
        return Markup()
    last = len(drawn.marks) - 1
    places = [
        (_FROM + at / last * (_TO - _FROM), _BASE - mark.value.value / most * (_BASE - _TOP))
        for at, mark in enumerate(drawn.marks)
    ]
    base = Markup('<line class="base" x1="0%" x2="100%" y1="{0}" y2="{0}"/>').format(_BASE)
    lines = [_LINE.format(*one, *other) for one, other in pairwise(places)]
    points = [_point(mark, place) for mark, place in zip(drawn.marks, places, strict=True)]
    named = [
        _name(mark, place, always=at in {0, last})
        for at, (mark, place) in enumerate(zip(drawn.marks, places, strict=True))
        if len(places) <= _NAMED_AT_MOST or mark.tone or at in {0, last}
    ]
    return Markup('<svg class="trend" role="img" aria-label="{}">{}</svg>').format(
        plain(drawn.alt), Markup().join([base, *lines, *points, *named])
    )


def _point(mark: Mark, place: tuple[float, float]) -> Markup:
    title = f"{plain(mark.name)}, {written(mark.value)}"
    return _POINT.format(mark.tone or "mark", *place, 7 if mark.tone else 5, title)


def _name(mark: Mark, place: tuple[float, float], *, always: bool) -> Markup:
    x, y = place
    value = written(mark.value).replace(" ", _NO_BREAK)
    roomy = Markup("") if always else Markup(' class="roomy"')
    named = {_FROM: (0.0, "start"), _TO: (100.0, "end")}.get(x, (x, "middle"))  # within the page on a phone too
    return _NAMED.format(
        roomy=roomy, x=x, y=y - 14, value=value, name=plain(mark.name), place=named[0], anchor=named[1]
    )
