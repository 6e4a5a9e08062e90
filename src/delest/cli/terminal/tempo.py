"""How fast an audit goes, and when it will be done."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from delest.report.language.numbers import count_text, duration_text, figure_text
from delest.report.language.words import _

_LATEST: Final = 100
"""Pages that tell the rate: a site may be slower in one part than in another."""
_FEWEST: Final = 5
"""Before that, a rate would be a guess."""
_SLOW: Final = 10
"""Pages a minute; below, a decimal tells more."""
_FINE_S: Final = 180.0
_COARSE_S: Final = 7200.0


class Tempo:
    """The rate of the latest pages; a machine that sleeps in between makes it slow, not wrong for long.

    ``clock`` gives seconds and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends_s: deque[float] = deque([clock()], maxlen=_LATEST + 1)

    def page_ended(self) -> None:
        """Take note that a page has ended, now."""
        self._ends_s.append(self._clock())

    def pages_per_minute(self) -> float | None:
        """Return the rate; None until enough pages have ended to know it."""
        pages, took_s = len(self._ends_s) - 1, self._ends_s[-1] - self._ends_s[0]
        return 60 * pages / took_s if pages >= _FEWEST and took_s > 0 else None

    def said(self, waiting: int) -> str:
        """Return the rate, and how long the pages that are known to wait will take at it; empty until it is known."""
        rate = self.pages_per_minute()
        if rate is None:
            return ""
        pages = figure_text(round(rate, 1)) if rate < _SLOW else count_text(rate)
        if not waiting:
            return _("{pages} pages per minute").format(pages=pages)
        left = duration_text(_rounded_s(60 * waiting / rate))
        return _("{pages} pages per minute, about {time} left").format(pages=pages, time=left)


def _rounded_s(left_s: float) -> float:
    """Return a time that claims no more than is known: in tens of seconds, minutes, or tens of minutes."""
    step_s = 10 if left_s < _FINE_S else 60 if left_s < _COARSE_S else 600
    return max(step_s, step_s * round(left_s / step_s))
