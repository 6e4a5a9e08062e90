"""EcoIndex: a relative score of a page from its elements, requests and kilobytes; never kg, g or cl.

Method: Collectif Conception Numérique Responsable, https://www.ecoindex.fr, CC BY-NC-ND. The figures are in its data
file (``factors/data/ecoindex.toml``), which names the packages whose answers this equals.
"""

import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from delest.records.co2e.ecoindex import EcoindexMethod, PageScore, Variant
from delest.records.pages.load import CacheState, LoadFacts, Outcome
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import PageFacts

_BEST: Final = 100
"""The scale goes from 0 to 100 by definition."""
_LOWEST_GRADE: Final = "G"


def score(
    elements: float, requests: float, size_kb: float, method: EcoindexMethod, variant: Variant | None = None
) -> float:
    """Return the score of a page, 0 to 100: 100 less the weighed mean of its three positions among all pages.

    Args:
        elements: of the document.
        requests: of one page load.
        size_kb: transferred, in kilobytes of 1000 bytes.
        method: the published figures.
        variant: whose rounding; by default the method's own.
    """
    bounds, weights = method.quantiles, method.weights
    weighed = (
        weights.dom * _position(elements, bounds.dom)
        + weights.requests * _position(requests, bounds.requests)
        + weights.size * _position(size_kb, bounds.size_kb)
    )
    classes = len(bounds.dom) - 1
    exact = _BEST - _BEST / classes * weighed / (weights.dom + weights.requests + weights.size)
    return float(round(exact)) if (variant or method.default_variant) is Variant.PYPI else exact


def _position(value: float, bounds: Sequence[float]) -> float:
    """Return how many classes lie below ``value``, with the part of its own class that does."""
    for below, (low, high) in enumerate(pairwise(bounds)):
        if value < high:
            return below + (value - low) / (high - low)
    return len(bounds) - 1


def grade(of_score: float, method: EcoindexMethod, variant: Variant | None = None) -> str:
    """Return the grade of a score, ``A`` to ``G``; empty where the variant gives none."""
    if (variant or method.default_variant) is Variant.NPM and not 0 < of_score <= _BEST:
        return ""
    return next((g for g, above in method.grades_strictly_above.items() if of_score > above), _LOWEST_GRADE)


def page_scores(
    pages: Sequence[PageFacts], weights: Sequence[PageWeight], method: EcoindexMethod
) -> tuple[PageScore, ...]:
    """Return the score of each page that has a weight and a count of elements, in the order of ``weights``.

    Requests and bytes are the medians of its cold loads; elements are those of the lower middle one of their counts.
    """
    counts = {page.url: _element_counts(page.loads) for page in pages}
    return tuple(_page_score(weight, counts[weight.url], method) for weight in weights if counts.get(weight.url))


def _element_counts(loads: Sequence[LoadFacts]) -> list[int]:
    cold = (load for load in loads if load.outcome is Outcome.OK and load.cache_state is CacheState.COLD)
    return [load.element_count for load in cold if load.element_count is not None]


def _page_score(weight: PageWeight, counts: Sequence[int], method: EcoindexMethod) -> PageScore:
    size_kb = weight.cold.transferred_bytes.median / method.size_kb_bytes
    found = score(statistics.median_low(counts), weight.cold.requests.median, size_kb, method)
    return PageScore(url=weight.url, score=found, grade=grade(found, method), variant=method.default_variant)
