"""Is a difference in weight more than chance? Pure, and the same each time.

Pages that were loaded several times on both sides have a spread, and so bounds: the difference of the medians, at most
the heaviest load after less the lightest before, at least the lightest after less the heaviest before. A difference
whose bounds have one sign is more than the loads of one page differ among themselves.

Over many pages, the signs tell too: were the two audits alike, each page's difference would be as likely above zero as
below, and the sum over pages of differences with signs drawn at random would exceed the one that was found as often as
chance has it. That is Fisher's randomisation test (R. A. Fisher, The Design of Experiments, 1935, section 21).
"""

import itertools
import math
from collections.abc import Sequence
from typing import Final

from delest.records.gate.comparison import Certainty
from delest.records.pages.weight import Spread
from delest.units import Estimate

LEVEL: Final = 0.01
"""A mean change is claimed where chance alone makes as large a one in less than one comparison of a hundred."""
LEAST_PAGES: Final = 8
"""Of fewer pages with a difference, even all signs alike are no proof at that level (2 / 2^8 = 0.008)."""
_EXACT_PAGES: Final = 14
_DRAWS: Final = 4_000
_MODULUS: Final = 2**61 - 1
_FACTOR: Final = 437799614237992725


def change(before: Spread, after: Spread) -> Estimate:
    """Return by how much a page changed, in bytes, with its bounds."""
    return Estimate(low=after.low - before.high, central=after.median - before.median, high=after.high - before.low)


def certainty(before: Spread, after: Spread) -> Certainty:
    """Return what may be said of one page's change."""
    found = change(before, after)
    if not found.central:
        return Certainty.NOISE
    if min(before.loads, after.loads) < 2:  # noqa: PLR2004 - one load has no spread
        return Certainty.UNKNOWN
    if found.low > 0:
        return Certainty.HEAVIER
    return Certainty.LIGHTER if found.high < 0 else Certainty.NOISE


def chance(changes: Sequence[float]) -> float | None:
    """Return how likely chance alone makes as large a sum as that of ``changes``, two-sided; None for too few of them.

    Exact for up to ``_EXACT_PAGES`` changes that are not zero; estimated from draws of a fixed series beyond.
    """
    sizes = [abs(each) for each in changes if each]
    if len(sizes) < LEAST_PAGES:
        return None
    found = abs(math.fsum(changes)) * (1 - 1e-12)
    if len(sizes) <= _EXACT_PAGES:
        sums = (math.fsum(s * size for s, size in zip(signs, sizes, strict=True))
                for signs in itertools.product((1, -1), repeat=len(sizes)))  # fmt: skip
        return sum(abs(each) >= found for each in sums) / float(2 ** len(sizes))
    state, hits = 1, 0
    for _draw in range(_DRAWS):
        total = 0.0
        for size in sizes:
            state = state * _FACTOR % _MODULUS
            total += size if state > _MODULUS // 2 else -size
        hits += abs(total) >= found
    return (hits + 1) / (_DRAWS + 1)


def mean_certainty(changes: Sequence[Estimate], pages: Sequence[Certainty]) -> tuple[Certainty, float | None]:
    """Return what may be said of the mean change over pages, and how likely chance alone makes it.

    Where every page has a spread, the sum of the bounds decides, and the signs where there are enough pages; where
    pages were loaded once, the signs alone.
    """
    centre = math.fsum(each.central for each in changes)
    direction = Certainty.HEAVIER if centre > 0 else Certainty.LIGHTER
    if not centre:
        return Certainty.NOISE, None
    by_signs = chance([each.central for each in changes])
    if Certainty.UNKNOWN not in pages:
        low, high = math.fsum(each.low for each in changes), math.fsum(each.high for each in changes)
        beyond = low > 0 or high < 0
        sure = beyond and (by_signs is None or by_signs < LEVEL or _alike(pages, direction))
        return (direction if sure else Certainty.NOISE), by_signs
    if by_signs is None:
        return Certainty.UNKNOWN, None
    return (direction if by_signs < LEVEL else Certainty.NOISE), by_signs


def _alike(pages: Sequence[Certainty], direction: Certainty) -> bool:
    """Tell whether all pages that changed for certain changed in one direction, and some did."""
    sure = {page for page in pages if page in {Certainty.HEAVIER, Certainty.LIGHTER}}
    return sure == {direction}
