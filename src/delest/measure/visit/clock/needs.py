"""Whether a page needs real time, and why: what on it talks to the outside as its time goes by."""

import time
from typing import Final

from delest.measure.devtools.targets import Targets
from delest.measure.devtools.world import World
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.playing import plays
from delest.records.pages.page_clock import RealTime

STALL_S: Final = 1.0
_MOST_IN_STEP: Final = 40
_MOST_IN_STAY: Final = 60
"""Requests from which a page gets real time: no site is asked faster than a visitor would ask it."""


class Needs:
    """What one page has needed real time for until now."""

    def __init__(self, targets: Targets, activity: Activity, world: World) -> None:
        self._targets = targets
        self._activity = activity
        self._world = world
        self._windows = 0
        self.was: RealTime | None = RealTime.ASKED
        """Why the page had real time, for the whole of its visit or a part; None: it had none."""
        self.for_good: RealTime | None = None
        """Why it has real time from now on; None: it has not."""

    def window_opened(self) -> None:
        """Note that the page has opened a window: it has a clock of its own, which is real."""
        self._windows += 1

    async def now(self, *, deep: bool = True) -> RealTime | None:
        """Return what on the page needs real time, as far as it is seen; ``deep`` asks the page itself as well."""
        lines = self._activity.network.lines
        if lines.sockets:
            return RealTime.SOCKET
        if lines.streams:
            return RealTime.STREAM
        if self._targets.workers:
            return RealTime.WORKER
        if self._windows:
            return RealTime.WINDOW
        if deep and await plays(self._world):
            return RealTime.MEDIA
        return None

    async def step_taken(self, in_step: int, in_stay: int) -> None:
        """Look again after a step of page time, in which the page has asked for so much, and since it stays."""
        if in_step > _MOST_IN_STEP or in_stay > _MOST_IN_STAY:
            self.stay(RealTime.MANY_REQUESTS)
        elif (why := await self.now(deep=False)) is not None:
            self.stay(why)

    def stay(self, why: RealTime) -> None:
        """Give the page real time from now on."""
        self.for_good = self.for_good or why
        self.was = self.was or why

    def stalls(self) -> bool:
        """Tell whether something fetched has brought no byte for a while: a visitor waits for it in real time."""
        silent_s = time.monotonic() - self._activity.last_s
        stalls = bool(self._activity.network.in_flight.waited_for()) and silent_s > STALL_S
        if stalls:
            self.was = self.was or RealTime.UNANSWERED
        return stalls

    def fetches(self) -> bool:
        """Tell whether something is being fetched whose bytes still come."""
        return bool(self._activity.network.in_flight.waited_for()) and not self.stalls()
