"""Steps of page time: each at once, or as fast as real time."""

import asyncio
import contextlib
import time
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.targets import Target
from delest.measure.visit.clock.account import Account
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.budgets import LOST_S, PAGE, Budgets
from delest.measure.visit.clock.needs import STALL_S, Needs

TICK_S: Final = 0.008
_PACE_S: Final = 0.04
_IDLE_S: Final = 0.3


class Steps:
    """Lets the time of a page and of its frames in other processes go on, a step at a time."""

    def __init__(self, budgets: Budgets, account: Account, activity: Activity, needs: Needs) -> None:
        self._budgets = budgets
        self._account = account
        self._activity = activity
        self._needs = needs
        self._never_pausing: set[Target] = set()

    async def jump(self, step_ms: float, hold_s: float) -> None:
        """Give every process its budget, and wait until all have spent it."""
        if self._never_pausing:
            await self._landed(hold_s)
        self._account.page_ms += step_ms
        pausing = [target for target in self._budgets.frames() if target not in self._never_pausing]
        began_s = time.monotonic()
        for target in self._budgets.frames():
            with contextlib.suppress(PlaywrightError):
                owed_ms = self._account.owed_ms(target)
                await self._budgets.give([target], step_ms + owed_ms, pause=target in pausing)
        while waiting := [target for target in self._budgets.frames() if not self._budgets.expired[target].is_set()]:
            now_s, network = time.monotonic(), self._activity.network
            if self._activity.over or now_s - began_s > max(hold_s, LOST_S):
                self._budgets.lost.update(set(waiting) - {PAGE})
                return
            silent_s = now_s - max(began_s, self._activity.last_s)
            awaited = bool(network.in_flight.waited_for())
            held = awaited and (silent_s > STALL_S or now_s - began_s > hold_s)
            if held or (not awaited and silent_s > _IDLE_S):
                if not held:  # in Chromium 156 the clock of a document that follows another one may wait for nothing
                    self._never_pausing.update(waiting)
                for target in waiting:
                    with contextlib.suppress(PlaywrightError):
                        await self._budgets.give([target], step_ms, pause=False)
                if not await self._budgets.spent(waiting, _IDLE_S) and held:
                    return
            elif PAGE not in waiting and now_s - began_s > STALL_S and not awaited:
                self._budgets.lost.update(waiting)
            await self._budgets.spent(waiting, 0.05)

    async def in_real_time(self, wanted_ms: float) -> None:
        """Give every process as much time as really passes."""
        until_s = time.monotonic() + wanted_ms / 1000
        last_s = time.monotonic()
        while (now_s := time.monotonic()) < until_s:
            await asyncio.sleep(min(_PACE_S, until_s - now_s))
            passed_ms, last_s = (time.monotonic() - last_s) * 1000, time.monotonic()
            self._account.passed(passed_ms, self._budgets.frames())
            with contextlib.suppress(PlaywrightError):
                await self._budgets.give(self._budgets.frames(), passed_ms, pause=False)
                await self._budgets.spent([PAGE], 0.25)

    async def _landed(self, hold_s: float) -> None:
        """Wait for what is being fetched, for a while: where the clock does not do so by itself."""
        until_s = time.monotonic() + hold_s
        while time.monotonic() < until_s and self._needs.fetches():  # noqa: ASYNC110 - a pure fold can wake no one
            await asyncio.sleep(TICK_S)
