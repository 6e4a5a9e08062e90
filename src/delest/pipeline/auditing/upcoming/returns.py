"""Pages that are loaded once more: soon, because the site asked for it, or at the end, because the network failed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from delest.crawl.site import backoff
from delest.pipeline.auditing.turns import Turns
from delest.records.pages.load import Capture
from delest.urls import same_site

_AFTER_A_FAILURE_S: Final = 3.0
"""A short cut of the network is over by then, mostly."""


class Returns:
    """Which pages come again, and when."""

    def __init__(self, put_back: Callable[[str, int], None], turns: Turns) -> None:
        self._put_back = put_back
        self._turns = turns
        self._tries: dict[str, int] = {}
        """Loads so far of each page that is to be loaded again later."""
        self._failed: dict[str, tuple[int, float]] = {}
        """Depth, and from when on it may be tried again, of each page that is tried once more at the end."""
        self._tried_again: set[str] = set()
        self._timers: set[asyncio.TimerHandle] = set()

    def comes_again(self, first: Capture, url: str, depth: int) -> bool:
        """Tell whether the site asked to come back later, and see to it."""
        tries = self._tries.get(url, 0) + 1
        status = first.load.status if same_site(url, first.load.final_url) else None
        delay_s = backoff.wait_s(status, first.retry_after, tries=tries, now=datetime.now(UTC))
        if delay_s is None or self._now_s() + delay_s > self._turns.ends_s:
            return False
        self._tries[url] = tries
        self._later(delay_s, url, depth)
        return True

    def at_the_end(self, first: Capture, url: str, depth: int) -> bool:
        """Tell whether the network failed, so that the page is tried once more at the end, and take note of it."""
        if url in self._tried_again or not backoff.is_network_failure(first.load.reason):
            return False
        self._failed[url] = (depth, self._now_s() + _AFTER_A_FAILURE_S)
        return True

    def start_over(self) -> int:
        """Let the pages that failed come again, now that no others are left; return how many."""
        failed, self._failed = self._failed, {}
        self._tried_again |= failed.keys()
        coming = {url: entry for url, entry in failed.items() if max(entry[1], self._now_s()) <= self._turns.ends_s}
        for url, (depth, from_s) in coming.items():
            self._later(max(0.0, from_s - self._now_s()), url, depth)
        return len(coming)

    def _later(self, delay_s: float, url: str, depth: int) -> None:
        self._timers.add(asyncio.get_running_loop().call_later(delay_s, self._put_back, url, depth))

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    def cancel(self) -> None:
        """Let nothing come again."""
        for timer in self._timers:
            timer.cancel()
