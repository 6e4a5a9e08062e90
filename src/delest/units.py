"""Bytes as people write them, and estimates with bounds.

1 kB = 1 ko = 1000 bytes, 1 GB = 1 Go = 10^9 bytes, everywhere. Binary multiples are accepted only under their own
names (KiB, Kio, MiB, Mio ...).
"""

import math
import re
from typing import Final

import msgspec

from delest.errors import N_, InputError

GB_BYTES: Final = 1_000_000_000

_MULTIPLES: Final = {
    "": 1,
    "k": 1000,
    "m": 1000**2,
    "g": 1000**3,
    "t": 1000**4,
    "ki": 1024,
    "mi": 1024**2,
    "gi": 1024**3,
    "ti": 1024**4,
}
_BITS: Final = re.compile(r"[0-9][0-9.,\s]*[KkMmGgTt]i?b(?:its?)?")
"""``2 Mb``: megabits, by the letter of the standard (IEC 80000-13)."""
_SIZE: Final = re.compile(r"([0-9]{1,15}(?:[.,][0-9]{1,15})?)([kmgt]i?)?(?:b|o|byte|bytes|octet|octets)")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}(?![0-9])")
"""``1,500``: 1500 to some readers, one and a half to others."""
_PERCENT: Final = re.compile(r"([+-]?)([0-9]{1,15}(?:[.,][0-9]{1,15})?)%")
_SPACES: Final = re.compile(r"\s+")


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its bounds: low <= central <= high, all in the unit that the field's name gives."""

    low: float
    central: float
    high: float

    def __add__(self, other: "Estimate") -> "Estimate":
        """Add bound by bound, as for errors that move together."""
        return Estimate(low=self.low + other.low, central=self.central + other.central, high=self.high + other.high)

    def __mul__(self, by: float) -> "Estimate":
        """Scale; a negative scale swaps the bounds."""
        ends = sorted((self.low * by, self.high * by))
        return Estimate(low=ends[0], central=self.central * by, high=ends[1])


def exactly(value: float) -> Estimate:
    """Return the estimate of a figure that is known without error."""
    return Estimate(low=value, central=value, high=value)


def parse_bytes(text: str) -> int:
    """Return a size in bytes from text such as ``500 kB``, ``500 Ko``, ``0,5 Mo``, ``1.2 MiB`` or ``1500 B``.

    Raises:
        InputError: not a size, a number without its unit, a negative or unbounded one, or one that can be read in two
            ways.
    """
    if _BITS.fullmatch(text.strip()):
        raise InputError(
            N_("{text!r} is in bits: a lower-case b is a bit, a capital B a byte"),
            remedy=N_('write bytes, for example "500 kB", "500 Ko" or "1.5 MB"'),
            text=text,
        )
    compact = _SPACES.sub("", text).lower()
    match = _SIZE.fullmatch(compact)
    if match is None:
        raise InputError(
            N_("not a size: {text!r}"),
            remedy=N_('write a number and a unit, for example "500 kB", "500 Ko" or "1.5 MB"'),
            text=text,
        )
    if _GROUPED.match(compact):
        raise InputError(
            N_("{text!r} can be read in two ways: the comma may separate thousands or decimals"),
            remedy=N_("write 1500 kB, or 1.5 MB"),
            text=text,
        )
    from fractions import Fraction  # noqa: PLC0415 - help needs no fractions

    return math.floor(Fraction(match[1].replace(",", ".")) * _MULTIPLES[match[2] or ""] + Fraction(1, 2))


def parse_target(text: str, weight_bytes: float) -> float:
    """Return the target weight in bytes that ``text`` states for a page that weighs ``weight_bytes``.

    ``500 kB`` is that weight; ``70%`` is 70 % of today's weight; ``-30%`` is 30 % less than today. A target above
    today's weight is today's weight: a page that is already lighter does not gain bytes.

    Raises:
        InputError: neither a size nor a percentage, or a percentage that is not a reduction.
    """
    match = _PERCENT.fullmatch(_SPACES.sub("", text))
    if match is None:
        return min(float(parse_bytes(text)), weight_bytes)
    share = float(match[2].replace(",", ".")) / 100
    if match[1] == "+" or share > 1:
        raise InputError(
            N_("not a reduction: {text!r}"),
            remedy=N_('"70%" means 70 % of today\'s weight, "-30%" means 30 % less'),
            text=text,
        )
    return weight_bytes * (1 - share if match[1] == "-" else share)
