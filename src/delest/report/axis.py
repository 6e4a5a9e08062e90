"""The logarithmic axis on which readings in kg CO2e stand: models differ by orders of magnitude."""

import math
from typing import Final, NamedTuple

from delest.records.avoided import Converted, Role
from delest.report.language.labels import role_name
from delest.report.language.numbers import kg_text
from delest.report.pages.claims import reading_kg

_FROM, _TO = 6.0, 94.0
"""Percent of the width; the margins hold half a label."""
_TICKS_AT_MOST: Final = 6
_SHOWN: Final = (Role.LOW, Role.CENTRAL, Role.HIGH, Role.PUBLISHED)


class Mark(NamedTuple):
    """One reading on the axis."""

    x: str
    """Percent of the width."""
    text: str
    name: str
    role: str


class Tick(NamedTuple):
    """A power of ten."""

    x: str
    text: str


class Axis(NamedTuple):
    """What a drawing needs."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


def axis(converted: Converted) -> Axis | None:
    """Return the readings of the range and the published one on whole decades, or None where a reading is not above 0.

    Low, central and high come first, in this order.
    """
    readings = [reading for role in _SHOWN for reading in converted.readings if reading.role is role]
    figures = [reading.kgco2e_per_year.central for reading in readings]
    if len(readings) < len(_SHOWN) or min(figures) <= 0:
        return None
    first, last = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))

    def place(kg: float) -> str:
        return f"{_FROM + (math.log10(kg) - first) / max(last - first, 1) * (_TO - _FROM):.1f}"

    step = math.ceil((last - first) / _TICKS_AT_MOST) or 1
    return Axis(
        tuple(
            Mark(place(kg), reading_kg(reading), role_name(reading.role), reading.role.value)
            for reading, kg in zip(readings, figures, strict=True)
        ),
        tuple(Tick(place(10.0**power), kg_text(10.0**power)) for power in range(first, last + 1, step)),
    )
