"""Generated sites whose true mean weight is known, and a sampling of them as an audit samples."""

import random
import statistics
from dataclasses import dataclass

from delest.units import Estimate
from delest.weigh.sample import Stratum, allocation, mean_bytes, next_look, precise_enough

Site = tuple[tuple[float, ...], ...]
"""The weights of its pages in bytes, by template."""


def few_templates() -> Site:
    return _site(1, [(n, random.Random(n).uniform(4e5, 3e6), 0.4) for n in (1, 5, 40, 200, 500)])


def many_templates() -> Site:
    chance = random.Random(2)
    return _site(
        2,
        [
            (int(chance.paretovariate(0.9)) + 1, chance.lognormvariate(14, 0.7), chance.uniform(0.05, 0.6))
            for _ in range(50)
        ],
    )


def heavy_tail() -> Site:
    """Articles of which some hold a video or a slide show: one page in thirty weighs as much as ten others."""
    return _site(3, [(1, 2e6, 0.1), (100, 5e5, 0.6), (450, 8e5, 1.1), (250, 6e5, 0.9)])


DRAWS = 500
SITES = {"few templates": few_templates, "many templates": many_templates, "heavy tail": heavy_tail}


def _site(seed: int, templates: list[tuple[int, float, float]]) -> Site:
    """``templates``: pages, median weight, standard deviation of the logarithm."""
    chance = random.Random(seed)
    return tuple(
        tuple(median * chance.lognormvariate(0, sigma) for _ in range(min(pages, 300)))
        for pages, median, sigma in templates
    )


@dataclass(frozen=True, kw_only=True)
class Sampled:
    pages: int
    interval: Estimate
    covers: bool


def sampled(site: Site, seed: int, *, wanted: float = 0.0, at_most: int = 10**9) -> Sampled:
    """Draw until the mean is known to within ``wanted`` or ``at_most`` pages are loaded."""
    chance = random.Random(seed)
    decks = [chance.sample(weights, len(weights)) for weights in site]
    taken = [0] * len(site)
    while True:
        strata = [Stratum(pages=len(deck), sizes_bytes=tuple(deck[:n])) for deck, n in zip(decks, taken, strict=True)]
        pages = sum(taken)
        if pages >= at_most or precise_enough(strata, wanted):
            break
        more = allocation(strata, min(next_look(pages), at_most) - pages)
        taken = [n + m for n, m in zip(taken, more, strict=True)]
    interval = mean_bytes(strata)
    assert interval
    truth = statistics.fmean(weight for weights in site for weight in weights)
    return Sampled(
        pages=pages, interval=interval, covers=interval.low * (1 - 1e-9) <= truth <= interval.high * (1 + 1e-9)
    )
