"""How much page time has gone by: by the budgets that were given, set right by what the page's own clock shows.

Whether a budget was spent cannot always be told: the word of one may come after the next was given, and the budget of a
main thread that is busy is replaced before it is spent.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from delest.measure.devtools.targets import Target

LEAD_MS: Final = 500
"""By how much page time runs ahead from the beginning, and what a new frame in another process is given first."""


class Account:
    """Page time since page time runs ahead, in milliseconds.

    ``frames`` returns the frames of the page that live in other processes.
    """

    def __init__(self, frames: Callable[[], Iterable[Target]]) -> None:
        self._frames = frames
        self._began_s = 0.0
        self._zero_ms: float | None = None
        """What the page's clock showed then; None where it was not told."""
        self._shown_ms = 0.0
        self._owed: defaultdict[Target, float] = defaultdict(float)
        """Page time that the page has had and a frame in another process has not."""
        self.page_ms = 0.0

    def begin(self, shown_ms: float | None) -> None:
        """Begin now, where the page's clock shows ``shown_ms`` and the lead is about to be given."""
        self._began_s, self._zero_ms, self.page_ms = time.monotonic(), shown_ms, LEAD_MS

    def read(self, shown_ms: float | None) -> None:
        """Take what the page's clock shows."""
        if shown_ms is None or self._zero_ms is None:
            return
        missing_ms = self.page_ms - (shown_ms - self._zero_ms)
        set_back, self._shown_ms = shown_ms < self._shown_ms, shown_ms
        if set_back:  # it is another clock: of a document in another process
            self._zero_ms = shown_ms - self.page_ms
            return
        self.page_ms -= missing_ms
        for target in self._owed:
            self._owed[target] -= missing_ms

    def lag_ms(self) -> float:
        """Return how much page time is missing to be ahead of real time: a clock behind it would get no frames."""
        return (time.monotonic() - self._began_s) * 1000 + LEAD_MS / 2 - self.page_ms

    def passed(self, passed_ms: float, given: Iterable[Target]) -> None:
        """Note that time has gone by on the page, and in those of its frames that were given it."""
        self.page_ms += passed_ms
        for target in self._frames():
            self._owed[target] += passed_ms
        for target in given:
            self._owed[target] -= passed_ms

    def owed_ms(self, target: Target) -> float:
        """Return what a process is owed, and take it as given."""
        owed_ms = self._owed.pop(target, LEAD_MS if target else 0.0)
        self._owed[target] = 0.0
        return max(0.0, owed_ms)
