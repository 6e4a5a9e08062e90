"""The only module that knows every stage: from a scope to a run on disk, from a run to a report, a verdict.

No arithmetic and no words here: each figure comes from the stage that owns it.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from msgspec import Struct

from delest.advise.examine import examine_page
from delest.advise.reencoded import Cache
from delest.check.verdict import check_pages
from delest.convert.ecoindex import page_scores
from delest.convert.range import convert
from delest.convert.scenario import answer
from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.frontier import Frontier, Source
from delest.crawl.links import page_links
from delest.crawl.site import Site
from delest.factors.ecoindex import ecoindex as ecoindex_method
from delest.factors.load import released
from delest.measure.browser import Driver
from delest.measure.load import PageLoader
from delest.measure.options import LoadOptions
from delest.records.audit import Answer, AuditReport, PageRecord, RunEnd, RunHeader, SkippedPage
from delest.records.budget import Budget, Verdict
from delest.records.finding import Finding
from delest.records.load import BrowserBuild, Capture, Outcome, PageLoad
from delest.records.traffic import Traffic
from delest.store.journal import Journal
from delest.traffic.export import Export
from delest.traffic.given import traffic_of
from delest.urls import same_site
from delest.weigh.page import page_weight
from delest.weigh.resources import page_resources
from delest.weigh.site import site_weight

_MAX_SKIPPED: Final = 1000
_MAX_WARNINGS: Final = 200
_T = TypeVar("_T")


class Observer(Protocol):
    """Who watches an audit: the command line's progress display."""

    def browser_started(self, build: BrowserBuild) -> None:
        """The first browser runs."""

    def page_started(self, url: str) -> None:
        """A page is being loaded."""

    def page_ended(self, page: PageRecord, *, waiting: int) -> None:
        """A page is in the journal; ``waiting`` more are known to come within the limit."""

    def say(self, sentence: str) -> None:
        """Something takes long, or the user has to know: an English sentence, for translation."""


class Order(Struct, frozen=True, kw_only=True):
    """What an audit needs beside its header."""

    header: RunHeader
    load: LoadOptions
    run: Path
    views: Export | None = None
    """Page views by page, where they are known; instead of the header's figure."""


async def audit(order: Order, observer: Observer, stop: asyncio.Event) -> AuditReport:
    """Audit a site into a run directory and return its report.

    Once ``stop`` is set, the pages being loaded are finished and no other is begun.

    Raises:
        InputError: the run directory cannot be used, its disk is full, or the header asks for what cannot be priced.
        NoBrowserError: no browser can be started.
    """
    # What is not a number of views, or an unknown country, is told now, not when all is loaded.
    traffic_of(order.header.views_per_year)
    convert(0, released(), order.header.conditions)
    with Journal.create(order.run, order.header) as journal:
        async with AsyncExitStack() as stack:
            scope, access = order.header.scope, order.load.access
            client = await stack.enter_async_context(open_client(access, USER_AGENT))
            driver = await stack.enter_async_context(Driver(order.load, observer.say))
            site = Site(client, obey_robots=scope.obey_robots)
            stack.push_async_callback(site.close)
            loaders = [
                await stack.enter_async_context(PageLoader(driver, order.load)) for _ in range(order.header.jobs)
            ]
            observer.browser_started(await loaders[0].start())
            crawl = _Crawl(order, journal, site, observer, stop)
            await crawl.run(loaders)
        given = order.header.views_per_year if order.views is None else order.views
        journal.end(crawl.end(*traffic_of(given, tuple(journal.pages()))))
        audited = report(journal)
        journal.answer(Answer(attributed=audited.attributed, avoided=audited.avoided))
        return audited


