"""The mean weight of a site's pages from a stratified sample of them: estimate, next allocation, when to stop. Pure.

Equations, assumptions and sources are in docs/sampling.md.
"""

import heapq
import math
import statistics
from collections.abc import Sequence
from typing import Final

from delest.units import Estimate, exactly
from delest.weigh.expected import by_expectation, least_pages
from delest.weigh.stratum import Stratum

LEVEL: Final = 0.95
LEAST_PER_STRATUM: Final = 3
LEAST_PAGES: Final = 30
"""Below this many pages, what a sample says of its own spread is not to be trusted, whatever it is."""
FIRST_EXPECTED_LOOK: Final = 94
"""The least pages with which expected weights give 5 % on a large site, see `expected`; a sample whose round ends a few
pages before would load a quarter more."""
FIRST_EXPECTED_SHARE: Final = 0.25
"""The same as a share of the pages, where that is less."""
GROWTH: Final = 1.25
"""From one look at the precision to the next, the sample grows by this factor: few looks, little luck."""
FIRST_ROUNDS: Final = 10
"""Pages a round until there are enough to look: what they link to is known before the next ones are drawn."""
UNSEEN_FACTOR: Final = 3.0
"""The page that no draw has shown yet is taken to weigh so many times the heaviest that one has."""
UNDRAWN_AT_MOST: Final = 0.05
"""Share of the known pages that may be of strata without a page drawn: they are taken to be like the others."""

_LARGEST_ERROR: Final = 50.0
"""On the scale of logarithms: a bound beyond it says nothing, and would not be a number."""


def mean_bytes(strata: Sequence[Stratum], level: float = LEVEL) -> Estimate | None:
    """Return the mean transferred bytes with its confidence interval: per page, or per view where strata have views.

    Student's interval on the scale of logarithms. None where it cannot be told: no page was drawn, or none of more
    than ``UNDRAWN_AT_MOST`` of the pages, or those that were are never shown.
    """
    drawn = [stratum for stratum in strata if stratum.sizes_bytes]
    pages = sum(stratum.pages for stratum in strata)
    if not drawn or sum(stratum.pages for stratum in drawn) < (1 - UNDRAWN_AT_MOST) * pages:
        return None
    total = math.fsum(s.pages * _mean(s.counts) for s in drawn)
    if not total:
        return None
    mean, parts = by_expectation(drawn) or _by_strata(drawn, total)
    variance = math.fsum(part for part, _ in parts)
    if not variance or not mean:
        return exactly(mean)
    freedom = variance**2 / math.fsum(part**2 / pages for part, pages in parts)
    error = student_quantile((1 + level) / 2, freedom) * math.sqrt(variance) / mean
    return Estimate(low=mean * math.exp(-error), central=mean, high=mean * math.exp(min(error, _LARGEST_ERROR)))


def _by_strata(drawn: Sequence[Stratum], total: float) -> tuple[float, list[tuple[float, int]]]:
    """Return the mean, and what adds up to its variance with the number of pages of each part."""
    mean, parts = _ratio(drawn), []
    for s, variance in zip(drawn, _variances(drawn, mean), strict=True):
        n = len(s.sizes_bytes)
        parts.append(((s.pages / total) ** 2 * (1 - n / s.pages) * variance / n, n))
    return mean, parts


def widened(interval: Estimate, unknown_share: float, sizes_bytes: Sequence[float]) -> Estimate:
    """Return the interval for a site of which a share of the pages was heard of and is not among those known.

    None of these could be drawn. Their mean may be anything between the lightest and the heaviest page drawn.
    """
    if not unknown_share or not sizes_bytes:
        return interval
    known = 1 - unknown_share
    return Estimate(
        low=min(known * interval.low + unknown_share * min(sizes_bytes), interval.central),
        central=interval.central,
        high=max(known * interval.high + unknown_share * max(sizes_bytes), interval.central),
    )


def precision(interval: Estimate) -> float:
    """Return the larger distance of the bounds from the mean, as a share of it."""
    if not interval.central:
        return 0.0
    return max(interval.high - interval.central, interval.central - interval.low) / interval.central


