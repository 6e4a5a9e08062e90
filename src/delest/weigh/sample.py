"""The mean weight of a site's pages from a stratified sample of them: estimate, next allocation, when to stop. Pure.

Equations, assumptions and sources are in docs/sampling.md.
"""

import heapq
import math
import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from delest.units import Estimate, exactly

LEVEL: Final = 0.95
STOPPING_LEVEL: Final = 0.98
"""Looking several times and stopping at a good moment makes an interval too narrow: a wider one says when."""
LEAST_PER_STRATUM: Final = 3
LEAST_PAGES: Final = 30
"""Below this many pages, what a sample says of its own spread is not to be trusted, whatever it is."""
GROWTH: Final = 1.25
"""From one look at the precision to the next, the sample grows by this factor: few looks, little luck."""
PRIOR_PAGES: Final = 3
"""How many pages' worth of say the spread of the whole site has in the spread of one stratum."""

_LOG_VARIANCE_LIMIT: Final = 3.0
"""Of logarithms of weights: beyond it, one page in a hundred weighs fifty times the middle one."""


class Stratum(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of one family: how many there are, and the weights of those that were drawn at random among them."""

    pages: int
    sizes_bytes: tuple[float, ...]

    @property
    def complete(self) -> bool:
        """Whether all its pages are measured: such a stratum adds no uncertainty."""
        return len(self.sizes_bytes) >= self.pages


def mean_bytes(strata: Sequence[Stratum], level: float = LEVEL) -> Estimate | None:
    """Return the mean transferred bytes per page with its confidence interval; None if no spread can be known.

    Every page counts once. The interval is one of Student's on the scale of logarithms, wider above by what skewness
    asks for. Strata that too few pages were drawn of are taken together.
    """
    usable = _collapsed(strata)
    if usable is None:
        return None
    pages = sum(stratum.pages for stratum in usable)
    shares = [stratum.pages / pages for stratum in usable]
    mean = sum(share * _mean(s.sizes_bytes) for share, s in zip(shares, usable, strict=True))
    variances = _variances(usable)
    parts = [
        share**2 * (1 - len(s.sizes_bytes) / s.pages) * variance / len(s.sizes_bytes)
        for share, s, variance in zip(shares, usable, variances, strict=True)
    ]
    total = math.fsum(parts)
    if not total or not mean:
        return exactly(mean)
    degrees = (max(len(s.sizes_bytes) - 1 + PRIOR_PAGES, 1) for s in usable)
    freedom = total**2 / math.fsum(part**2 / n for part, n in zip(parts, degrees, strict=True))
    t = student_quantile((1 + level) / 2, freedom)
    skew = sum(share**3 * _third(s, v) for share, s, v in zip(shares, usable, variances, strict=True)) / total**1.5
    shift = skew * (2 * t**2 + 1) / 6
    error = math.sqrt(total) / mean
    return Estimate(
        low=mean * math.exp(-error * (t + max(-shift, 0))),
        central=mean,
        high=mean * math.exp(error * (t + max(shift, 0))),
    )


def precision(interval: Estimate) -> float:
    """Return the larger distance of the bounds from the mean, as a share of it."""
    return (interval.high - interval.central) / interval.central if interval.central else 0.0


def precise_enough(strata: Sequence[Stratum], wanted: float) -> bool:
    """Tell whether the mean is known to within ``wanted``, a share of it: the stopping rule, for one look.

    Looks are due when `next_look` says so, not after each page.
    """
    if all(stratum.complete for stratum in strata):
        return True
    if sum(len(stratum.sizes_bytes) for stratum in strata) < LEAST_PAGES or any(map(_lacking, strata)):
        return False
    interval = mean_bytes(strata, STOPPING_LEVEL)
    return interval is not None and precision(interval) <= wanted


def next_look(measured_pages: int) -> int:
    """Return the number of measured pages at which to look at the precision again."""
    return max(LEAST_PAGES, math.ceil(measured_pages * GROWTH))


def allocation(strata: Sequence[Stratum], pages: int) -> tuple[int, ...]:
    """Return how many of the next ``pages`` to draw of each stratum.

    First each gets its ``LEAST_PER_STRATUM``, then each page goes where it lessens the variance of the mean most:
    Neyman's optimum in whole pages.
    """
    drawn = [0] * len(strata)
    deviations = [math.sqrt(variance) for variance in _variances(strata)]

    def need(at: int) -> tuple[int, float]:
        have = len(strata[at].sizes_bytes) + drawn[at]
        least = LEAST_PER_STRATUM - have
        return -max(least, 0), -strata[at].pages * deviations[at] / math.sqrt(max(have, 1) * (have + 1))

    queue = [(need(at), at) for at, stratum in enumerate(strata) if not stratum.complete]
    heapq.heapify(queue)
    for _ in range(pages):
        if not queue:
            break
        _, at = heapq.heappop(queue)
        drawn[at] += 1
        if len(strata[at].sizes_bytes) + drawn[at] < strata[at].pages:
            heapq.heappush(queue, (need(at), at))
    return tuple(drawn)


def student_quantile(share: float, freedom: float) -> float:
    """Return the quantile of Student's distribution: Abramowitz and Stegun 26.7.5, within 1 % from 2 degrees on.

    Below 2 degrees of freedom the answer is that for 1, which is wider.
    """
    if freedom < 2:  # noqa: PLR2004 - degrees of freedom, as the docstring says
        return math.tan(math.pi * (share - 0.5))
    z = statistics.NormalDist().inv_cdf(share)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * freedom**4)
    )


def _lacking(stratum: Stratum) -> bool:
    return len(stratum.sizes_bytes) < min(LEAST_PER_STRATUM, stratum.pages)


def _collapsed(strata: Sequence[Stratum]) -> tuple[Stratum, ...] | None:
    """Return strata of which each is complete or has two pages measured, by taking together those that have not."""
    ordered = sorted(strata, key=lambda s: (s.complete, len(s.sizes_bytes)))
    poor = [s for s in ordered if not s.complete and len(s.sizes_bytes) < 2]  # noqa: PLR2004 - a spread needs two
    rich = ordered[len(poor) :]
    sizes = [size for stratum in poor for size in stratum.sizes_bytes]
    pages = sum(stratum.pages for stratum in poor)
    while poor and len(sizes) < 2 and rich:  # noqa: PLR2004 - a spread needs two
        taken = rich.pop(0)
        sizes += taken.sizes_bytes
        pages += taken.pages
    if poor and len(sizes) < 2:  # noqa: PLR2004 - a spread needs two
        return None
    merged = [Stratum(pages=pages, sizes_bytes=tuple(sizes))] if poor else []
    return (*merged, *(stratum for stratum in rich if stratum.pages)) or None


def _variances(strata: Sequence[Stratum]) -> list[float]:
    """Return the variance of the weights in each stratum, in bytes squared.

    Two or three pages say little of their spread, and those that happen to be alike would never be drawn again: each
    stratum's relative variance is drawn towards that of all, the more so the fewer pages it has. And a few pages
    rarely hold the heaviest ones: where the logarithms of the weights tell of a wider spread, that one counts.
    """
    overall = _mean([size for stratum in strata for size in stratum.sizes_bytes] or [1.0])
    means = [_mean(s.sizes_bytes) if s.sizes_bytes else overall for s in strata]
    relative = _towards_common(
        [[size / (mean or 1) for size in s.sizes_bytes] for s, mean in zip(strata, means, strict=True)]
    )
    logarithmic = _towards_common([[math.log(max(size, 1)) for size in s.sizes_bytes] for s in strata])
    return [
        mean**2 * max(plain, math.expm1(min(log, _LOG_VARIANCE_LIMIT)))
        for mean, plain, log in zip(means, relative, logarithmic, strict=True)
    ]


def _towards_common(groups: Sequence[Sequence[float]]) -> list[float]:
    """Return the variance of each group, drawn towards the one within all groups."""
    squares = [_squares(values) for values in groups]
    freedom = [max(len(values) - 1, 0) for values in groups]
    common = math.fsum(squares) / sum(freedom) if sum(freedom) else 1.0
    return [(square + PRIOR_PAGES * common) / (n + PRIOR_PAGES) for square, n in zip(squares, freedom, strict=True)]


def _squares(values: Sequence[float]) -> float:
    mean = _mean(values) if values else 0.0
    return math.fsum((value - mean) ** 2 for value in values)


def _third(stratum: Stratum, variance: float) -> float:
    """Return the third central moment of the mean of a stratum's drawn pages: how skewed its error is.

    The larger of what the pages show and of a lognormal distribution with their mean and variance.
    """
    drawn, mean = len(stratum.sizes_bytes), _mean(stratum.sizes_bytes)
    fraction = drawn / stratum.pages
    own = math.fsum((size - mean) ** 3 for size in stratum.sizes_bytes) / drawn
    relative = variance / mean**2 if mean else 0.0
    lognormal = (relative + 3) * math.sqrt(relative) * math.pow(variance, 1.5)
    return max(own, lognormal) * (1 - fraction) * (1 - 2 * fraction) / drawn**2


def _mean(sizes: Sequence[float]) -> float:
    return math.fsum(sizes) / len(sizes)