class _Crawl:
    """One crawl: loaders side by side, fed by one frontier."""

    def __init__(self, order: Order, journal: Journal, site: Site, observer: Observer, stop: asyncio.Event) -> None:
        self._header = order.header
        self._journal = journal
        self._site = site
        self._observer = observer
        self._stop = stop
        self._frontier = Frontier(order.header.scope)
        self._cache: Cache = {}
        self._skipped: dict[str, str] = {}
        """Reason by URL."""
        self._not_pages = 0
        self._warnings: list[str] = []
        self._busy = 0
        self._news = asyncio.Event()

    async def run(self, loaders: Sequence[PageLoader]) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                if self._header.scope.use_sitemap and self._header.scope.follow_links:
                    self._busy += 1
                    tasks.create_task(self._read_sitemap())
                for loader in loaders:
                    tasks.create_task(self._work(loader))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed

    def end(self, traffic: Traffic | None, warnings: Sequence[str]) -> RunEnd:
        skipped = self._skipped | dict.fromkeys(self._frontier.remaining(), "limit")
        listed = [SkippedPage(url=url, reason=reason) for url, reason in skipped.items()]
        listed.sort(key=lambda page: not page.reason.startswith("robots"))  # the verdict needs the refused starts
        return RunEnd(
            ended_at=datetime.now(UTC),
            complete=not self._stop.is_set(),
            known_pages=self._frontier.known,
            skipped=tuple(listed[:_MAX_SKIPPED]),
            warnings=(*warnings, *self._site.warnings, *self._warnings)[:_MAX_WARNINGS],
            traffic=traffic,
        )

    async def _unless_stopped(self, waiting: Coroutine[Any, Any, _T]) -> _T | None:
        """Return what ``waiting`` comes to; None, and it is dropped, as soon as the user asks to stop."""
        task, stopped = asyncio.ensure_future(waiting), asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
            return None if self._stop.is_set() else task.result()
        finally:
            task.cancel()
            stopped.cancel()
            await asyncio.gather(task, stopped, return_exceptions=True)

    async def _next(self) -> tuple[str, int] | None:
        """Return the next page to load; None once there will be no more."""
        while not self._stop.is_set():
            entry = self._frontier.next()
            if entry is not None:
                self._busy += 1
                return entry
            if not self._busy:
                break
            self._news.clear()
            await self._unless_stopped(self._news.wait())
        return None

    def _done(self) -> None:
        self._busy -= 1
        self._news.set()

    async def _read_sitemap(self) -> None:
        try:
            found = await self._unless_stopped(self._site.sitemap(self._header.scope.start_urls))
            if found is not None:
                self._warnings += found.warnings
                self._admit(found.urls, depth=1, source="sitemap")
        finally:
            self._done()

    def _admit(self, urls: Sequence[str], *, depth: int, source: Source) -> None:
        for url in urls:
            self._frontier.add(url, depth=depth, source=source)
        self._news.set()

    async def _work(self, loader: PageLoader) -> None:
        while (entry := await self._next()) is not None:
            try:
                await self._page(loader, *entry)
            finally:
                self._done()

    async def _page(self, loader: PageLoader, url: str, depth: int) -> None:
        may_load = await self._unless_stopped(self._turn(url))
        if not may_load:
            refused = "robots-unread" if self._site.unread(url) else "robots"
            self._skipped[url] = "limit" if may_load is None else refused
            self._frontier.give_back()
            return
        self._observer.page_started(url)
        captures = [await loader.load(url, keep_bodies=True)]
        if self._is_left_out(captures[0].load, url, depth):
            return
        while captures[-1].load.outcome is Outcome.OK and len(captures) < self._header.runs:
            if not await self._unless_stopped(self._turn(url)):
                break
            captures.append(await loader.load(url))
        page = await self._record(captures, url, depth)
        self._journal.add(page)
        self._observer.page_ended(page, waiting=self._frontier.waiting)

    def _is_left_out(self, first: PageLoad, url: str, depth: int) -> bool:
        """Tell whether what was loaded is no page of its own; where it leads is taken note of."""
        elsewhere = not same_site(url, first.final_url)
        if depth and (elsewhere or first.outcome is Outcome.NOT_HTML):
            self._skipped[url] = "not-a-page"
            self._not_pages += 1
            if self._not_pages <= self._header.scope.max_pages:  # a site of nothing but files comes to an end
                self._frontier.give_back()
            return True
        if elsewhere:
            self._admit([first.final_url], depth=0, source="start")
        elif not self._frontier.ended_at(url, first.final_url) and first.final_url not in self._skipped:
            self._skipped[url] = "same-page"
            return True
        return False

    async def _turn(self, url: str) -> bool:
        """Wait for the turn of ``url``; False if it may not be loaded."""
        if not await self._site.allows(url):
            return False
        await self._site.wait_turn(url)
        return True

    async def _record(self, captures: Sequence[Capture], url: str, depth: int) -> PageRecord:
        first = captures[0]
        links: tuple[str, ...] = ()
        findings: tuple[Finding, ...] = ()
        if first.load.outcome is Outcome.OK:
            links = await asyncio.to_thread(page_links, first.html, first.load.final_url)
            self._admit(links, depth=depth + 1, source="link")
            examination = await asyncio.to_thread(examine_page, first, self._cache)
            findings = examination.findings
            self._warnings += examination.warnings
        return PageRecord(
            url=url, depth=depth, loads=tuple(c.load for c in captures), findings=findings, links_found=len(links)
        )


def report(journal: Journal, *, ecoindex: bool = False) -> AuditReport:
    """Return the report of a run as it stands on disk; a run that was cut off is reported as incomplete.

    Its kg are those that the run answered when it was made; only a run that kept no answer gets one of today.
    """
    header = journal.header()
    pages = tuple(journal.pages())
    end = journal.ended() or _cut_off(journal, header, pages)
    weights = sorted(
        filter(None, (page_weight(page.loads) for page in pages)), key=lambda w: -w.cold.transferred_bytes.median
    )
    findings = sorted((f for page in pages for f in page.findings), key=lambda f: -f.avoidable_bytes.central)
    answered = journal.answered() or answer(header, weights, end.traffic, released())
    return AuditReport(
        header=header,
        end=end,
        browser=next((load.browser for page in pages for load in page.loads), None),
        pages=pages,
        weights=tuple(weights),
        site=site_weight(pages, weights),
        findings=tuple(findings),
        traffic=end.traffic,
        attributed=answered.attributed,
        avoided=answered.avoided,
        ecoindex=page_scores(pages, weights, ecoindex_method()) if ecoindex else None,
    )


def _cut_off(journal: Journal, header: RunHeader, pages: Sequence[PageRecord]) -> RunEnd:
    traffic, _ = traffic_of(header.views_per_year)
    return RunEnd(ended_at=journal.last_written(), complete=False, known_pages=len(pages), traffic=traffic)


def check(audited: AuditReport, budget: Budget) -> Verdict:
    """Return the verdict on an audit.

    Raises:
        InputError: the budget has no limit.
    """
    return check_pages(audited.pages, audited.weights, budget, page_resources, refused_starts(audited))


def refused_starts(audited: AuditReport) -> tuple[SkippedPage, ...]:
    """Return the start URLs that robots.txt kept from being loaded: pages that were asked for and have no record."""
    starts = frozenset(audited.header.scope.start_urls)
    return tuple(page for page in audited.end.skipped if page.reason.startswith("robots") and page.url in starts)
