"""A visit by rule: load; wait for quiet; answer the consent banner, if asked; scroll; stay; wait for quiet; leave."""

import asyncio
import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from playwright.async_api import BrowserContext, CDPSession, Page
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from delest.measure.devtools import bodies
from delest.measure.devtools.frames import Where
from delest.measure.devtools.request import Request
from delest.measure.devtools.targets import Target, Targets
from delest.measure.devtools.tracing import Pulse
from delest.measure.devtools.world import World
from delest.measure.outcome import Ending, ended, of_error
from delest.measure.visit import parts
from delest.measure.visit.acting import consent, scroll
from delest.measure.visit.acting.hand import Hand
from delest.measure.visit.acting.interaction import interact
from delest.measure.visit.clock import settle
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.page_time import PageTime
from delest.measure.visit.leaving import leave
from delest.measure.visit.main_document import is_error_page, judged, main_documents
from delest.measure.visit.seen.observing import Observing
from delest.measure.visit.seen.reading import read_page
from delest.measure.visit.seen.screenshot import screenshot
from delest.measure.visit.visited import Visited
from delest.reason import ReasonCode
from delest.records.pages.consent import Choice
from delest.records.pages.load import Outcome, Unsettled
from delest.records.runs.loading import LoadOptions
from delest.urls import host

_COMMIT_LIMIT_S: Final = 30.0
_MOST_DOCUMENTS: Final = 3
"""A page that sends its visitor on to another one, as late as it may, is followed so far: each is scrolled."""
_STOP: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Emulation.setVirtualTimePolicy", {"policy": "pause"}),  # no timer, no refresh
    ("Emulation.setScriptExecutionDisabled", {"value": True}),
    ("Page.stopLoading", {}),
)
_BODIES_LEAST_S: Final = 5.0
"""What collecting bodies may take where the page has used up its time."""
_LATE_MS: Final = 2000
"""For how long a page is watched on after what came late."""


Asking = Callable[[str], AbstractAsyncContextManager[object]]
"""Entered just before a page is asked for, left once it answers: who keeps requests apart waits in it."""


class Manner(NamedTuple):
    """How pages are visited, the same for each visit of a load."""

    options: LoadOptions
    pulse: Pulse
    asking: Asking | None = None
    silent: AbstractSet[str] = frozenset()
    """Hosts and URLs that another page has waited for in vain."""


async def visit(context: BrowserContext, url: str, manner: Manner, *, keep_bodies: bool) -> Visited:
    """Visit ``url`` in a fresh page of ``context`` and leave it again.

    Raises:
        PlaywrightError: the page's process or the browser is gone.
    """
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    activity = Activity(manner.silent)
    options = replace(manner.options, screenshots=manner.options.screenshots and keep_bodies)
    page.on("crash", lambda _: setattr(activity, "crashed", True))
    tools = _tools(page, session, activity, manner.options)
    targets = tools.targets
    activity.halt = partial(_halt, session)
    try:
        await targets.watch()
        await session.send("Performance.enable")
        observing = await Observing.begun(session, on=keep_bodies, coverage=options.coverage)
        activity.network.main_frame = await _main_frame(session)
        async with AsyncExitStack() as asked:
            if manner.asking is not None:
                await asked.enter_async_context(manner.asking(url))
            start_s = await _clock_s(session)
            visited = Visited(ending=Ending(outcome=Outcome.OK), start_s=start_s, started_at=datetime.now(UTC))
            until_s = time.monotonic() + options.limit_s
            await _through(url, tools, options, visited, asked, until_s)
        await _end(tools, visited)
        if visited.hangs:
            return visited
        if keep_bodies and visited.ending.outcome is Outcome.OK:
            await _keep(tools, observing, visited, max(until_s, time.monotonic() + _BODIES_LEAST_S))
        await leave(page, manner.pulse)
    finally:
        await targets.close()
    return visited


class _Tools(NamedTuple):
    page: Page
    session: CDPSession
    activity: Activity
    world: World
    targets: Targets
    time: PageTime
    hand: Hand

    def documents(self) -> list[Request]:
        """Return the documents that the page has led through, the one shown the last."""
        return main_documents(
            self.activity.network.requests, self.activity.network.main_frame, self.page.main_frame.url
        )

    @property
    def newest_url(self) -> str:
        documents = self.documents()
        return documents[-1].url if documents else ""


def _tools(page: Page, session: CDPSession, activity: Activity, options: LoadOptions) -> _Tools:
    def listen(target: Target, method: str, params: dict[str, Any]) -> None:
        activity.heard(target, method, params)
        page_time.heard(target, method)

    world = World(session.send)
    targets = Targets(session, listen, activity.network.forget, activity.network.in_flight.unwatched, options.language)
    page_time = PageTime(targets, activity, world)
    page.on("popup", lambda _: page_time.needs.window_opened())
    return _Tools(page, session, activity, world, targets, page_time, Hand(session.send, page_time, options.device))


async def _end(tools: _Tools, visited: Visited) -> None:
    """Take stock of a visit whose time is over, or whose page has settled.

    Raises:
        PlaywrightError: the page's process is gone.
    """
    activity = tools.activity
    await activity.halted()
    if visited.settled_after_ms is None and visited.ending.outcome is Outcome.OK:
        unfinished = activity.network.leave_open(time.monotonic() - activity.last_s)
        visited.unsettled = _why_unsettled(activity, visited, unfinished)
        own = host(visited.final_url)
        visited.in_vain = frozenset(r.url if host(r.url) == own else host(r.url) for r in unfinished)
    if activity.crashed:
        raise PlaywrightError("the page's process crashed")
    visited.requests = activity.network.requests


