"""One page load: a fresh profile, a traced visit, and the Capture that comes of it."""

import asyncio
import contextlib
import os
import signal
from types import TracebackType
from typing import Final, NamedTuple, Self

import msgspec
from playwright.async_api import Error as PlaywrightError

from delest.measure import tracing
from delest.measure.browser import Driver, Started, context_options
from delest.measure.join import join
from delest.measure.netlog import Ledger
from delest.measure.options import LoadOptions
from delest.measure.outcome import Ending, of_error
from delest.measure.visit import Visited, visit
from delest.records.load import BrowserBuild, Capture, Outcome, PageLoad
from delest.urls import same_site

_LOADS_PER_BROWSER: Final = 40
"""Then the browser is started anew, before its memory grows."""
_GRACE_S: Final = 60.0
"""What starting, tracing and closing may take beside the visit itself."""


class _Attempt(NamedTuple):
    capture: Capture
    sound: bool
    """False: the browser, not the page, is at fault."""


class _Traced(NamedTuple):
    visited: Visited
    tracing: bool
    ledger: Ledger | None


class PageLoader:
    """Loads one page at a time in a browser of its own, which it starts anew when needed."""

    def __init__(self, driver: Driver, options: LoadOptions) -> None:
        self._driver = driver
        self._options = options
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

    async def load(self, url: str, *, keep_bodies: bool = False) -> Capture:
        """Load ``url`` cold.

        A browser that crashes, hangs, or whose log is lost or does not add up is replaced, and the page is tried once
        more.

        Raises:
            NoBrowserError: no browser can be started.
        """
        attempt = await self._attempt(url, keep_bodies=keep_bodies)
        if not attempt.sound:
            await self._stop()
            attempt = await self._attempt(url, keep_bodies=keep_bodies)
        if not attempt.sound:
            await self._stop()
        return attempt.capture

    async def _attempt(self, url: str, *, keep_bodies: bool) -> _Attempt:
        started = await self._browser()
        self._loads += 1
        try:
            async with asyncio.timeout(self._options.limit_s + _GRACE_S):
                traced = await _traced(started, url, self._options, keep_bodies=keep_bodies)
        except (TimeoutError, PlaywrightError) as error:
            message = getattr(error, "message", "") or "the browser did not answer"
            lost = Visited(ending=of_error(message))
            return _Attempt(_capture(url, lost, None, self._options, started.build), sound=False)
        ledger = traced.ledger
        sound = not traced.tracing or (ledger is not None and ledger.complete)
        return _Attempt(_capture(url, traced.visited, ledger, self._options, started.build), sound=sound)

    async def _browser(self) -> Started:
        if self._loads >= _LOADS_PER_BROWSER:
            await self._stop()
        if self._started is None or not self._started.process.is_connected():
            self._started = await self._driver.start()
            self._loads = 0
        return self._started

    async def _stop(self) -> None:
        started, self._started = self._started, None
        if started is None:
            return
        try:
            async with asyncio.timeout(10):
                await started.process.close()
        except (TimeoutError, PlaywrightError):
            return


async def _traced(started: Started, url: str, options: LoadOptions, *, keep_bodies: bool) -> _Traced:
    context = await started.process.new_context(**context_options(options, started))
    tracing_on = await tracing.start(started.session)
    visited = await visit(context, url, options, started.pulse, keep_bodies=keep_bodies)
    if visited.hangs:
        await _end_renderers(started)
    # The profile goes before the trace ends, so that what a page sends when it is closed is counted.
    await context.close()
    return _Traced(visited, tracing_on, await tracing.finish(started.session) if tracing_on else None)


async def _end_renderers(started: Started) -> None:
    """End the page processes of this browser: one that hangs would hold up the end of the trace for half a minute."""
    known = await started.session.send("SystemInfo.getProcessInfo")
    for process in known["processInfo"]:
        if process["type"] == "renderer":
            with contextlib.suppress(OSError):  # gone already
                os.kill(int(process["id"]), signal.SIGKILL)


def _capture(url: str, visited: Visited, ledger: Ledger | None, options: LoadOptions, build: BrowserBuild) -> Capture:
    joined = join(ledger, visited.requests, visited.start_s)
    transfers = tuple(
        msgspec.structs.replace(t, body_sha256=visited.body_of_request.get(r.id, "")) if r and not r.redirected else t
        for t, r in zip(joined.transfers, joined.requests, strict=True)
    )
    ending = visited.ending
    if ending.outcome is Outcome.OK and visited.final_url and not same_site(url, visited.final_url):
        ending = Ending(outcome=Outcome.FAILED, reason=f"leads to another site: {visited.final_url[:200]}")
    before_scroll = ledger.received_before(visited.scroll_s * 1e6) if ledger and visited.scroll_s else None
    load = PageLoad(
        requested_url=url,
        final_url=visited.final_url or url,
        outcome=ending.outcome,
        reason=ending.reason,
        status=visited.status,
        title=visited.title,
        device=options.device,
        browser=build,
        element_count=visited.element_count,
        settled_after_ms=visited.settled_after_ms,
        transfers=transfers,
        exact=ledger is not None and ledger.complete,
        wire_bytes=ledger.wire_bytes if ledger else None,
        sent_bytes=ledger.sent_bytes if ledger else None,
        before_scroll_bytes=before_scroll,
    )
    return Capture(load=load, html=visited.html, bodies=visited.bodies)
