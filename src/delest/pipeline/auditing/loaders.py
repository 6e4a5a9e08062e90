"""The page loaders of a crawl, lent to one page at a time: those whose browser runs first."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext

from delest.measure.browser.pace import Pace
from delest.measure.load import PageLoader


class Loaders:
    """As many loaders as pages may be loaded side by side at most; without a ``pace`` always so many."""

    def __init__(self, loaders: Sequence[PageLoader], pace: Pace | None = None) -> None:
        self._idle = list(reversed(loaders))
        self._pace = pace
        self.most = len(loaders)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[PageLoader]:
        """Lend a loader, once one more page may be loaded; at most ``most`` may ask at the same time."""
        async with self._pace.turn() if self._pace else nullcontext():
            loader = self._idle.pop()  # the one that came back last: its browser runs
            try:
                yield loader
            finally:
                self._idle.append(loader)
