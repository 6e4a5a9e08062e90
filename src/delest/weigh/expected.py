"""The error of a mean over strata of pages that were expected to weigh about the same. Pure.

Equations, assumptions and sources are in docs/sampling.md.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from delest.weigh.stratum import Stratum

CLASSES: Final = 6
"""Strata of expected weight; each has about the same share of all bytes expected."""
LEAST_PAGES: Final = 90
"""Drawn pages below which expectations do not count on a large site: fewer may well not show a kind of page that no
HTML tells of."""
LEAST_SHARE: Final = 0.24
"""The same as a share of the pages, which is less on a site of fewer than 375."""
LEAST_EXPLAINED: Final = 0.5
"""Share of the variance that the expectations have to explain to count."""
MOST_OFF: Final = 1.0
"""A page drawn that is farther off than so many means of its stratum shows that the HTML does not tell what weighs."""
UNFORESEEN: Final = 1.0
"""The page that no draw has shown yet is at least so many means heavier than expected."""
UNFORESEEN_KIND: Final = 8.0
"""So many means more, times the chance that the pages drawn have not shown a kind of page that is rare:"""
RARE_KIND: Final = 0.02
"""This share of the site,"""
RARE_PAGES: Final = 12
"""but at least so many pages: of a small site, fewer are not a kind but single pages."""
UNSEEN_FACTOR: Final = 3.0
"""And at least so many times as far off as the farthest page drawn, beside the mean of its stratum."""


class Expected(NamedTuple):
    """A mean, and what adds up to its variance: each part with the number of pages that it rests on."""

    mean_bytes: float
    parts: list[tuple[float, int]]


def least_pages(known_pages: int) -> int:
    """Return the number of drawn pages from which expectations count."""
    return min(LEAST_PAGES, math.floor(LEAST_SHARE * known_pages))


def by_expectation(drawn: Sequence[Stratum]) -> Expected | None:
    """Return the mean of strata of expected weight, corrected by what is expected of the pages that were not drawn.

    None where the strata are others, or what was expected counts for nothing: the caller then has to reckon with a page
    in each stratum that is heavier than all drawn. Here it is one page in all, for what makes a page heavy mostly shows
    in its HTML.
    """
    n, pages = sum(len(s.sizes_bytes) for s in drawn), sum(s.pages for s in drawn)
    partly = [s for s in drawn if not s.complete]
    if n < least_pages(pages) or not partly or any(s.views is not None for s in drawn):
        return None
    if not all(s.expected_bytes and math.fsum(s.expected_bytes) > 0 and len(s.sizes_bytes) > 1 for s in partly):
        return None
    slope = _slope(partly)
    off = [_off(s, slope) for s in partly]
    if _explained(drawn, partly, off) < LEAST_EXPLAINED:
        return None
    means = [_mean(s.sizes_bytes) if s.complete else _corrected(s, slope) for s in drawn]
    mean = math.fsum(s.pages * own for s, own in zip(drawn, means, strict=True)) / pages
    parts = [
        ((s.pages / pages) ** 2 * (1 - len(its) / s.pages) * _squares(its) / (len(its) - 1) / len(its), len(its) - 1)
        for s, its in zip(partly, off, strict=True)
    ]
    farthest = max(max(map(abs, its)) / (_mean(s.sizes_bytes) or 1) for s, its in zip(partly, off, strict=True))
    if farthest > MOST_OFF:
        return None
    not_shown = (1 - n / pages) ** max(RARE_KIND * pages, RARE_PAGES)
    unforeseen = max(UNFORESEEN + UNFORESEEN_KIND * not_shown, UNSEEN_FACTOR * farthest) * mean
    return Expected(mean, [*parts, ((1 - n / pages) * (unforeseen / n) ** 2, n)])


def _slope(partly: Sequence[Stratum]) -> float:
    """Return how many bytes more a page weighs for each byte more that is expected, within its stratum: least squares.

    One for all strata. What all pages load and no HTML names, such as fonts, is in the mean of each stratum.
    """
    both, told = 0.0, 0.0
    for s in partly:
        expected, weight = s.expected_bytes or (), s.pages / len(s.sizes_bytes)
        usual, size = _mean(expected), _mean(s.sizes_bytes)
        both += weight * math.fsum((x - usual) * (y - size) for x, y in zip(expected, s.sizes_bytes, strict=True))
        told += weight * math.fsum((x - usual) ** 2 for x in expected)
    return both / told if told else 0.0


def _corrected(stratum: Stratum, slope: float) -> float:
    more = stratum.expected_per_page_bytes - _mean(stratum.expected_bytes or ())
    return _mean(stratum.sizes_bytes) + slope * more


def _off(stratum: Stratum, slope: float) -> list[float]:
    """Return how much more each drawn page weighs than it was expected to, beside the other pages of its stratum."""
    told = stratum.expected_bytes or ()
    size, usual = _mean(stratum.sizes_bytes), _mean(told)
    return [y - size - slope * (x - usual) for x, y in zip(told, stratum.sizes_bytes, strict=True)]


def _explained(drawn: Sequence[Stratum], partly: Sequence[Stratum], off: Sequence[Sequence[float]]) -> float:
    """Return which share of the variance of the weights the expectations explain."""
    pages = sum(s.pages for s in drawn)
    mean = math.fsum(s.pages * _mean(s.sizes_bytes) for s in drawn) / pages
    whole = math.fsum(s.pages / len(s.sizes_bytes) * math.fsum((x - mean) ** 2 for x in s.sizes_bytes) for s in drawn)
    left = math.fsum(s.pages / len(its) * _squares(its) for s, its in zip(partly, off, strict=True))
    return 1 - left / whole if whole else 0.0


def _squares(values: Sequence[float]) -> float:
    return math.fsum(value**2 for value in values)


def _mean(sizes: Sequence[float]) -> float:
    return math.fsum(sizes) / len(sizes)
