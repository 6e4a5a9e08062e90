"""One page load: a fresh profile, a traced visit, and the Capture that comes of it."""

import asyncio
import contextlib
import math
import os
import signal
import time
from types import TracebackType
from typing import Final, NamedTuple, Self

import msgspec
from playwright.async_api import BrowserContext
from playwright.async_api import Error as PlaywrightError

from delest.measure.answer_fields import answer_fields
from delest.measure.browser import memory
from delest.measure.browser.browser import Driver, Setting, Started, context_options, site_cookies, stop
from delest.measure.devtools import tracing
from delest.measure.devtools.headers import SiteHeaders
from delest.measure.doors.loopback import Loopback
from delest.measure.explain import explained
from delest.measure.failures import failures_of
from delest.measure.join import join
from delest.measure.netlog.ledger import Ledger
from delest.measure.outcome import Ending, ended, of_error
from delest.measure.visit.leaving import leave_popups
from delest.measure.visit.visit import Asking, Manner, visit
from delest.measure.visit.visited import Visited
from delest.reason import ReasonCode
from delest.records.pages.consent import Choice
from delest.records.pages.load import BrowserBuild, CacheState, Capture, Outcome, PageLoad
from delest.records.pages.observed import Observed
from delest.records.runs.loading import LoadOptions
from delest.urls import same_site

_LOADS_PER_BROWSER: Final = 40
"""Then the browser is started again."""
_GRACE_S: Final = 60.0
"""What starting, tracing and closing may take beside the visit itself."""


class _Attempt(NamedTuple):
    capture: Capture
    sound: bool
    """False: the browser, not the page, is at fault, and is replaced."""
    used_up: bool = False
    """The time that a page may take is over: it is not tried again."""


class _Asked(NamedTuple):
    url: str
    after: str | None
    options: LoadOptions
    asking: Asking | None

    @property
    def cache_state(self) -> CacheState:
        if self.after is None:
            return CacheState.COLD
        return CacheState.WARM if self.after == self.url else CacheState.IN_VISIT


class _Traced(NamedTuple):
    visited: Visited
    tracing: bool
    ledger: Ledger | None


class PageLoader:
    """Loads one page at a time in a browser of its own, which it starts again when needed."""

    def __init__(
        self, driver: Driver, options: LoadOptions, setting: Setting | None = None, *, asking: Asking | None = None
    ) -> None:
        self._driver = driver
        self._asking = asking
        self._setting = setting or Setting()
        self._options = options
        self._at_once = False
        self._started: Started | None = None
        self._loads = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._stop()

    async def start(self) -> BrowserBuild:
        """Start the browser now and say which it is.

        Raises:
            NoBrowserError: none was found or it does not start.
        """
        return (await self._browser()).build

    def wait(self, *, stay_s: float, quiet_s: float, at_once: bool) -> None:
        """Wait from now on so long at the end of each page, and for a quiet network.

        Where answers come ``at_once``, wait less for those to what a page sends as it is left.
        """
        self._options = msgspec.structs.replace(self._options, stay_s=stay_s, quiet_s=quiet_s)
        self._at_once = at_once

    async def browser(self) -> Started:
        """Return its browser, started where none runs.

        Raises:
            NoBrowserError: none was found or it does not start.
        """
        return await self._browser()

    async def load(
        self, url: str, *, keep_bodies: bool = False, after: str | None = None, consent: Choice | None = None
    ) -> Capture:
        """Load ``url``: with an empty cache, or with the one that a visit to ``after`` leaves.

        ``consent`` is what to answer to its consent banner where that differs from the options.

        After itself the load is warm, after any other page in-visit. It has failed where ``after`` cannot be visited,
        or leads to the same page as ``url``. The bytes of that first visit are not among those of the load.

        A browser that crashes, hangs, or whose log is lost or does not add up is replaced, and the page is tried once
        more, unless it has had all its time.

        Raises:
            NoBrowserError: no browser can be started.
        """
        options = self._options if consent is None else msgspec.structs.replace(self._options, consent=consent)
        asked = _Asked(url, after, options, self._asking)
        attempt = await self._attempt(asked, keep_bodies=keep_bodies)
        if not attempt.sound and not attempt.used_up:
            await self._stop()
            attempt = await self._attempt(asked, keep_bodies=keep_bodies)
        if not attempt.sound:
            await self._stop()
        return attempt.capture

    async def _attempt(self, asked: _Asked, *, keep_bodies: bool) -> _Attempt:
        await memory.room()
        started = await self._browser()
        started.pulse.at_once = self._at_once
        visits = 1 if asked.after is None else 2
        self._loads += visits
        allowed_s = visits * asked.options.limit_s
        until_s = time.monotonic() + allowed_s
        try:
            async with asyncio.timeout(allowed_s + _GRACE_S):
                loading = _traced(started, asked, keep_bodies=keep_bodies)
                traced = await memory.within_bounds(started.pid, loading)
        except (TimeoutError, PlaywrightError, memory.TooMuchMemoryError) as error:
            lost = Visited(ending=_of_fault(error))
            capture = _explained(_capture(asked, lost, None, started.build), lost, started.door)
            return _Attempt(capture, sound=False, used_up=time.monotonic() >= until_s)
        started.silent.update(traced.visited.in_vain)
        ledger = traced.ledger
        sound = not traced.tracing or (ledger is not None and ledger.complete)
        capture = _capture(asked, traced.visited, ledger, started.build)
        used_up = time.monotonic() >= until_s
        return _Attempt(_explained(capture, traced.visited, started.door), sound=sound, used_up=used_up)

    async def _browser(self) -> Started:
        if self._loads >= _LOADS_PER_BROWSER or (
            self._started is not None and memory.held_bytes(self._started.pid) > memory.RECYCLE_BYTES
        ):
            await self._stop()
        if self._started is not None and not self._started.process.is_connected():
            await self._stop()
        if self._started is None:
            self._started = await self._driver.start(self._setting)
            self._loads = 0
        return self._started

    async def _stop(self) -> None:
        started, self._started = self._started, None
        if started is not None:
            await stop(started)


