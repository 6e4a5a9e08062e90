"""Generated sites whose true mean weight is known, and a sampling of them as an audit samples.

A family is a kind of site; each of its members has parameters of its own, drawn at random, so that no interval can be
made to fit the sites it is tried on. ``DEVELOPED`` seeds are those the estimator was made with; tests and the table in
docs/sampling.md use others.
"""

import csv
import heapq
import itertools
import math
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from delest.crawl.templates import templates
from delest.units import Estimate
from delest.weigh.expected import CLASSES
from delest.weigh.sample import (
    LEAST_PAGES,
    allocation,
    mean_bytes,
    next_round,
    precise_enough,
    stands_alone,
)
from delest.weigh.stratum import Stratum

Site = tuple[tuple[float, ...], ...]
"""The weights of its pages in bytes, by template."""

DEVELOPED = "developed"
HELD_OUT = "held out"
DRAWS = 500
SITES_PER_FAMILY = 50
SMALL = (120, 360)
"""Pages of a small site."""


def _template(chance: random.Random, pages: float, sigma: float, *, median: float = 0, heavier: float = 1, of=0.0):
    """Lognormal weights about a median, a share ``of`` of which is so many times ``heavier``."""
    median = median or chance.lognormvariate(14, 0.6)
    return tuple(
        median * chance.lognormvariate(0, sigma) * (heavier if chance.random() < of else 1)
        for _ in range(max(int(pages), 1))
    )


def few_templates(chance: random.Random) -> Site:
    sizes = [1, *(chance.choice((5, 40, 100, 200, 500, 800)) for _ in range(chance.randint(2, 5)))]
    return tuple(_template(chance, pages, chance.uniform(0.15, 0.5)) for pages in sizes)


def many_templates(chance: random.Random) -> Site:
    sizes = [min(300, chance.paretovariate(0.9)) for _ in range(chance.randint(30, 80))]
    return tuple(_template(chance, pages, chance.uniform(0.05, 0.6)) for pages in sizes)


def tiny_templates(chance: random.Random) -> Site:
    medians = [chance.lognormvariate(14, 0.8) for _ in range(chance.randint(100, 300))]
    return tuple(_template(chance, chance.randint(1, 6), chance.uniform(0.05, 0.4), median=m) for m in medians)


def large_templates(chance: random.Random) -> Site:
    counts = range(chance.randint(1, 3))
    return tuple(_template(chance, chance.randint(1000, 4000), chance.uniform(0.2, 0.7)) for _ in counts)


def heavy_tail(chance: random.Random) -> Site:
    """Lognormal: one page in thirty weighs as much as seven others."""
    counts = range(chance.randint(1, 4))
    return tuple(_template(chance, chance.randint(200, 1000), chance.uniform(0.8, 1.2)) for _ in counts)


def power_tail(chance: random.Random) -> Site:
    """Pareto: now and then one page weighs as much as twenty."""

    def template() -> tuple[float, ...]:
        median, shape = chance.lognormvariate(14, 0.6), chance.uniform(2.2, 3.5)
        return tuple(median * chance.paretovariate(shape) for _ in range(chance.randint(200, 1000)))

    return tuple(template() for _ in range(chance.randint(1, 4)))


def rare_heavy(chance: random.Random) -> Site:
    """Two to five pages in a hundred weigh four to ten times as much as the others of their template."""
    return tuple(
        _template(chance, chance.randint(200, 1000), chance.uniform(0.1, 0.4), heavier=chance.uniform(4, 10),
                  of=chance.uniform(0.02, 0.05))
        for _ in range(chance.randint(1, 4))
    )  # fmt: skip


def bimodal(chance: random.Random) -> Site:
    return tuple(
        _template(chance, chance.randint(100, 1000), chance.uniform(0.05, 0.3), heavier=chance.uniform(2, 6),
                  of=chance.uniform(0.15, 0.5))
        for _ in range(chance.randint(1, 4))
    )  # fmt: skip


def nearly_alike(chance: random.Random) -> Site:
    """A trap for whoever stops when the first pages agree: few pages are heavier, all others are the same."""
    heavier, of = chance.uniform(1.5, 3), chance.uniform(0.03, 0.1)
    return _template(chance, chance.randint(300, 2000), 0.02, heavier=heavier, of=of), _template(chance, 30, 0.1)


