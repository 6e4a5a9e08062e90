"""How fast pages of one host are asked for."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

LONGEST_GAP_S: Final = 30.0
"""The gap grows no further than that; a longer one that was asked for stands."""

_FIRST_GAP_S: Final = 0.5
_NO_GAP_S: Final = 0.1
_SLOW_S: Final = 2.0
"""An answer that comes sooner is not slow, whatever came before."""
_SLOWER: Final = 3.0
"""Times the usual answer."""
_WEIGHT: Final = 0.2
"""Of the newest answer in the usual one."""


class Pace:
    """Leaves a gap between the starts of two page loads, whoever asks; it grows while the host has trouble."""

    def __init__(self, delay_s: float | None) -> None:
        self._delay_s = delay_s if delay_s and delay_s > 0 else 0.0
        self._strain_s = 0.0
        self._usual_s: float | None = None
        self._turn = asyncio.Lock()
        self._next_s = 0.0

    @property
    def gap_s(self) -> float:
        """Seconds between two starts."""
        return max(self._delay_s, self._strain_s)

    def answered(self, took_s: float) -> None:
        """Take note of how long an answer took: one much slower than usual widens the gap, any other narrows it."""
        usual_s = took_s if self._usual_s is None else self._usual_s
        if took_s > max(_SLOW_S, _SLOWER * usual_s):
            self.strained()
        else:
            self._strain_s = self._strain_s / 2 if self._strain_s / 2 > _NO_GAP_S else 0.0
        self._usual_s = usual_s + _WEIGHT * (took_s - usual_s)

    def strained(self) -> None:
        """Take note that the host asked for less, or could not answer."""
        self._strain_s = min(LONGEST_GAP_S, max(_FIRST_GAP_S, 2 * self.gap_s))

    async def wait(self) -> None:
        """Return when the next load may start."""
        if not self.gap_s:
            return
        async with self._turn:
            await asyncio.sleep(max(0.0, self._next_s - time.monotonic()))
            self._next_s = time.monotonic() + self.gap_s


class Spacing:
    """Keeps requests apart at the server: one is asked for no sooner than a gap after the one before was answered.

    What `Pace` plans is when loads start; how long a browser then takes to ask is different each time.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._answered_s = float("-inf")

    @asynccontextmanager
    async def asking(self, gap_s: float) -> AsyncIterator[None]:
        """Be entered before a request, once the gap is over, and left when it was answered or given up."""
        async with self._turn:
            await asyncio.sleep(max(0.0, self._answered_s + gap_s - time.monotonic()))
            try:
                yield
            finally:
                self._answered_s = time.monotonic()
