"""A part of an amount of bytes that was converted before: the same readings, in proportion. Pure."""

from collections.abc import Sequence

from msgspec.structs import replace

from delest.records.co2e.avoided import Converted, Reading
from delest.units import Estimate


def portion(whole: Converted, gb_per_year: float) -> Converted:
    """Return what ``gb_per_year`` stand for by the models, sets and versions that ``whole`` was converted with.

    Every model is linear in the bytes. None may be more than ``whole`` holds, which is not 0.
    """
    share = gb_per_year / whole.gb_per_year
    return replace(
        whole,
        gb_per_year=gb_per_year,
        readings=tuple(_scaled(each, share) for each in whole.readings),
        kgco2e_per_year=whole.kgco2e_per_year * share,
        gb_per_year_bounds=None if whole.gb_per_year_bounds is None else whole.gb_per_year_bounds * share,
    )


def with_bounds(whole: Converted, ends: Sequence[float]) -> Converted:
    """Return what was converted with the range widened to ``ends``: GB a year at the bounds of what is assumed.

    The low end is that of the low model at the least bytes, the high end that of the high model at the most.
    """
    if not ends or not whole.gb_per_year:
        return whole
    gb = whole.gb_per_year
    bounds = Estimate(low=min(gb, *ends), central=gb, high=max(gb, *ends))
    kg = whole.kgco2e_per_year
    reached = [each * times / gb for each in (kg.low, kg.high) for times in (bounds.low, bounds.high)]
    return replace(
        whole,
        gb_per_year_bounds=bounds,
        kgco2e_per_year=Estimate(low=min(reached), central=kg.central, high=max(reached)),
    )


def _scaled(reading: Reading, share: float) -> Reading:
    lines = tuple(
        replace(line, quantity=line.quantity * share, kgco2e_per_year=line.kgco2e_per_year * share)
        for line in reading.lines
    )
    return replace(reading, kgco2e_per_year=reading.kgco2e_per_year * share, lines=lines)