def light_stubs(chance: random.Random) -> Site:
    """Pages of which some are all but empty."""
    return tuple(
        _template(chance, chance.randint(100, 800), 0.15, heavier=0.05, of=chance.uniform(0.05, 0.3))
        for _ in range(chance.randint(1, 3))
    )


def needles(chance: random.Random) -> Site:
    """Three to ten pages in a thousand weigh fifteen to forty times as much: out of any small sample's reach."""
    heavier, of = chance.uniform(15, 40), chance.uniform(0.003, 0.01)
    return (_template(chance, chance.randint(500, 2000), 0.3, heavier=heavier, of=of),)


FAMILIES: dict[str, Callable[[random.Random], Site]] = {
    "few templates": few_templates,
    "many templates": many_templates,
    "many tiny templates": tiny_templates,
    "large templates": large_templates,
    "heavy tail": heavy_tail,
    "power-law tail": power_tail,
    "rare heavy pages": rare_heavy,
    "bimodal": bimodal,
    "nearly alike": nearly_alike,
    "light stubs": light_stubs,
}
BEYOND: dict[str, Callable[[random.Random], Site]] = {"needles": needles}
"""What no small sample can know: shown for what it is, and promised nothing."""


def generated(make: Callable[[random.Random], Site], seeds: str, member: int) -> Site:
    return make(random.Random(f"{seeds} {make.__name__} {member}"))


def small(make: Callable[[random.Random], Site], seeds: str, member: int) -> Site:
    """Return 120 to 360 pages of a generated site, drawn at random."""
    chance = random.Random(f"{seeds} small {make.__name__} {member}")
    pages: list[tuple[int, float]] = []
    while len(pages) < SMALL[1]:
        site = make(chance)
        pages = [(at, weight) for at, weights in enumerate(site) for weight in weights]
    kept = chance.sample(pages, chance.randint(*SMALL))
    return tuple(tuple(weight for its, weight in kept if its == at) for at in sorted({its for its, _ in kept}))


def recorded(file: Path) -> Site:
    """Return a real site, audited whole, by the templates that its URLs have."""
    with file.open(encoding="utf-8", newline="") as lines:
        weights = {row["url"]: float(row["weight_bytes"]) for row in csv.DictReader(lines)}
    return tuple(tuple(weights[url] for url in urls) for urls in templates(weights).values())


def foretold(file: Path) -> tuple[Site, Site]:
    """Return a real site, audited whole, as one template, and what its pages were expected to weigh."""
    with file.open(encoding="utf-8", newline="") as lines:
        pages = [(float(row["weight_bytes"]), float(row["expected_bytes"])) for row in csv.DictReader(lines)]
    return (tuple(weight for weight, _ in pages),), (tuple(told for _, told in pages),)


def true_mean(site: Site) -> float:
    return statistics.fmean(weight for weights in site for weight in weights)


@dataclass(frozen=True, kw_only=True)
class Sampled:
    pages: int
    interval: Estimate
    covers: bool


Forecast = Callable[[random.Random, float, float], float]
"""What a page is expected to weigh: by its weight and the median of its template."""


def well_told(chance: random.Random, weight: float, _median: float) -> float:
    return weight * chance.lognormvariate(0, 0.1)


def half_told(chance: random.Random, weight: float, _median: float) -> float:
    """The HTML names about half of what is loaded, more or less of it from page to page."""
    return weight * chance.uniform(0.3, 0.7)


def heavy_untold(chance: random.Random, weight: float, median: float) -> float:
    """What makes pages heavy is loaded by scripts, of which the HTML says nothing."""
    return min(weight, 1.3 * median) * chance.lognormvariate(0, 0.1)


def told_nothing(chance: random.Random, _weight: float, median: float) -> float:
    return median * chance.lognormvariate(0, 1)


FORECASTS: dict[str, Forecast] = {
    "well told": well_told,
    "half told": half_told,
    "heavy untold": heavy_untold,
    "told nothing": told_nothing,
}


