"""Numbers as the reader's language writes them: a short table of our own, English and French.

French puts a narrow no-break space between thousands and before units and ``%``; English a comma, and a plain space
before units.
"""

import math
import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from delest.report.language.words import language
from delest.units import Estimate

_MINUS: Final = "\u2212"
_KILO: Final = 1000
_CLAIM_DIGITS: Final = 2
_DECIMAL: Final = re.compile(r"(?<![\w.-])([0-9]+)\.([0-9]+)(?![\w.])")


class _Style(NamedTuple):
    decimal: str
    thousands: str
    before_unit: str
    before_percent: str
    byte_units: tuple[str, ...]
    months: tuple[str, ...]
    between: str


_EN: Final = _Style(
    decimal=".",
    thousands=",",
    before_unit=" ",
    before_percent="",
    byte_units=("B", "kB", "MB", "GB", "TB", "PB"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    between="{low} to {high}",
)
_FR: Final = _Style(
    decimal=",",
    thousands="\u202f",
    before_unit="\u202f",
    before_percent="\u202f",
    byte_units=("o", "ko", "Mo", "Go", "To", "Po"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    between="{low} à {high}",
)


def _style() -> _Style:
    return _FR if language() == "fr" else _EN


def _fixed(value: float, decimals: int) -> str:
    """Write ``value`` with that many decimals, in the language's signs."""
    text = f"{abs(value):,.{decimals}f}"
    style = _style()
    text = text.replace(",", "\0").replace(".", style.decimal).replace("\0", style.thousands)
    return _MINUS + text if value < 0 and any(c in "123456789" for c in text) else text


def figure_text(value: float, digits: int = 4) -> str:
    """Return ``value`` rounded to at most ``digits`` significant digits, without trailing zeros after the point."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "?"
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, decimals)
    text = _fixed(rounded, max(0, decimals))
    decimal = _style().decimal
    return text.rstrip("0").rstrip(decimal) if decimals > 0 and decimal in text else text


def bytes_text(n: float) -> str:
    """Return bytes in decimal units with at most three digits: ``1.2 MB``, ``483 kB``; ``1,2 Mo`` in French."""
    units = _style().byte_units
    value, at = float(n), 0
    while abs(value) >= _KILO and at < len(units) - 1:
        value, at = value / _KILO, at + 1
    if at < len(units) - 1 and round(abs(value)) >= _KILO:
        value, at = value / _KILO, at + 1
    decimals = 1 if at > 0 and abs(value) < _one_decimal_below(at) else 0
    return f"{_fixed(value, decimals)}{_style().before_unit}{units[at]}"


def _one_decimal_below(unit: int) -> float:
    """Kilobytes lose their decimal at 10, larger units at 100; half a step earlier, so that none rounds to four."""
    return 9.95 if unit == 1 else 99.95


def kg_text(kg: float, digits: int = _CLAIM_DIGITS) -> str:
    """Return a mass of CO2e at no more than ``digits`` significant digits, in g under 1 kg and in t from 1000 kg."""
    value, unit = kg, "kg"
    rounded = abs(float(f"{kg:.{digits}g}"))
    if rounded >= _KILO:
        value, unit = kg / _KILO, "t"
    elif 0 < rounded < 1:
        value, unit = kg * _KILO, "g"
    return f"{figure_text(value, digits)}{_style().before_unit}{unit}"


def kg_range(estimate: Estimate) -> str:
    """Return ``0.12 kg to 91 kg``: the bounds, each at two significant digits in its own unit."""
    return _style().between.format(low=kg_text(estimate.low), high=kg_text(estimate.high))


def bytes_range(estimate: Estimate) -> str:
    """Return the bounds of an estimate in bytes, or the one figure where both read the same."""
    low, high = bytes_text(estimate.low), bytes_text(estimate.high)
    return low if low == high else _style().between.format(low=low, high=high)


def count_text(n: float) -> str:
    """Return a whole number with the language's thousands separator: ``1,000,000``."""
    return _fixed(math.floor(n + 0.5), 0)


def mean_text(n: float) -> str:
    """Return a mean of counts, with one decimal."""
    return _fixed(n, 1)


def percent_text(share: float) -> str:
    """Return a share of one as a whole percentage; a share that is not nothing is never shown as 0 %."""
    percent = share * 100
    text = "<1" if 0 < percent < 0.5 else _fixed(percent, 0)  # noqa: PLR2004 - what rounds to zero
    return f"{text}{_style().before_percent}%"


def duration_text(seconds: float) -> str:
    """Return a duration: ``480 ms``, ``12 s``, ``3 min 20 s``, ``1 h 5 min``."""
    space = _style().before_unit
    whole = math.floor(seconds + 0.5)
    if seconds < 1:
        return f"{math.floor(seconds * 1000 + 0.5)}{space}ms"
    if whole < 60:  # noqa: PLR2004 - clock arithmetic
        return f"{whole}{space}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:  # noqa: PLR2004 - same
        return f"{minutes}{space}min" + (f" {rest}{space}s" if rest else "")
    hours, minutes = divmod(minutes, 60)
    return f"{hours}{space}h" + (f" {minutes}{space}min" if minutes else "")


def formula_text(text: str) -> str:
    """Return a formula or a value with its unit, as factor files write them, with the language's own signs.

    ``0.5 x 46.1 gCO2e/kWh`` is ``0,5 x 46,1 gCO2e/kWh`` in French; ids and versions stay as they are.
    """
    if language() != "fr":
        return text
    return _DECIMAL.sub(rf"\1{_FR.decimal}\2", text).replace("/GB", "/Go")


def sized(number: str, unit: str) -> str:
    """Return a size that was written in English, in the language's own signs: ``0,6 Go`` for ``0.6`` and ``GB``."""
    style = _style()
    return f"{formula_text(number)}{style.before_unit}{style.byte_units[_EN.byte_units.index(unit)]}"


def date_text(moment: datetime) -> str:
    """Return the day of ``moment``: ``22 November 2026``; ``1er`` on the first of a French month."""
    style = _style()
    day = "1er" if moment.day == 1 and style is _FR else str(moment.day)
    return f"{day} {style.months[moment.month - 1]} {moment.year}"


def short_date(moment: datetime) -> str:
    """Return the day of ``moment`` where there is little room: ``2026-11-22``, in French ``22/11/2026``."""
    return f"{moment:%d/%m/%Y}" if language() == "fr" else f"{moment:%Y-%m-%d}"


def moment_text(moment: datetime) -> str:
    """Return the day and the time of ``moment`` in UTC: ``22 November 2026, 13:33 UTC``."""
    utc = moment.astimezone(UTC)
    return f"{date_text(utc)}, {utc:%H:%M} UTC"