def _of_fault(error: Exception) -> Ending:
    """Return how a load ended that the browser did not survive."""
    if isinstance(error, memory.TooMuchMemoryError):
        return Ending(outcome=Outcome.FAILED, reason=error.reason)
    return of_error(str(error))


def _explained(capture: Capture, visited: Visited, door: Loopback | None) -> Capture:
    load = capture.load
    if door is not None:
        load = explained(load, visited.failed_url, door.failure)
    load = msgspec.structs.replace(load, failures=failures_of(load.transfers))
    return msgspec.structs.replace(capture, load=load)


async def _traced(started: Started, asked: _Asked, *, keep_bodies: bool) -> _Traced:
    context = await started.process.new_context(**context_options(asked.options, started))
    if asked.options.access.cookies:
        await context.add_cookies(site_cookies(asked.options.access))
    if started.script:
        await context.add_init_script(started.script)
    # One trace over both visits: connections that the first leaves open are known when the second uses them.
    tracing_on = await tracing.start(started.session)
    async with SiteHeaders(started.session, asked.options.access):
        visited = await _visited(context, asked, started, keep_bodies=keep_bodies)
        if visited.hangs:
            await _end_renderers(started)
        # The profile goes before the trace ends, so that what a page sends when it is closed is counted.
        await context.close()
    since_us = visited.start_s * 1e6 if asked.after is not None else 0
    return _Traced(visited, tracing_on, await tracing.finish(started.session, since_us) if tracing_on else None)


async def _visited(context: BrowserContext, asked: _Asked, started: Started, *, keep_bodies: bool) -> Visited:
    manner = Manner(asked.options, started.pulse, asked.asking, started.silent)
    if asked.after is None:
        return await visit(context, asked.url, manner, keep_bodies=keep_bodies)
    before = await visit(context, asked.after, manner, keep_bodies=False)
    if before.hangs or before.ending.outcome is not Outcome.OK:
        why = before.ending.reason.detail if before.ending.reason else ""
        ending = ended(Outcome.FAILED, ReasonCode.PAGE_BEFORE_FAILED, why)
        return Visited(ending=ending, hangs=before.hangs, start_s=math.inf)
    await leave_popups(context, started.pulse)
    visited = await visit(context, asked.url, manner, keep_bodies=keep_bodies)
    if asked.cache_state is CacheState.IN_VISIT and before.final_url == visited.final_url:
        visited.ending = ended(Outcome.FAILED, ReasonCode.PAGE_BEFORE_IS_THIS)
    return visited


async def _end_renderers(started: Started) -> None:
    """End the page processes of this browser: one that hangs would hold up the end of the trace for half a minute."""
    known = await started.session.send("SystemInfo.getProcessInfo")
    for process in known["processInfo"]:
        if process["type"] == "renderer":
            with contextlib.suppress(OSError):  # gone already
                os.kill(int(process["id"]), signal.SIGKILL)


def _capture(asked: _Asked, visited: Visited, ledger: Ledger | None, build: BrowserBuild) -> Capture:
    url = asked.url
    joined = join(ledger, visited.requests, visited.start_s)
    transfers = tuple(
        msgspec.structs.replace(t, body_sha256=visited.collected.of_request.get(r.id, ""))
        if r and not r.redirected
        else t
        for t, r in zip(joined.transfers, joined.requests, strict=True)
    )
    ending = visited.ending
    if ending.outcome is Outcome.OK and visited.final_url and not same_site(url, visited.final_url):
        ending = ended(Outcome.FAILED, ReasonCode.LEADS_ELSEWHERE, visited.final_url)
    before_interaction = (
        ledger.received_before(visited.interaction_s * 1e6) if ledger and visited.interaction_s else None
    )
    before_scroll = ledger.received_before(visited.scroll_s * 1e6) if ledger and visited.scroll_s else None
    load = PageLoad(
        requested_url=url,
        final_url=visited.final_url or url,
        started_at=visited.started_at,
        outcome=ending.outcome,
        reason=ending.reason,
        status=visited.status,
        title=visited.title,
        cache_state=asked.cache_state,
        came_from=asked.after or "",
        device=asked.options.device,
        browser=build,
        consent=visited.consent,
        element_count=visited.element_count,
        settled_after_ms=visited.settled_after_ms,
        unsettled=visited.unsettled,
        transfers=transfers,
        exact=ledger is not None and ledger.complete,
        wire_bytes=ledger.wire_bytes if ledger else None,
        sent_bytes=ledger.sent_bytes if ledger else None,
        before_interaction_bytes=before_interaction,
        before_scroll_bytes=before_scroll,
        scroll_cut=visited.scroll_cut,
        scroll_stuck=visited.scroll_stuck,
        page_clock=visited.page_clock,
        real_time_because=visited.real_time_because,
    )
    return Capture(
        load=load,
        html=visited.html,
        parts=visited.parts,
        bodies=visited.collected.bodies,
        observed=_observed(visited, ledger),
        left_out_bodies=visited.collected.left_out,
        retry_after=visited.retry_after,
        screenshot=visited.screenshot,
    )


def _observed(visited: Visited, ledger: Ledger | None) -> Observed:
    scroll_ms = None if visited.scroll_s is None else round((visited.scroll_s - visited.start_s) * 1000, 1)
    return msgspec.structs.replace(visited.observed, answers=answer_fields(ledger), scroll_ms=scroll_ms)
