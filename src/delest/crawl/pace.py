"""How fast pages of one origin are asked for."""

import asyncio
import time


class Pace:
    """Leaves at least ``delay_s`` between the starts of two page loads, whoever asks."""

    def __init__(self, delay_s: float | None) -> None:
        self._delay_s = delay_s or 0.0
        self._turn = asyncio.Lock()
        self._next_s = 0.0

    async def wait(self) -> None:
        """Return when the next load may start."""
        if not self._delay_s:
            return
        async with self._turn:
            await asyncio.sleep(max(0.0, self._next_s - time.monotonic()))
            self._next_s = time.monotonic() + self._delay_s
