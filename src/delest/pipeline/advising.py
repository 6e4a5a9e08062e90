"""The rules at work on the pages of a run: beside the loads of an audit, or later on what a run has kept."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from msgspec.structs import replace

from delest import plugins
from delest.advise import rules
from delest.advise.examine import GAVE_UP, begin_studies, examine_page, examine_site_rules, in_order, learn
from delest.advise.rule import Rule, Study
from delest.advise.workshop import Workshop
from delest.errors import N_, NN_, InputError
from delest.message import Message
from delest.pipeline.reading import report
from delest.records.advice.finding import Finding
from delest.records.advice.rule import RuleWords
from delest.records.pages.load import CacheState, Capture, Outcome, PageLoad
from delest.records.runs.audit import AuditReport, PageRecord
from delest.store.bodies import Bodies
from delest.store.journal import Journal

_SIDE_BY_SIDE: Final = 2
"""Pages examined at once: while one is read, the child processes work for another."""
_MAX_WARNINGS: Final = 100
_NOT_KEPT: Final = NN_(
    "the run does not keep every file of {n} page: there was no room, or a file was too large",
    "the run does not keep every file of {n} pages: there was no room, or files were too large",
)
_LOST: Final = NN_(
    "{n} file took too much time or memory to examine: no advice is given on it",
    "{n} files took too much time or memory to examine: no advice is given on them",
)
NOT_EXAMINED: Final = NN_(
    "{n} page was not examined for what could go: `delest advise RUN` does it",
    "{n} pages were not examined for what could go: `delest advise RUN` does it",
)

OWN_WARNINGS: Final = frozenset({_NOT_KEPT[0], _LOST[0], NOT_EXAMINED[0], GAVE_UP})
"""Those that an examination brings; they are replaced when a run is examined again."""

Tell = Callable[[int, int], None]
"""Is told how many pages are done, and of how many."""


class _Examined(NamedTuple):
    findings: tuple[Finding, ...]
    warnings: tuple[Message, ...]


class Advisor:
    """Examines the pages of one run, a few at once; use as an asynchronous context manager."""

    def __init__(self, journal: Journal, bodies: Bodies, shop: Workshop) -> None:
        self._journal = journal
        self._bodies = bodies
        self._shop = shop
        self._studies = begin_studies()
        self._learning = threading.Lock()
        self._learned: set[str] = set()
        self._at_work: set[str] = set()
        """Pages that are being examined: they are taken up once, or the studies would learn them twice."""
        self._waiting: deque[str | Capture] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._warnings: list[Message] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, failed: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if failed is not None:
            self._waiting.clear()
            for worker in self._workers:
                worker.cancel()
            await asyncio.gather(*self._workers, return_exceptions=True)

    @property
    def studies(self) -> dict[str, Study]:
        """What the rules of a whole site have learned so far, by rule."""
        return self._studies

    @property
    def busy(self) -> bool:
        """Whether pages are being examined, or wait for it."""
        return bool(self._workers)

    async def page(self, capture: Capture) -> None:
        """Keep what belongs to a page that is in the journal, and have it examined; returns once it is kept.

        A page of which not all could be kept is examined out of memory, before the next one is loaded.
        """
        whole = await asyncio.to_thread(self._bodies.add, capture)
        if not whole:
            await self._one(capture)
            return
        self._waiting.append(capture.load.requested_url)
        self._set_to_work()

    async def finish(self, stop: asyncio.Event) -> None:
        """Examine what is left, then the site as a whole; a stop leaves the rest to another day."""
        known = self._learned | self._at_work
        self._waiting += (url for url in self._bodies.unexamined() if url not in known)
        self._waiting = deque(dict.fromkeys(self._waiting))
        self._set_to_work()
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while self._workers and not stop.is_set():
                await asyncio.wait((*self._workers, stopped), return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set() and self._waiting:
                self._warnings.append(Message.counted(NOT_EXAMINED, len(self._waiting)))
                self._waiting.clear()
            await asyncio.gather(*self._workers)
        finally:
            stopped.cancel()
        if not stop.is_set():
            await self._whole_site(stop)

    async def again(self, stop: asyncio.Event, tell: Tell) -> None:
        """Examine every page of the run again, out of what it keeps."""
        urls = [page.url for page in self._journal.facts()]
        for done, url in enumerate(urls):
            if stop.is_set():
                self._warnings.append(Message.counted(NOT_EXAMINED, len(urls) - done))
                return
            tell(done, len(urls))
            await self._one(url)
        await self._whole_site(stop)
        tell(len(urls), len(urls))

    def warnings(self) -> tuple[Message, ...]:
        """Return what the reader has to know of it."""
        found: list[Message] = []
        if self._bodies.incomplete_pages:
            found.append(Message.counted(_NOT_KEPT, self._bodies.incomplete_pages))
        if self._shop.lost:
            found.append(Message.counted(_LOST, self._shop.lost))
        return (*found, *self._warnings[:_MAX_WARNINGS])

    def _set_to_work(self) -> None:
        while len(self._workers) < min(_SIDE_BY_SIDE, len(self._waiting)):
            worker = asyncio.ensure_future(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        while self._waiting:
            await self._one(self._waiting.popleft())

    async def _one(self, page: str | Capture) -> None:
        url = page if isinstance(page, str) else page.load.requested_url
        self._at_work.add(url)
        capture = await self._kept(url) if isinstance(page, str) else page
        examined = None if capture is None else await asyncio.to_thread(self._examined, capture)
        if examined is not None:
            self._journal.examined(url, examined.findings)
            self._bodies.examined(url)
            self._learned.add(url)
            self._warnings += examined.warnings
        self._at_work.discard(url)

    async def _kept(self, url: str) -> Capture | None:
        page = self._journal.page(url)
        load = None if page is None else examined_load(page)
        return None if load is None else await asyncio.to_thread(self._bodies.capture, load)

    def _examined(self, capture: Capture) -> _Examined:
        found = examine_page(capture, self._shop)
        with self._learning:
            gave_up = learn(capture, self._studies)
        return _Examined(found.findings, (*found.warnings, *gave_up))

    async def _whole_site(self, stop: asyncio.Event) -> None:
        """Have the rules of the whole site judge each page, now that all were learned."""
        if not self._studies:
            return
        for url in [page.url for page in self._journal.facts()]:
            if stop.is_set():
                return
            capture = await self._kept(url)
            page = self._journal.page(url)
            if capture is None or page is None:
                continue
            if url not in self._learned:
                await asyncio.to_thread(learn, capture, self._studies)
            found = await asyncio.to_thread(examine_site_rules, capture, self._shop, self._studies)
            self._warnings += found.warnings
            others = [finding for finding in page.findings if finding.rule not in self._studies]
            self._journal.examined(url, in_order([*others, *found.findings]))


def all_rules() -> tuple[RuleWords, ...]:
    """Return what there is to know of today's rules, by name."""
    return tuple(rule.words for rule in plugins.collect(rules, Rule).values())


async def advise(run: Path, stop: asyncio.Event, tell: Tell) -> AuditReport:
    """Examine the pages of a saved run again with today's rules, and return its report.

    Raises:
        InputError: there is no run, it keeps no files of its pages, or another process is at work on it.
    """
    with Journal.resume(run) as journal, Bodies.of_run(run) as bodies, Workshop() as shop:
        if not bodies.exist:
            raise InputError(
                N_("{path} keeps no files of its pages: the rules have nothing to examine"),
                remedy=N_("audit the site again, with --keep bodies"),
                path=run,
            )
        async with Advisor(journal, bodies, shop) as advisor:
            await advisor.again(stop, tell)
        journal.keep_rules(all_rules())
        end = journal.ended()
        if end is not None:
            others = tuple(warning for warning in end.warnings if warning.one not in OWN_WARNINGS)
            journal.end(replace(end, warnings=(*others, *advisor.warnings())))
        return report(journal)


def examined_load(page: PageRecord) -> PageLoad | None:
    """Return the load of a page that rules look at: the first, where it went well with an empty cache."""
    first = page.loads[0]
    return first if first.outcome is Outcome.OK and first.cache_state is CacheState.COLD else None
