"""Budgets of page time: what the clocks of a page and of its frames in other processes may spend."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.targets import Target, Targets

EXPIRED: Final = "Emulation.virtualTimeBudgetExpired"
PAGE: Final[Target] = ()
LOST_S: Final = 3.0
_MOST_STARVED: Final = 2000
"""Tasks that may run while the clock stands still: loops of ``setTimeout(0)`` never end by themselves."""
_POLL_S: Final = 0.05


class Budgets:
    """What each process was given, and whether it has spent it."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._news = asyncio.Event()
        self._giving: set[asyncio.Future[None]] = set()
        self.expired: defaultdict[Target, asyncio.Event] = defaultdict(asyncio.Event)
        self.lost: set[Target] = set()
        """Those whose main thread does not answer."""

    def heard(self, target: Target, method: str) -> None:
        """Take one DevTools event."""
        if method == EXPIRED:
            self.expired[target].set()
            self._news.set()

    def frames(self) -> list[Target]:
        """Return the page and its frames in other processes that answer."""
        return [target for target in (PAGE, *self._targets.frames()) if target not in self.lost]

    async def give(self, targets: Iterable[Target], budget_ms: float, *, pause: bool) -> None:
        """Give budgets; only the page's own process is waited for, since those of frames may hang.

        Raises:
            TimeoutError: the page's main thread does not answer.
        """
        policy: dict[str, Any] = {
            "policy": "pauseIfNetworkFetchesPending" if pause else "advance",
            "budget": round(budget_ms, 2),
            "maxVirtualTimeTaskStarvationCount": _MOST_STARVED,
        }
        for target in targets:
            self.expired[target].clear()
            giving = asyncio.ensure_future(self._given(target, policy))
            if target == PAGE:
                await giving
            else:
                self._giving.add(giving)
                giving.add_done_callback(self._giving.discard)

    async def _given(self, target: Target, policy: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(LOST_S):
                await self._targets.send(target, "Emulation.setVirtualTimePolicy", policy)
        except TimeoutError:
            self.lost.add(target)
            if target == PAGE:
                raise
        except PlaywrightError:
            if target == PAGE:
                raise
            self.expired[target].set()  # it is gone

    async def spent(
        self, targets: Iterable[Target], limit_s: float, or_done: "asyncio.Future[Any] | None" = None
    ) -> bool:
        """Wait until some targets have spent what they were given; False where a limit came first."""
        until_s = time.monotonic() + limit_s
        waiting = list(targets)
        while any(not self.expired[target].is_set() for target in waiting):
            left_s = until_s - time.monotonic()
            if left_s <= 0 or (or_done is not None and or_done.done()):
                return False
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left_s, _POLL_S)):
                    await self._news.wait()
        return True
