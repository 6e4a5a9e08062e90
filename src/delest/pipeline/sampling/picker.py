"""Picking pages out of the frontier in rounds: what the pages of one round say decides the next."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from delest.crawl.frontier import Frontier
from delest.pipeline.sampling.structures import by_structure
from delest.records.runs.audit import PageRecord, Step
from delest.records.runs.sample import Sample
from delest.records.runs.scope import SampleOrder
from delest.records.runs.skip_reason import ASKED_ANEW
from delest.store.journal import Journal
from delest.weigh.page import page_weight


class Picker(ABC):
    """Hands out the start pages, then what each round picks.

    A round begins when no page is under way and the sitemaps are read, so that the same seed picks the same pages of
    the same site however fast it answers, and however many browsers load it.
    """

    def __init__(self, order: SampleOrder, frontier: Frontier, journal: Journal) -> None:
        self._order = order
        self._frontier = frontier
        self._round: list[str] = []
        self._sizes: dict[str, float] = {}
        """Median bytes of a cold load, by URL, of the pages that have a weight."""
        self._titles: dict[str, str] = {}
        self._starts: set[str] = set()
        self._tried: set[str] = set()
        """URLs that were handed out, or are in the journal."""
        self._structures: dict[str, str] = {}
        self._named: dict[tuple[str, str], None] = {}
        """URL and name of the links that name a role, in the order in which they were read."""
        for step in journal.steps():
            if step.reason not in ASKED_ANEW:
                self._tried.add(step.url)
            self.went(step)
        for page in journal.pages():
            self.note(page)

    def note(self, page: PageRecord) -> None:
        """Take note of a page that is in the journal."""
        self._tried.add(page.url)
        if not page.depth:
            self._starts.add(page.url)
        weight = page_weight(page.loads)
        if weight is not None:
            self._sizes[page.url] = weight.cold.transferred_bytes.median
            self._titles[page.url] = weight.title

    def went(self, step: Step) -> None:
        """Take note of what a page is built like and where it leads."""
        if step.structure:
            self._structures[step.url] = step.structure
        self._named |= dict.fromkeys(step.named)

    def next(self, *, busy: bool) -> tuple[str, int] | None:
        """Hand out the next page with its depth; None while a round is ``busy``, and when there will be no more."""
        start = self._frontier.next_start()
        if start is not None:
            self._tried.add(start[0])
            return start
        if not self._round and not busy:
            self._round = self._pick()
        while self._round:
            entry = self._frontier.hand_out(self._round.pop(0))
            if entry is not None:
                self._tried.add(entry[0])
                return entry
        return None

    async def look_ahead(self) -> None:  # noqa: B027 - most pickers read nothing
        """Read of the pages that may be picked next what helps to pick."""

    @abstractmethod
    def _pick(self) -> list[str]:
        """Return the URLs of the next round; empty: there will be no more."""

    def sample(self, *, interrupted: bool) -> Sample:
        """Return what was picked, what it is built like, and what follows for the site."""
        return by_structure(self._sample(interrupted=interrupted), self._structures, self._sizes)

    @abstractmethod
    def _sample(self, *, interrupted: bool) -> Sample:
        """Return the same without structures."""

    def _untried(self, urls: Iterable[str]) -> Iterator[str]:
        return (url for url in urls if url not in self._tried)
