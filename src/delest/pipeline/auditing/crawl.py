"""One crawl: which page is next, who loads it, and what becomes of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec.structs import replace

from delest.crawl.frontier import Frontier, Source
from delest.crawl.pages.language import by_address
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn
from delest.measure.load import PageLoader
from delest.message import Message
from delest.pipeline.advising import Advisor
from delest.pipeline.auditing import ending
from delest.pipeline.auditing.judging import steps
from delest.pipeline.auditing.judging.judge import Content, Judge
from delest.pipeline.auditing.loaders import Loaders
from delest.pipeline.auditing.lost import LostRequests
from delest.pipeline.auditing.page_loads import LoadedPage, consent_loads, further_loads
from delest.pipeline.auditing.resume import take_up
from delest.pipeline.auditing.skipped import Skipped
from delest.pipeline.auditing.turns import Turns
from delest.pipeline.auditing.upcoming.most_viewed import MostViewed
from delest.pipeline.auditing.upcoming.upcoming import Upcoming
from delest.pipeline.order import Observer, Order
from delest.pipeline.proving.recorder import Recorder
from delest.pipeline.sampling.forecasts import Forecasts
from delest.pipeline.sampling.picking import outlined, picker_of
from delest.records.co2e.traffic import Traffic
from delest.records.pages.load import Capture, Outcome, PageLoad
from delest.records.runs.audit import PageRecord, RunEnd, Step
from delest.records.runs.skip_reason import SkipReason
from delest.store.journal import Journal
from delest.urls import same_site, with_route_of

_MAX_WARNINGS: Final = 200


class Crawl:
    """One crawl: loaders side by side, fed by one frontier."""

    def __init__(
        self, order: Order, journal: Journal, site: Site, observer: Observer, stop: asyncio.Event, advisor: Advisor,
        recorder: Recorder | None = None,
    ) -> None:  # fmt: skip
        self._header, self._undecided = order.header, order.undecided
        self._journal = journal
        self._site = site
        self.turns = Turns(site, stop, order.load.access.shared_pace)
        self._judge = Judge(order.header.scope, site, self.turns.of)
        self._observer = observer
        self._stopped = False
        """The user stopped it before all pages were loaded."""
        self._frontier = Frontier(order.header.scope)
        ahead = Forecasts(site, self.turns.of, observer.say, self._header.scope.language)
        self._draw, self._viewed = picker_of(order, self._frontier, journal, ahead), MostViewed(order, self._frontier)
        self._advisor, self._recorder = advisor, recorder
        self._skipped = Skipped(self._frontier, journal)
        self._warnings = list[Message]()
        self._upcoming = Upcoming(self.turns, self._draw, self._viewed)
        if order.resume:
            taken_up = take_up(journal, self._frontier)
            self._upcoming.resume(taken_up.again)
            self._skipped.resume(taken_up.skipped)
            for step in journal.steps():
                self._judge.resume(step)

    async def run(self, loaders: Loaders) -> None:
        """Load pages until there are no more, the time is over, or the user stops."""
        self._lost = LostRequests()
        limit_s = self._header.scope.time_limit_s
        closing = None if limit_s is None else asyncio.get_running_loop().call_later(limit_s, self._frontier.close)
        if closing is not None:
            self.turns.ends_s = closing.when()
        try:
            async with asyncio.TaskGroup() as tasks:
                if self._header.scope.use_sitemap and self._header.scope.follow_links:
                    self._upcoming.begin()
                    tasks.create_task(self._read_sitemap())
                for _ in range(loaders.most):
                    tasks.create_task(self._work(loaders))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed
        finally:
            self._stopped = self.turns.stopped
            self._upcoming.cancel()
            if closing is not None:
                closing.cancel()

    def end(self, traffic: Traffic | None, warnings: Sequence[Message]) -> RunEnd:
        """Return how it ended."""
        ended = SkipReason.NOT_DRAWN if self._draw else SkipReason.LIMIT
        ended = SkipReason.TIME_LIMIT if self._frontier.closed else ended
        why = SkipReason.STOPPED if self._stopped else ended
        listed, counts = ending.skipped_pages(self._frontier, self._skipped.reasons, why, self._header.scope)
        # What kept pages from being loaded comes first: where none was, it is the reason.
        told = (*self._site.rules.warnings, *warnings, *ending.not_kept(self._frontier), *self._warnings)
        return RunEnd(
            ended_at=datetime.now(UTC),
            complete=not self.turns.stopped and SkipReason.TIME_LIMIT not in counts,
            known_pages=len(self._frontier.known.places) + counts.get(SkipReason.NOT_KEPT, 0),
            skipped=listed,
            skipped_pages=counts,
            warnings=told[:_MAX_WARNINGS],
            traffic=traffic,
            sample=self._draw.sample(interrupted=self._stopped) if self._draw else None,
            other_hosts=ending.other_hosts(self._frontier),
        )

    async def _read_sitemap(self) -> None:
        try:
            found = await self.turns.unless_stopped(self._site.sitemap(self._header.scope.start_urls))
            if found is not None:
                self._warnings += found.warnings
                likely, doubtful = by_address(found.urls, self._header.scope.language)
                self._admit(likely, depth=1, source="sitemap")
                self._admit(doubtful, depth=1, source="doubtful")
        finally:
            self._upcoming.done()

    def _admit(self, urls: Sequence[str], *, depth: int, source: Source) -> None:
        for url in urls:
            self._frontier.add(url, depth=depth, source=source)
        self._upcoming.heard()

    async def _work(self, loaders: Loaders) -> None:
        while (entry := await self._upcoming.next()) is not None:
            try:
                await self._page(loaders, *entry)
            finally:
                if self._recorder is not None:
                    self._recorder.let_go(entry[0])
                self._upcoming.done()

    async def _page(self, loaders: Loaders, url: str, depth: int) -> None:
        if self._judge.names_no_view(url):
            self._skipped.pass_by(url, SkipReason.SAME_VIEW)
            return
        turn = await self.turns.of_page(url)
        if turn is Turn.COMES:
            async with loaders.one() as loader:
                await self._weigh(loader, url, depth)
        elif not self._upcoming.has_record(url):
            self._skipped.pass_by(url, self.turns.why_over() if turn is Turn.OVER else self._site.refusal(url))

    async def _weigh(self, loader: PageLoader, url: str, depth: int) -> None:
        self._observer.page_started(url)
        first = await self._lost.load(self._recorder or loader, url, self.turns.of_page, keep_bodies=True)
        self._site.heard(first)
        content = await self._judge.read(first)
        first = await self._judge.exists(first, content, depth, loader)
        if self._upcoming.comes_again(first, url, depth):
            self._journal.add(*await self._record(first, (), url, depth, content))
            return
        if await self._is_left_out(first, url, depth, content):
            self._observer.page_left_out(url, waiting=self._frontier.waiting)
            return
        loaded = LoadedPage(
            loader,
            self._header,
            first,
            turn=self.turns.however_late,
            heard=self._site.heard,
            lost=self._lost,
            undecided=self._undecided,
        )
        further, answered = await further_loads(loaded), await consent_loads(loaded)
        page, step = await self._record(first, further, url, depth, content)
        page = replace(page, consent_loads=answered)
        self._journal.add(page, step, first.screenshot)
        if first.load.outcome is Outcome.OK:
            await self._advisor.page(first)
        if self._recorder is not None:
            self._recorder.counted(page.loads[0])
        if self._draw is not None:
            self._draw.note(page)
            self._draw.went(step)
        self._observer.page_ended(page, waiting=self._frontier.waiting)

    async def _is_left_out(self, capture: Capture, url: str, depth: int, content: Content) -> bool:
        """Tell whether what was loaded is no page of its own; where it leads is taken note of."""
        first, final_url = capture.load, with_route_of(capture.load.final_url, url)
        reason: SkipReason | None = None
        elsewhere = not same_site(url, first.final_url)
        if first.outcome is Outcome.BLOCKED:
            return False  # the page that was asked for is the one that is out of reach, wherever its login stands
        no_page = elsewhere or first.outcome is Outcome.NOT_HTML
        if depth and (no_page or not self._frontier.reach.may_end_at(first.final_url)):
            reason = SkipReason.NOT_A_PAGE
        elif not await self._site.rules.allows(first.final_url):
            reason = SkipReason.ROBOTS_UNREAD if self._site.rules.unread(first.final_url) else SkipReason.ROBOTS
        elif elsewhere:
            if self._header.scope.follow_links:  # else the list is the scope
                self._admit([first.final_url], depth=0, source="start")
        elif not self._frontier.ended_at(url, final_url) and final_url not in self._skipped:
            reason = SkipReason.SAME_PAGE
        else:
            if not depth:
                self._frontier.reach.starts_at(final_url)
            reason = self._judge.reason(capture, content, depth)
        if reason is not None:
            step = steps.step_aside(url, depth, first, content.links, reason)
            seen = content.fingerprint if reason is SkipReason.SAME_VIEW else None
            step = replace(step, reason=reason, fingerprint=seen)
            self._lead_on(step)
            self._skipped.leave_out(step, reason)
        return reason is not None

    def _lead_on(self, step: Step) -> None:
        self._admit(step.links, depth=step.links_depth, source="link")
        self._admit(step.doubtful, depth=step.links_depth, source="doubtful")

    async def _record(
        self, first: Capture, further: Sequence[PageLoad], url: str, depth: int, content: Content
    ) -> tuple[PageRecord, Step]:
        self._viewed.loaded(url, first.load)
        step = steps.step(url, depth, first.load, content.links)
        if first.load.outcome is Outcome.OK:
            step = replace(step, canonical=content.links.canonical, fingerprint=content.fingerprint)
            step = step if self._draw is None else await asyncio.to_thread(outlined, first, step)
            self._lead_on(step)
            self._frontier.queue.went(url, counted=True)
            self._frontier.beyond(content.links.beyond, depth=step.links_depth)
        loads, links_found = (first.load, *further), len(step.links + step.doubtful)
        return PageRecord(url=url, depth=depth, loads=loads, links_found=links_found), step
