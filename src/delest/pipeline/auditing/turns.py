"""Who may ask a site for something, and when: stop, time limit, robots.txt and politeness in one place."""

import asyncio
import math
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from delest.crawl.site.shared_pace import SharedPace
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn
from delest.pipeline.auditing.stopping import unless_stopped
from delest.records.runs.skip_reason import SkipReason

_T = TypeVar("_T")


class Turns:
    """Gives each request of an audit its turn."""

    def __init__(self, site: Site, stop: asyncio.Event, shared_pace: str = "") -> None:
        self._site = site
        self._shared = SharedPace(Path(shared_pace)) if shared_pace else None
        self._stop = stop
        self.ends_s = math.inf
        """When the audit's time is over, by the clock of the event loop."""

    @property
    def stopped(self) -> bool:
        """The user asked to stop."""
        return self._stop.is_set()

    async def unless_stopped(self, waiting: Coroutine[Any, Any, _T]) -> _T | None:
        """Return what ``waiting`` comes to; None as soon as the user asks to stop."""
        return await unless_stopped(self._stop, waiting)

    async def of(self, url: str) -> Turn:
        """Wait for the turn of ``url``, no longer than the audit may take."""
        return await self._in_time(self._allowed(url))

    async def of_page(self, url: str) -> Turn:
        """Wait for the turn of ``url`` to be loaded as a page, in the pace of the whole fleet where there is one."""
        return await self._in_time(self._page_allowed(url))

    async def however_late(self, url: str) -> Turn:
        """Wait for the turn of a page although the time may be over: one that was begun is loaded to its end."""
        return await self._unless_stopped(self._page_allowed(url))

    async def _in_time(self, waiting: Coroutine[Any, Any, bool]) -> Turn:
        try:
            async with asyncio.timeout_at(self.ends_s if math.isfinite(self.ends_s) else None):
                return await self._unless_stopped(waiting)
        except TimeoutError:
            return Turn.OVER

    async def _unless_stopped(self, waiting: Coroutine[Any, Any, bool]) -> Turn:
        allowed = await self.unless_stopped(waiting)
        return Turn.OVER if allowed is None else Turn.COMES if allowed else Turn.REFUSED

    async def _allowed(self, url: str) -> bool:
        return await self._site.rules.allows(url) and await self._site.wait_turn(url)

    async def _page_allowed(self, url: str) -> bool:
        allowed = await self._allowed(url)
        if allowed and self._shared is not None:
            await self._shared.wait()
        return allowed

    def why_over(self) -> SkipReason:
        """Return why a page whose turn did not come is not loaded."""
        if self.stopped:
            return SkipReason.STOPPED
        return SkipReason.TIME_LIMIT if asyncio.get_running_loop().time() >= self.ends_s else SkipReason.LIMIT
