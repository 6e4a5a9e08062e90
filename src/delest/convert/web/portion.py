"""A part of an amount of bytes that was converted before: the same readings, in proportion. Pure."""

from msgspec.structs import replace

from delest.records.co2e.avoided import Converted, Reading


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
    )


def _scaled(reading: Reading, share: float) -> Reading:
    lines = tuple(
        replace(line, quantity=line.quantity * share, kgco2e_per_year=line.kgco2e_per_year * share)
        for line in reading.lines
    )
    return replace(reading, kgco2e_per_year=reading.kgco2e_per_year * share, lines=lines)
