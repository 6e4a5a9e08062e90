"""How many pages this process loads at the same time: as many as the machine bears, where the user names no number.

It begins with two a processor, since a visit mostly waits. Every other second it looks: one more where all are at work
and a quarter of the processors' time is left, one less where none is left. While a page waits for its turn with its
host, none is added: what the host bears is then the limit. Linux alone tells how busy processors are; elsewhere the
number stays.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final, NamedTuple

_LOOK_S: Final = 2.0
_ROOM: Final = 0.75
_FULL: Final = 0.97
"""Share of the processors' time in use below which one more page is loaded, and above which one less."""
_STAT: Final = "/proc/stat"
_IDLE: Final = (3, 4)
"""Places of the time without work in the first line: ``idle`` and ``iowait`` (proc_stat(5))."""


class Ticks(NamedTuple):
    """Processor time since the machine was started, in the system's own unit."""

    used: int
    whole: int


def ticks() -> Ticks | None:
    """Return how much processor time there was, and was used; None where the system does not tell."""
    try:
        fields = [int(each) for each in Path(_STAT).read_text("ascii").partition("\n")[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    return Ticks(sum(fields) - sum(fields[at] for at in _IDLE), sum(fields))


class Pace:
    """Lets so many pages be loaded at the same time.

    Args:
        least: as many as that always.
        most: never more.
        start: how many at first.
        read: how busy the machine is.
        every_s: how often to look.
    """

    def __init__(
        self, least: int, most: int, start: int, read: Callable[[], Ticks | None] = ticks, *, every_s: float = _LOOK_S
    ) -> None:
        self.allowed = min(most, max(least, start))
        self._least, self._most = least, most
        self._read = read
        self._every_s = every_s
        self._before = read()
        self._looked_s = time.monotonic()
        self._loading = 0
        self._with_host = 0
        self._left = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until one more page may be loaded."""
        async with self._left:
            await self._left.wait_for(lambda: self._loading < self.allowed)
            self._loading += 1
        try:
            yield
        finally:
            self._look()
            async with self._left:
                self._loading -= 1
                self._left.notify_all()

    @contextlib.asynccontextmanager
    async def at_host(self, asking: AbstractAsyncContextManager[object]) -> AsyncIterator[None]:
        """Enter ``asking``, which waits for a page's turn with its host; meanwhile no page more is loaded."""
        self._with_host += 1
        try:
            await asking.__aenter__()
        finally:
            self._with_host -= 1
        try:
            yield
        finally:
            await asking.__aexit__(None, None, None)

    def _look(self) -> None:
        """Look how busy the machine was since the last look, at the end of a page."""
        now = self._read()
        if self._before is None or now is None or time.monotonic() - self._looked_s < self._every_s:
            return
        whole = now.whole - self._before.whole
        busy = (now.used - self._before.used) / whole if whole > 0 else 1.0
        self._before, self._looked_s = now, time.monotonic()
        if busy > _FULL:
            self.allowed = max(self._least, self.allowed - 1)
        elif busy < _ROOM and self._loading >= self.allowed and not self._with_host:
            self.allowed = min(self._most, self.allowed + 1)
