"""Which page is loaded next, and whether there will be one while others are still at work."""

import asyncio
from collections.abc import Iterable

from delest.pipeline.auditing.turns import Turns
from delest.pipeline.auditing.upcoming.most_viewed import MostViewed
from delest.pipeline.auditing.upcoming.returns import Returns
from delest.pipeline.sampling.picker import Picker
from delest.records.pages.load import Capture

Entry = tuple[str, int]
"""URL and depth."""


class Upcoming:
    """Hands pages to those who load them: first what comes again, then what is drawn or most viewed."""

    def __init__(self, turns: Turns, draw: Picker | None, viewed: MostViewed) -> None:
        self._turns = turns
        self._draw = draw
        self._viewed = viewed
        self._returns = Returns(self._put_back, turns)
        self._busy = 0
        """How many work on what may lead to further pages."""
        self._news = asyncio.Event()
        self._again = list[Entry]()
        self._has_record = set[str]()

    def resume(self, again: Iterable[Entry]) -> None:
        """Take note of pages with a record that an earlier process would have loaded again."""
        self._again = list(again)
        self._has_record = {url for url, _ in self._again}

    async def next(self) -> Entry | None:
        """Return the next page, which is at work until ``done``; None once there will be no more."""
        while not self._turns.stopped:
            if self._draw is not None and not self._busy and not self._again:
                await self._look_ahead(self._draw)
            entry = self._again.pop(0) if self._again else self._pick()
            if entry is not None:
                self._busy += 1
                return entry
            if not self._busy:
                self._busy += self._returns.start_over()
            if not self._busy:
                break
            self._news.clear()
            await self._turns.unless_stopped(self._news.wait())
        return None

    def begin(self) -> None:
        """Take note that something is at work until ``done``, which may lead to pages."""
        self._busy += 1

    def done(self) -> None:
        """Take note that something at work has ended."""
        self._busy -= 1
        self._news.set()

    def heard(self) -> None:
        """Take note that pages were heard of."""
        self._news.set()

    def has_record(self, url: str) -> bool:
        """Tell whether a page has a record already, from a load that was not its last."""
        return url in self._has_record

    def comes_again(self, first: Capture, url: str, depth: int) -> bool:
        """Tell whether the page is loaded again, soon or at the end; until then it has the record it has."""
        soon = self._returns.comes_again(first, url, depth)
        self._busy += soon
        if soon or self._returns.at_the_end(first, url, depth):
            self._has_record.add(url)
            return True
        return False

    def cancel(self) -> None:
        """Wait for no page to come again."""
        self._returns.cancel()

    async def _look_ahead(self, draw: Picker) -> None:
        self._busy += 1
        try:
            await self._turns.unless_stopped(draw.look_ahead())
        finally:
            self.done()

    def _pick(self) -> Entry | None:
        return self._viewed.next() if self._draw is None else self._draw.next(busy=self._busy > 0)

    def _put_back(self, url: str, depth: int) -> None:
        self._again.append((url, depth))
        self.done()