def precise_enough(strata: Sequence[Stratum], wanted: float) -> bool:
    """Tell whether the mean is known to within ``wanted``, a share of it: the stopping rule, for one look.

    Looks are due at the end of a round, see `next_round`, not after each page.
    """
    if all(stratum.complete for stratum in strata):
        return True
    measured = sum(len(stratum.sizes_bytes) for stratum in strata)
    if measured < LEAST_PAGES or any(map(_lacking, strata)):
        return False
    if any(stratum.expected_bytes is not None for stratum in strata) and measured < least_pages(
        sum(stratum.pages for stratum in strata)
    ):
        return False
    interval = mean_bytes(strata)
    return interval is not None and precision(interval) <= wanted


def next_round(measured_pages: int, *, expected_pages: int = 0) -> int:
    """Return the number of measured pages at which the next round ends.

    ``expected_pages``: the pages of the site, where they have an expected weight; one round ends where these first
    tell enough.
    """
    if measured_pages < LEAST_PAGES:
        return min(measured_pages + FIRST_ROUNDS, LEAST_PAGES)
    end = math.ceil(measured_pages * GROWTH)
    first = min(FIRST_EXPECTED_LOOK, math.floor(expected_pages * FIRST_EXPECTED_SHARE))
    return first if measured_pages < first < end else end


def stands_alone(pages: int, known_pages: int, sample_pages: int) -> bool:
    """Tell whether a template of ``pages`` is a stratum of its own in a sample of so many of the known pages.

    It is where its share of the sample is ``LEAST_PER_STRATUM`` pages. All other templates are one stratum together:
    three pages of each would cost more than they tell, and of those without any nothing would be known.
    """
    return pages * sample_pages >= LEAST_PER_STRATUM * known_pages


def allocation(strata: Sequence[Stratum], pages: int) -> tuple[int, ...]:
    """Return how many of the next ``pages`` to draw of each stratum.

    First each gets its ``LEAST_PER_STRATUM``, then each page goes where it lessens the variance of the mean most:
    Neyman's optimum in whole pages.
    """
    drawn = [0] * len(strata)
    mean = _ratio([stratum for stratum in strata if stratum.sizes_bytes])
    deviations = [math.sqrt(variance) for variance in _variances(strata, mean)]
    if any(stratum.expected_bytes is not None for stratum in strata):
        # Classes that happen to show a heavy page must not draw pages away from those that have not shown theirs yet.
        deviations = [stratum.expected_per_page_bytes for stratum in strata]

    def need(at: int) -> tuple[int, float, int]:
        have, of = len(strata[at].sizes_bytes) + drawn[at], strata[at].pages
        least = LEAST_PER_STRATUM - have
        return -max(least, 0), -of * deviations[at] / math.sqrt(max(have, 1) * (have + 1)), -of

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


def _ratio(drawn: Sequence[Stratum]) -> float:
    """Return the estimated mean: what all pages transfer, by how often they count; 0 where nothing counts."""
    counted = math.fsum(s.pages * _mean(s.counts) for s in drawn)
    return math.fsum(s.pages * _mean(_products(s)) for s in drawn) / counted if counted else 0.0


def _products(stratum: Stratum) -> list[float]:
    return [count * size for count, size in zip(stratum.counts, stratum.sizes_bytes, strict=True)]


def _variances(strata: Sequence[Stratum], mean: float) -> list[float]:
    """Return for each stratum the variance of what its pages add to the error of ``mean``, in bytes squared.

    A few pages rarely hold the heaviest ones, and pages that happen to be alike would never be drawn again. So each
    stratum is given one page more than were drawn, heavier than all of them: ``UNSEEN_FACTOR`` times the heaviest,
    or what the heaviest page of any stratum weighs beside the mean of that stratum, if that is more.
    """
    means = [_mean(s.sizes_bytes) if s.sizes_bytes else mean for s in strata]
    most = max((max(s.sizes_bytes) / m for s, m in zip(strata, means, strict=True) if len(s.sizes_bytes) > 1 and m),
               default=1.0)  # fmt: skip
    variances = []
    for stratum, own_mean in zip(strata, means, strict=True):
        unseen = max(UNSEEN_FACTOR * max(stratum.sizes_bytes, default=mean), most * own_mean)
        errors = [count * (size - mean) for count, size in zip(stratum.counts, stratum.sizes_bytes, strict=True)]
        errors.append(stratum.views_per_page * (unseen - mean))
        variances.append(_squares(errors) / max(len(errors) - 1, 1))
    return variances


def _squares(values: Sequence[float]) -> float:
    mean = _mean(values)
    return math.fsum((value - mean) ** 2 for value in values)


def _mean(sizes: Sequence[float]) -> float:
    return math.fsum(sizes) / len(sizes)
