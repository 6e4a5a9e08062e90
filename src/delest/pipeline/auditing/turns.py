"""Who may ask a site for something, and when: stop, time limit, robots.txt and politeness in one place."""

import asyncio
import math
from collections.abc import Coroutine
from typing import Any, TypeVar

from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn
from delest.pipeline.auditing.stopping import unless_stopped
from delest.records.runs.skip_reason import SkipReason

_T = TypeVar("_T")


class Turns:
    """Gives each request of an audit its turn."""

    def __init__(self, site: Site, stop: asyncio.Event) -> None:
        self._site = site
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
        try:
            async with asyncio.timeout_at(self.ends_s if math.isfinite(self.ends_s) else None):
                return await self.however_late(url)
        except TimeoutError:
            return Turn.OVER

    async def however_late(self, url: str) -> Turn:
        """Wait for the turn of ``url`` although the time may be over: a page that was begun is loaded to its end."""
        allowed = await self.unless_stopped(self._allowed(url))
        return Turn.OVER if allowed is None else Turn.COMES if allowed else Turn.REFUSED

    async def _allowed(self, url: str) -> bool:
        return await self._site.allows(url) and await self._site.wait_turn(url)

    def why_over(self) -> SkipReason:
        """Return why a page whose turn did not come is not loaded."""
        if self.stopped:
            return SkipReason.STOPPED
        return SkipReason.TIME_LIMIT if asyncio.get_running_loop().time() >= self.ends_s else SkipReason.LIMIT
