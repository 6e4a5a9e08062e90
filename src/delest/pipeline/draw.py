"""A sampled crawl: which page is next is drawn, and what was drawn answers for the site."""

from collections.abc import Mapping
from typing import Final

from delest.crawl.draw import drawn
from delest.crawl.frontier import Frontier
from delest.crawl.templates import templates
from delest.records.audit import PageRecord
from delest.records.sample import Sample, SampledTemplate, Stop
from delest.records.scope import SampleOrder
from delest.store.journal import Journal
from delest.weigh.page import page_weight
from delest.weigh.sample import Stratum, allocation, mean_bytes, next_look, precise_enough, precision

_TEMPLATES_LISTED: Final = 200
_STARTS: Final = ""


class Draw:
    """Takes pages of the frontier by chance, in rounds: what a round has loaded says where the next one is drawn.

    A round begins when no page is under way and the sitemaps are read, so that the same seed draws the same pages of
    the same site however fast it answers, and however many browsers load it.
    """

    def __init__(self, order: SampleOrder, frontier: Frontier, journal: Journal) -> None:
        self._order = order
        self._frontier = frontier
        self._round: list[str] = []
        self._sizes: dict[str, float] = {}
        """Median bytes of a cold load, by URL, of the pages that have a weight."""
        self._starts: set[str] = set()
        for page in journal.pages():
            self.note(page)

    def note(self, page: PageRecord) -> None:
        """Take note of a page that is in the journal."""
        weight = page_weight(page.loads)
        if weight is not None:
            self._sizes[page.url] = weight.cold.transferred_bytes.median
            if not page.depth:
                self._starts.add(page.url)

    def next(self, *, busy: bool) -> tuple[str, int] | None:
        """Hand out the next page with its depth; None while a round is ``busy``, and when there will be no more."""
        start = self._frontier.next_start()
        if start is not None:
            return start
        if not self._round and not busy:
            self._round = self._drawn()
        while self._round:
            entry = self._frontier.hand_out(self._round.pop(0))
            if entry is not None:
                return entry
        return None

    def _drawn(self) -> list[str]:
        families = self._families()
        strata = self._strata(families)
        if precise_enough(strata, self._order.precision):
            return []
        pages = min(next_look(len(self._sizes)) - len(self._sizes), self._frontier.room)
        chosen: list[str] = []
        for urls, more in zip(families.values(), allocation(strata, max(pages, 0)), strict=True):
            chosen += drawn((url for url in urls if url not in self._sizes), more, self._order.seed)
        return chosen

    def _families(self) -> Mapping[str, tuple[str, ...]]:
        """Return the URLs that were measured or may still be, by template; the starts are a family of their own."""
        known = {*self._frontier.unseen(), *self._sizes} - self._starts
        return {_STARTS: tuple(self._starts), **templates(known)} if self._starts else templates(known)

    def _strata(self, families: Mapping[str, tuple[str, ...]]) -> list[Stratum]:
        return [
            Stratum(pages=len(urls), sizes_bytes=tuple(self._sizes[url] for url in urls if url in self._sizes))
            for urls in families.values()
        ]

    def sample(self, *, interrupted: bool) -> Sample:
        """Return what was drawn, and what follows for the site."""
        families = self._families()
        strata = self._strata(families)
        mean = mean_bytes(strata)
        listed = [
            SampledTemplate(
                template=name, known_pages=s.pages, measured_pages=len(s.sizes_bytes), drawn=name != _STARTS
            )
            for name, s in zip(families, strata, strict=True)
        ]
        return Sample(
            seed=self._order.seed,
            known_pages=sum(s.pages for s in strata),
            measured_pages=len(self._sizes),
            templates=tuple(sorted(listed, key=lambda t: (-t.known_pages, t.template))[:_TEMPLATES_LISTED]),
            mean_bytes=mean,
            precision_asked=self._order.precision,
            precision_reached=None if mean is None else precision(mean),
            stopped=self._why(strata, interrupted=interrupted),
            stands_for={
                url: s.pages / len(s.sizes_bytes)
                for urls, s in zip(families.values(), strata, strict=True)
                for url in urls
                if url in self._sizes
            },
        )

    def _why(self, strata: list[Stratum], *, interrupted: bool) -> Stop:
        if all(stratum.complete for stratum in strata):
            return "whole"
        if precise_enough(strata, self._order.precision):
            return "precision"
        if interrupted:
            return "interrupted"
        return "time-limit" if self._frontier.closed else "limit"
