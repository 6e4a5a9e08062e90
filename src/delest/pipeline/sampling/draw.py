"""A sampled crawl: which page is next is drawn, and what was drawn answers for the site."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from delest.crawl.draw import drawn
from delest.crawl.frontier import Frontier
from delest.crawl.templates import templates
from delest.pipeline.sampling.forecasts import LEAST_PAGES as FORECAST_FROM
from delest.pipeline.sampling.forecasts import Forecasts
from delest.pipeline.sampling.picker import Picker
from delest.pipeline.sampling.views import Views
from delest.records.runs.sample import Sample, SampledTemplate, Stop
from delest.records.runs.scope import SampleOrder
from delest.store.journal import Journal
from delest.units import Estimate
from delest.weigh.expected import CLASSES, least_pages
from delest.weigh.sample import (
    LEAST_PAGES,
    allocation,
    mean_bytes,
    next_round,
    precise_enough,
    precision,
    stands_alone,
    widened,
)
from delest.weigh.stratum import Stratum

_TEMPLATES_LISTED: Final = 200
_STARTS: Final = ""
_MOST_VIEWED: Final = "{most viewed}"
_HEAVIEST: Final = "{heaviest expected}"
_CLASS: Final = "{{expected weight {n}}}"
_REST: Final = "{other templates}"


class Draw(Picker):
    """Takes pages of the frontier by chance: what a round has loaded says where the next one is drawn."""

    def __init__(
        self, order: SampleOrder, frontier: Frontier, journal: Journal, views: Mapping[str, float] | None = None,
        forecasts: Forecasts | None = None,
    ) -> None:  # fmt: skip
        """``views``: how often pages are shown, by `page_key`; None where that is not known.

        ``forecasts`` reads pages before they are drawn. Where views are known it is not used: the mean per view is an
        estimate of another form.
        """
        self._views = Views(views)
        self._forecasts = None if views else forecasts
        self._expected: Mapping[str, float] | None = None
        """Bytes by URL, of all known pages; None: not known."""
        self._not_pages: frozenset[str] = frozenset()
        """URLs that were read and found not to be there, or to lead to another: they are not drawn."""
        self._alone: set[str] = set()
        """Templates that are strata of their own: once one, always one, for more of its pages were drawn."""
        self._viewed: set[str] = set()
        """URLs that are drawn for certain, because people see them so often."""
        self._heavy: set[str] = set()
        """The same of those that are expected to be so heavy."""
        super().__init__(order, frontier, journal)
        self._planned = max(LEAST_PAGES, len(self._sizes))
        """The size of the sample at the end of the round."""

    async def look_ahead(self) -> None:
        """Read the known pages, and those they lead to, where they are many and the sample may grow large enough."""
        at_most = len(self._sizes) + self._frontier.room
        if self._forecasts is None or self._round:
            return
        while len(known := [*self._frontier.unseen(), *self._tried]) >= FORECAST_FROM:
            if at_most < least_pages(len(known)):
                return
            await self._forecasts.read(known)
            if not self._led_on(known, self._forecasts):
                self._expected = self._forecasts.expected_bytes(known)
                self._not_pages = self._forecasts.not_pages
                return

    def _led_on(self, known: Iterable[str], forecasts: Forecasts) -> bool:
        """Take note of the pages that those read lead to; tell whether any was not known."""
        new = 0
        for url in known:
            links = forecasts.links.pop(url, None)
            if links is not None:
                depth = self._frontier.known.places.get(url, (0, 0))[0] + 1
                new += sum(self._frontier.add(each, depth=depth, source="link") for each in links.pages)
                new += sum(self._frontier.add(each, depth=depth, source="doubtful") for each in links.doubtful)
        return new > 0

    def _pick(self) -> list[str]:
        strata = self._strata(self._families(), by_views=True)
        if precise_enough(strata, self._order.precision):
            return []
        measured = len(self._sizes)
        told = 0 if self._expected is None else sum(stratum.pages for stratum in strata)
        self._planned = min(next_round(measured, expected_pages=told), measured + self._frontier.room)
        families = self._families()
        room = max(self._planned - measured, 0)
        certain = [*families.pop(_MOST_VIEWED, ()), *families.pop(_HEAVIEST, ())]
        chosen = drawn(self._untried(certain), room, self._order.seed)
        more = allocation(self._strata(families, by_views=True), room - len(chosen))
        for urls, pages in zip(families.values(), more, strict=True):
            chosen += drawn(self._untried(urls), pages, self._order.seed)
        return chosen

    def _families(self) -> dict[str, tuple[str, ...]]:
        """Return the URLs that were handed out or may still be, by stratum.

        The starts are a stratum of their own, the most viewed pages another: both are drawn for certain.
        """
        known = {*self._frontier.unseen(), *self._tried} - self._starts - (self._not_pages - self._sizes.keys())
        self._viewed |= self._views.most_viewed(known, self._planned)
        self._heavy |= self._heaviest(known - self._viewed)
        viewed, heavy = known & self._viewed, known & self._heavy
        families, rest = self._by_template(known - viewed) if self._expected is None else self._by_weight(known - heavy)
        certain = {_STARTS: tuple(sorted(self._starts & self._sizes.keys())), _MOST_VIEWED: tuple(sorted(viewed))}
        certain |= {_HEAVIEST: tuple(sorted(heavy))}
        return {name: urls for name, urls in (certain | families | {_REST: rest}).items() if urls}

    def _by_template(self, known: set[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Return the templates that are strata of their own, and the pages of all others."""
        found = templates(known)
        self._alone |= {name for name, urls in found.items() if stands_alone(len(urls), len(known), self._planned)}
        families = {name: urls for name, urls in found.items() if name in self._alone}
        return families, tuple(url for name, urls in found.items() if name not in self._alone for url in urls)

    def _by_weight(self, known: set[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Return the pages in classes of expected weight, each with about the same share of all bytes expected.

        Pages heard of since the last look are the rest.
        """
        expected = self._expected or {}
        rising = sorted((url for url in known if url in expected), key=lambda url: (expected[url], url))
        whole, passed = math.fsum(expected[url] for url in rising), 0.0
        classes: dict[str, list[str]] = {}
        for url in rising:
            at = min(int(passed / whole * CLASSES) if whole else 0, CLASSES - 1)
            classes.setdefault(_CLASS.format(n=at + 1), []).append(url)
            passed += expected[url]
        return {name: tuple(urls) for name, urls in classes.items()}, tuple(sorted(known - expected.keys()))

    def _heaviest(self, urls: Iterable[str]) -> set[str]:
        """Return those expected to weigh twice what a page weighs that a sample drawn by weight would hold for certain.

        They are at most half of the sample; chance decides about the others.
        """
        if self._expected is None:
            return set()
        expected = {url: self._expected.get(url, 0.0) for url in urls}
        least = 2 * math.fsum(expected.values()) / self._planned
        return {url for url, weight in expected.items() if weight and weight >= least}

    def _strata(self, families: Mapping[str, tuple[str, ...]], *, by_views: bool = False) -> list[Stratum]:
        """Return the strata; ``by_views``: with the views of their pages, where views are known."""
        return [self._stratum(urls, by_views=by_views and self._views.known) for urls in families.values()]

    def _stratum(self, urls: tuple[str, ...], *, by_views: bool) -> Stratum:
        """Return the stratum of ``urls``: of those not tried yet, as many are taken to be pages as of those that were.

        One more is taken to have been tried and to be one, lest a few that failed made a whole template vanish.
        """
        measured = [url for url in urls if url in self._sizes]
        untried = list(self._untried(urls))
        pages = round(len(untried) * (len(measured) + 1) / (len(urls) - len(untried) + 1))
        counting = [self._views.of(url) for url in (*measured, *untried)] if by_views else []
        return Stratum(
            pages=len(measured) + pages,
            sizes_bytes=tuple(self._sizes[url] for url in measured),
            views=tuple(counting[: len(measured)]) if by_views else None,
            views_per_page=math.fsum(counting) / max(len(counting), 1) if by_views else 1.0,
            **self._expected_of(measured, untried),
        )

    def _expected_of(self, measured: list[str], untried: list[str]) -> dict[str, Any]:
        """Return what a stratum holds of expectations; pages heard of since the last look are taken for usual ones."""
        if self._expected is None:
            return {}
        usual = math.fsum(self._expected.values()) / len(self._expected)
        told = [self._expected.get(url, usual) for url in (*measured, *untried)]
        return {
            "expected_bytes": tuple(told[: len(measured)]),
            "expected_per_page_bytes": math.fsum(told) / max(len(told), 1),
        }

    def _sample(self, *, interrupted: bool) -> Sample:
        """Return what was drawn, and what follows for the site."""
        families = self._families()
        strata = self._strata(families)
        by_views = self._strata(families, by_views=True)
        mean, per_view = mean_bytes(strata), mean_bytes(by_views) if self._views.known else None
        mean, per_view = self._widened(mean, strata), self._widened(per_view, strata)
        asked_of = per_view if self._views.known else mean
        return Sample(
            seed=self._order.seed,
            known_pages=sum(s.pages for s in strata),
            measured_pages=len(self._sizes),
            templates=self._listed(families, strata),
            strata=len(families),
            mean_bytes=mean,
            mean_bytes_per_view=per_view,
            views_coverage=self._views.coverage(url for urls in families.values() for url in urls),
            precision_asked=self._order.precision,
            precision_reached=None if asked_of is None else precision(asked_of),
            stopped=self._why(by_views, interrupted=interrupted),
            stands_for={
                url: s.pages / len(s.sizes_bytes)
                for urls, s in zip(families.values(), strata, strict=True)
                for url in urls
                if url in self._sizes
            },
            forecast_pages=len(self._expected or ()),
            stratum_of={url: name for name, urls in families.items() for url in urls if url in self._sizes},
        )

    def _widened(self, mean: Estimate | None, strata: Sequence[Stratum]) -> Estimate | None:
        """Return an interval that holds for the addresses too that the crawl heard of and did not keep."""
        unknown, known = sum(self._frontier.traps.not_kept.values()), sum(s.pages for s in strata)
        return mean and widened(mean, unknown / (unknown + known), list(self._sizes.values()))

    def _listed(self, families: Mapping[str, tuple[str, ...]], strata: list[Stratum]) -> tuple[SampledTemplate, ...]:
        listed = [
            SampledTemplate(
                template=name,
                known_pages=s.pages,
                measured_pages=len(s.sizes_bytes),
                drawn=name != _STARTS,
                mean_bytes=statistics.fmean(s.sizes_bytes) if s.sizes_bytes else None,
                lightest_bytes=min(s.sizes_bytes, default=None),
                heaviest_bytes=max(s.sizes_bytes, default=None),
            )
            for (name, urls), s in zip(families.items(), strata, strict=True)
        ]
        return tuple(sorted(listed, key=lambda t: (-t.known_pages, t.template))[:_TEMPLATES_LISTED])

    def _why(self, strata: list[Stratum], *, interrupted: bool) -> Stop:
        if self._not_pages.issuperset(self._frontier.unseen()):
            return "limit" if self._frontier.traps.not_kept else "whole"
        if precise_enough(strata, self._order.precision):
            return "precision"
        if interrupted:
            return "interrupted"
        return "time-limit" if self._frontier.closed else "limit"