async def _keep(tools: _Tools, observing: Observing, visited: Visited, until_s: float) -> None:
    """Keep what later stages read of the page."""
    visited.parts = await parts.read(Where(tools.world, tools.targets), visited.final_url)
    visited.observed = await observing.end(tools.world, tools.targets, visited.final_url)
    visited.collected = await bodies.collect(tools.targets, visited.requests, until_s)


async def _through(
    url: str, tools: _Tools, options: LoadOptions, visited: Visited, asked: AsyncExitStack, until_s: float
) -> None:
    started_s = time.monotonic()
    visited.ending = await _go(tools.page, url, min(_COMMIT_LIMIT_S, options.limit_s))
    await asked.aclose()
    if visited.ending.outcome is Outcome.OK:
        await tools.activity.document(tools.activity.network.main_frame, min(until_s, started_s + _COMMIT_LIMIT_S))
        await settle.quiet(tools.activity, tools.time, options, until_s)
    answer = _judge(visited, tools)
    if visited.ending.outcome is not Outcome.OK:
        if visited.ending.outcome is Outcome.HTTP_ERROR:
            await _read_page(tools, visited, url, answer)  # which may be a challenge
        return
    if options.screenshots:
        visited.screenshot = await screenshot(tools.session, url)
    settled = await _as_a_person(tools, options, visited, started_s, until_s)
    if settled and not tools.activity.loads_itself:
        visited.settled_after_ms = round((tools.activity.last_s - started_s) * 1000, 1)
    if options.consent is Choice.COMPARE:
        visited.consent = await consent.noticed(Where(tools.world, tools.targets))
    answer = _judge(visited, tools)
    await _read_page(tools, visited, url, answer)


async def _as_a_person(tools: _Tools, options: LoadOptions, visited: Visited, started_s: float, until_s: float) -> bool:
    """Answer the banner, move, scroll to the end, stay; tell whether the page has settled."""
    where = Where(tools.world, tools.targets)
    if not options.real_time:
        await tools.time.run_ahead()
    visited.consent = await consent.answer(tools.activity, where, tools.time, options, until_s)
    # Not asked of the page: its main thread may never answer.
    visited.interaction_s = visited.start_s + time.monotonic() - started_s
    answers = await interact(where, tools.hand, tools.time, until_s)
    visited.scroll_s = visited.start_s + time.monotonic() - started_s
    settled = False
    for _ in range(_MOST_DOCUMENTS):
        shown_url = tools.newest_url
        scrolled = await scroll.scroll_through(tools.activity, where, tools.hand, tools.time, options, until_s)
        visited.scroll_cut |= scrolled.cut
        visited.scroll_stuck |= scrolled.stuck
        answers = answers and scrolled.answered
        settled = await _stay(tools, options, until_s) if answers else False
        if tools.newest_url == shown_url or tools.activity.over:
            break
    visited.page_clock, visited.real_time_because = tools.time.clock, tools.time.real_because
    return settled


async def _stay(tools: _Tools, options: LoadOptions, until_s: float) -> bool:
    """Watch the page for what comes late, and wait for what is under way; tell whether it has settled."""
    await tools.time.look()
    await tools.time.run(options.stay_s * 1000, until_s)
    while True:
        # A document of which a part never came is no light page: what came is a lower bound.
        whole = await tools.activity.document(tools.activity.network.main_frame, until_s)
        began_s = time.monotonic()
        settled = await settle.quiet(tools.activity, tools.time, options, until_s, whole=True) and whole
        came_late = tools.activity.last_s > began_s
        if not settled or not came_late:
            return settled
        await tools.time.run(_LATE_MS, until_s)


async def _go(page: Page, url: str, limit_s: float) -> Ending:
    try:
        await page.goto(url, wait_until="commit", timeout=limit_s * 1000)
    except PlaywrightTimeout:
        return ended(Outcome.TIMED_OUT, ReasonCode.NO_RESPONSE, f"{limit_s:g}")
    except PlaywrightError as error:
        if "net::ERR_ABORTED" in error.message or "Download is starting" in error.message:
            return Ending(outcome=Outcome.OK)  # the answer itself says why: not HTML, or no content
        return of_error(error.message)
    return Ending(outcome=Outcome.OK)


def _judge(visited: Visited, tools: _Tools) -> Request | None:
    """Let the page's own answer say how the load ended, where there is one, and return it."""
    visited.ending, answer, failed = judged(visited.ending, tools.documents(), tools.page.main_frame.url)
    visited.final_url = answer.url if answer else ""
    visited.status = answer.status if answer else None
    visited.retry_after = answer.retry_after if answer else ""
    visited.failed_url = failed.url if failed else ""
    return answer


def _why_unsettled(activity: Activity, visited: Visited, unfinished: Sequence[Request]) -> Unsettled:
    if activity.loads_itself:
        return Unsettled.DOCUMENTS
    if unfinished:
        return Unsettled.REQUESTS
    return Unsettled.SCRIPT if visited.hangs else Unsettled.TRAFFIC


async def _halt(session: CDPSession) -> None:
    """Stop a page where it is: what it shows can still be read, and leads nowhere."""
    # All at once: each answer that is waited for would let the page load itself again.
    await asyncio.gather(*(session.send(method, params) for method, params in _STOP), return_exceptions=True)


async def _main_frame(session: CDPSession) -> str:
    tree = await session.send("Page.getFrameTree")
    return str(tree["frameTree"]["frame"]["id"])


async def _read_page(tools: _Tools, visited: Visited, url: str, answer: Request | None) -> None:
    if not is_error_page(tools.page.main_frame.url):
        await read_page(tools.world, visited, url, answer)


async def _clock_s(session: CDPSession) -> float:
    metrics = await session.send("Performance.getMetrics")
    return next((float(m["value"]) for m in metrics["metrics"] if m["name"] == "Timestamp"), 0.0)
