"""The time that a page lives in: it runs ahead of real time wherever nothing on the page needs real time.

Chromium gives each page process a clock of its own (``Emulation.setVirtualTimePolicy``). A budget of page time is spent
at once: the clock jumps from timer to timer, and waits while the page fetches something. With a spent budget the clock
stands still, and frames and input with it: whoever waits for a frame gives small budgets until it has come. Animations
follow the frames, which are real, so they are moved on by hand. Once a page has such a clock it keeps it: real time is
then budgets as large as the time that has really passed.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable
from typing import Final, TypeVar

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.targets import Target, Targets
from delest.measure.devtools.world import World
from delest.measure.visit.clock.account import LEAD_MS, Account
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.budgets import LOST_S, PAGE, Budgets
from delest.measure.visit.clock.needs import Needs
from delest.measure.visit.clock.steps import TICK_S, Steps
from delest.records.pages.page_clock import PageClock, RealTime

_T = TypeVar("_T")
_STEP_MS: Final = 450
"""Between two frames. Shorter than the gaps (500 ms) from which animation libraries no longer believe the clock."""
_TICK_MS: Final = 16
_MOST_FRAMES_MISSED: Final = 2
_HOLD_S: Final = 4.0
"""How long the clock waits for what is being fetched; a person does not wait either."""
_FRAME: Final = """
(ms => new Promise(done => {
  try {
    for (const each of Document.prototype.getAnimations.call(document))
      if (ms > 0 && each.playState === 'running' && each.timeline instanceof DocumentTimeline)
        each.currentTime = Number(each.currentTime) + ms;
  } catch {}
  requestAnimationFrame(() => done(Date.now()));
}))"""
_CLOCK: Final = "Date.now()"
_UNHEARD_S: Final = 0.2
"""A page that has drawn nothing for so long may be behind real time."""
_MOST_MORE: Final = 2
_IDLE: Final = "new Promise(done => requestIdleCallback(() => done(true), {timeout: 1000}))"
_SHORT_S: Final = 0.1


class PageTime:
    """The clock of one page and of its frames in other processes. Real until ``run_ahead`` was called."""

    def __init__(self, targets: Targets, activity: Activity, world: World) -> None:
        self.needs = Needs(targets, activity, world)
        self._activity = activity
        self._world = world
        self._ahead = False
        self._budgets = Budgets(targets)
        self._account = Account(targets.frames)
        self._steps = Steps(self._budgets, self._account, activity, self.needs)
        self._frames_missed = 0

    @property
    def clock(self) -> PageClock:
        """How the time of the page has run until now."""
        if not self._ahead:
            return PageClock.REAL
        return PageClock.AHEAD if self.needs.was is None else PageClock.BOTH

    @property
    def real_because(self) -> RealTime | None:
        """Why the page got real time, for the whole of its visit or a part."""
        return self.needs.was

    @property
    def draws(self) -> bool:
        """Tell whether the page draws frames; one that has led to a download, for example, does not."""
        return self._frames_missed < _MOST_FRAMES_MISSED

    def heard(self, target: Target, method: str) -> None:
        """Take one DevTools event."""
        self._budgets.heard(target, method)

    async def run_ahead(self) -> None:
        """Give the page a clock that runs ahead, unless something on it needs real time."""
        self.needs.was = await self.needs.now()
        if self.needs.was is not None:
            return
        self._account.begin(await self._shown_ms())
        try:
            async with asyncio.timeout(LOST_S):
                await self._budgets.give([PAGE], LEAD_MS, pause=False)
        except PlaywrightError:
            self.needs.was = RealTime.UNSUPPORTED
            return
        except TimeoutError:
            self.needs.was = RealTime.HANGS
            return
        self._ahead = True
        await self._budgets.spent([PAGE], LOST_S)
        self._account.read(await self._shown_ms())

    async def run(self, wanted_ms: float, until_s: float, *, hold_s: float = _HOLD_S) -> None:
        """Let so much page time go by, at most until ``until_s`` (``time.monotonic``)."""
        if not self._ahead:
            await asyncio.sleep(max(0.0, min(wanted_ms / 1000, until_s - time.monotonic())))
            return
        with contextlib.suppress(TimeoutError):  # a main thread that hangs lives in no time at all
            await self._run(wanted_ms, until_s, hold_s)

    async def _run(self, wanted_ms: float, until_s: float, hold_s: float) -> None:
        end_ms, requests = self._account.page_ms + wanted_ms, len(self._activity.network.requests)
        steps_left = math.ceil(wanted_ms / _STEP_MS) * 2 + _MOST_MORE
        while steps_left and time.monotonic() < until_s and not self._activity.over:
            step_ms = min(end_ms - self._account.page_ms, _STEP_MS)
            if step_ms < 1:
                return
            steps_left -= 1
            before = len(self._activity.network.requests)
            if self.needs.for_good is not None or self.needs.stalls():
                await self._steps.in_real_time(step_ms)
            else:
                began_s = time.monotonic()
                await self._steps.jump(step_ms, hold_s)
                await self.frame(step_ms - (time.monotonic() - began_s) * 1000)
            now = len(self._activity.network.requests)
            await self.needs.step_taken(now - before, now - requests)

    def quiet_s(self, wanted_s: float) -> float:
        """Return how much real time makes so much page time without network: the rest is let go by at once."""
        return min(wanted_s, _SHORT_S) if self._ahead and self.needs.for_good is None else wanted_s

    async def idle(self, until_s: float) -> bool:
        """Wait until the page's main thread has nothing to do; False where it does not answer in time."""
        limit_s = min(3.0, max(0.1, until_s - time.monotonic()))
        try:
            if self._ahead:
                await self.run(_STEP_MS, until_s)
                await self.frame()
                return True
            return bool(await self._world.evaluate(_IDLE, limit_s=limit_s))
        except (TimeoutError, PlaywrightError):
            await asyncio.sleep(0.05)
            return False

    async def look(self) -> None:
        """Look whether something on the page needs real time by now."""
        if self._ahead and self.needs.for_good is None and (why := await self.needs.now()) is not None:
            self.needs.stay(why)

    async def frame(self, ahead_ms: float = 0) -> None:
        """Wait until the page has drawn a frame; its animations are ``ahead_ms`` behind its clock."""
        limit_s = 0.5 if self.draws else TICK_S
        try:
            drawn_ms = await self.driven(self._world.evaluate(f"{_FRAME}({max(0.0, ahead_ms)})", limit_s=limit_s))
            self._account.read(drawn_ms)
            self._frames_missed = 0
        except TimeoutError:
            self._frames_missed += 1
        except PlaywrightError:
            pass

    async def driven(self, doing: Awaitable[_T], *, limit_s: float = 5.0, elsewhere: bool = False) -> _T:
        """Wait for something that the page does in frames, or in response to input, while its time goes on.

        Args:
            doing: what to wait for.
            limit_s: how long.
            elsewhere: it is done in a frame that may live in another process.

        Raises:
            TimeoutError: it took longer.
        """
        async with asyncio.timeout(limit_s):
            if not self._ahead:
                return await doing
            task, read_s = asyncio.ensure_future(doing), time.monotonic()
            try:
                while not task.done():
                    if time.monotonic() - read_s > _UNHEARD_S:
                        self._account.read(await self._shown_ms())
                        read_s = time.monotonic()
                    tick_ms = max(_TICK_MS, self._account.lag_ms())
                    self._account.passed(tick_ms, self._budgets.frames() if elsewhere else [PAGE])
                    with contextlib.suppress(PlaywrightError):
                        await self._budgets.give(self._budgets.frames() if elsewhere else [PAGE], tick_ms, pause=False)
                        await self._budgets.spent([PAGE], 0.1, or_done=task)
                    await asyncio.wait({task}, timeout=TICK_S)
                return task.result()
            finally:
                task.cancel()

    async def _shown_ms(self) -> float | None:
        """Return what the page's clock shows; None where its main thread does not answer soon."""
        with contextlib.suppress(TimeoutError, PlaywrightError):
            return float(await self._world.evaluate(_CLOCK, limit_s=_UNHEARD_S))
        return None