def by_expected_weight(pages: list[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Return the cards in classes, the heaviest expected apart: as `Draw` does."""
    rising = sorted(pages, key=lambda card: card[2])
    least = 2 * sum(card[2] for card in rising) / LEAST_PAGES
    certain = [card for card in rising if card[2] >= least]
    rising = [card for card in rising if card[2] < least]
    whole, passed = sum(card[2] for card in rising), 0.0
    classes: list[list[tuple[float, float, float]]] = [[] for _ in range(CLASSES)]
    for card in rising:
        classes[min(int(passed / whole * CLASSES), CLASSES - 1)].append(card)
        passed += card[2]
    return [sorted(each) for each in (*classes, certain) if each]


class _Deck:
    """The pages of a site, each with its number in the draw; those of a template are taken in their order."""

    def __init__(self, site: Site, chance: random.Random, forecast: Forecast | Site | None = None) -> None:
        self.known = sum(map(len, site))
        self._expected = forecast is not None

        def told(at: int, page: int) -> float:
            if callable(forecast):
                return forecast(chance, site[at][page], medians[at])
            return forecast[at][page] if forecast else 0.0

        medians = [statistics.median(weights) for weights in site]
        cards = [
            [(chance.random(), weight, told(at, page)) for page, weight in enumerate(weights)]
            for at, weights in enumerate(site)
        ]
        self._cards = by_expected_weight([*itertools.chain(*cards)]) if forecast else [sorted(each) for each in cards]
        self._told = [math.fsum(told for *_, told in cards) for cards in self._cards]
        self._taken = [0] * len(self._cards)

    @property
    def taken(self) -> int:
        return sum(self._taken)

    def groups(self, sample: int) -> list[list[int]]:
        """Return the templates of each stratum."""
        alone = [self._expected or stands_alone(len(cards), self.known, sample) for cards in self._cards]
        rest = [at for at, own in enumerate(alone) if not own]
        return [[at] for at, own in enumerate(alone) if own] + ([rest] if rest else [])

    def stratum(self, group: list[int]) -> Stratum:
        drawn = [card for at in group for card in self._cards[at][: self._taken[at]]]
        pages = sum(len(self._cards[at]) for at in group)
        return Stratum(
            pages=pages,
            sizes_bytes=tuple(weight for _, weight, _ in drawn),
            expected_bytes=tuple(told for *_, told in drawn) if self._expected else None,
            expected_per_page_bytes=math.fsum(self._told[at] for at in group) / pages,
        )

    def take(self, group: list[int], pages: int) -> None:
        left = (self._cards[at][self._taken[at]] + (at,) for at in group if self._taken[at] < len(self._cards[at]))
        queue = list(left)
        heapq.heapify(queue)
        for _ in range(pages):
            *_, at = heapq.heappop(queue)
            self._taken[at] += 1
            if self._taken[at] < len(self._cards[at]):
                heapq.heappush(queue, self._cards[at][self._taken[at]] + (at,))


def sampled(
    site: Site, seed: object, *, wanted: float = 0.0, at_most: int = 10**9, forecast: Forecast | Site | None = None
) -> Sampled:
    """Draw until the mean is known to within ``wanted`` or ``at_most`` pages are loaded.

    ``forecast``: what each page is expected to weigh, or what tells it.
    """
    deck = _Deck(site, random.Random(str(seed)), forecast)
    at_most = min(at_most, deck.known)
    groups = deck.groups(LEAST_PAGES)
    while deck.taken < at_most and not precise_enough([deck.stratum(group) for group in groups], wanted):
        end = min(next_round(deck.taken, expected_pages=deck.known if forecast else 0), at_most)
        groups = deck.groups(end)
        more = allocation([deck.stratum(group) for group in groups], end - deck.taken)
        for group, pages in zip(groups, more, strict=True):
            deck.take(group, pages)
    interval = mean_bytes([deck.stratum(group) for group in groups])
    assert interval
    truth = true_mean(site)
    covers = interval.low * (1 - 1e-9) <= truth <= interval.high * (1 + 1e-9)
    return Sampled(pages=deck.taken, interval=interval, covers=covers)
