"""A squarified treemap: areas in proportion to their values, as near to squares as they can be.

The method is that of Bruls, Huizing and van Wijk, Squarified Treemaps, 2000: boxes are laid out in rows along the
shorter side of the room that is left, heaviest first; a row takes one more as long as its worst ratio of sides gets
better by it.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from delest.report.figures import plain, written
from delest.report.page import Box, Treemap

_WIDTH, _HEIGHT = 1000.0, 460.0
_NAMED: Final = (90.0, 44.0)
"""Width and height from which a box has room for its name and its figure."""
_VALUED: Final = (56.0, 24.0)
_NAMED_WHEN_NARROW, _VALUED_WHEN_NARROW = 240.0, 190.0
"""Width from which there is room on a telephone too, where the chart is a third as wide."""
_LETTER, _MARGIN = 7.2, 12.0
"""Width of a letter on average, and what is left free beside a name."""
_NO_BREAK: Final = "\u00a0"
_BOX: Final = Markup(
    '<a href="#{to}"><svg class="{key}" x="{x:.2f}%" y="{y:.2f}%" width="{width:.2f}%" height="{height:.2f}%">'
    '<title>{title}</title><rect width="100%" height="100%"/>{avoidable}{text}</svg></a>'
)
_PLAIN: Final = Markup(
    '<svg class="{key}" x="{x:.2f}%" y="{y:.2f}%" width="{width:.2f}%" height="{height:.2f}%">'
    '<title>{title}</title><rect width="100%" height="100%"/>{avoidable}{text}</svg>'
)


class Area(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], room: Area) -> Iterator[Area]:
    """Yield one area for each value, which are positive and in falling order; together they fill the room."""
    scale = room.width * room.height / sum(values) if values else 0.0
    sizes = [value * scale for value in values]
    while sizes:
        side = min(room.width, room.height)
        row = [sizes.pop(0)]
        while sizes and _worst([*row, sizes[0]], side) <= _worst(row, side):
            row.append(sizes.pop(0))
        depth = sum(row) / side if side else 0.0
        yield from _along(row, room, depth)
        room = (
            Area(room.x + depth, room.y, max(room.width - depth, 0.0), room.height)
            if room.width >= room.height
            else Area(room.x, room.y + depth, room.width, max(room.height - depth, 0.0))
        )


def _worst(row: Sequence[float], side: float) -> float:
    """Return the worst ratio of sides in a row of areas along a side."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _along(row: Sequence[float], room: Area, depth: float) -> Iterator[Area]:
    at = 0.0
    for size in row:
        length = size / depth if depth else 0.0
        if room.width >= room.height:
            yield Area(room.x, room.y + at, depth, length)
        else:
            yield Area(room.x + at, room.y, length, depth)
        at += length


def treemap(drawn: Treemap) -> Markup:
    """Return the boxes of positive value, heaviest first, each a link to the row that says more."""
    boxes = sorted((box for box in drawn.boxes if box.value.value > 0), key=lambda box: -box.value.value)
    areas = squarified([box.value.value for box in boxes], Area(0, 0, _WIDTH, _HEIGHT))
    return Markup('<svg class="treemap" role="group" aria-label="{}">{}</svg>').format(
        plain(drawn.alt), Markup().join(_box(box, area) for box, area in zip(boxes, areas, strict=True))
    )


def _box(box: Box, area: Area) -> Markup:
    value = written(box.value).replace(" ", _NO_BREAK)
    template = _BOX if box.to else _PLAIN
    avoidable = (
        Markup('<rect class="avoidable" width="{:.1f}%" height="100%"/>').format(box.avoidable * 100)
        if box.avoidable
        else ""
    )
    return template.format(
        to=box.to,
        key=box.key,
        x=area.x / _WIDTH * 100,
        y=area.y / _HEIGHT * 100,
        width=area.width / _WIDTH * 100,
        height=area.height / _HEIGHT * 100,
        title=f"{plain(box.name)}, {value}",
        avoidable=avoidable,
        text=_text(plain(box.name), value, area),
    )


def _fitting(name: str, width: float) -> str:
    room = max(int((width - _MARGIN) / _LETTER), 1)
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}\u2026"


def _text(name: str, value: str, area: Area) -> Markup:
    roomy = Markup(' class="roomy"') if area.width < _NAMED_WHEN_NARROW else ""
    shown = "value" if area.width >= _VALUED_WHEN_NARROW else "value roomy"
    if area.width >= _NAMED[0] and area.height >= _NAMED[1]:
        named = Markup('<text{} x="8" y="20">{}</text>').format(roomy, _fitting(name, area.width))
        return named + Markup('<text class="{}" x="8" y="38">{}</text>').format(shown, value)
    if area.width >= _VALUED[0] and area.height >= _VALUED[1]:
        return Markup('<text class="{}" x="6" y="17">{}</text>').format(shown, value)
    return Markup()
