"""The time that the proof of one page may take, by the clock: that of ten loads of the page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean
from typing import Final

LOADS: Final = 10
"""A page's proof takes at most the time of so many loads of it."""


class TimeLeft:
    """Starts when it is made. The loads of the page set the limit, where none is given; how long they take may vary."""

    def __init__(self, limit_s: float | None = None) -> None:
        self._started_s = time.monotonic()
        self._limit_s = limit_s
        self._loads_s: list[float] = []
        self._looks_s: list[float] = []

    @contextmanager
    def of_a_load(self) -> Iterator[None]:
        """Load the page."""
        started_s = time.monotonic()
        yield
        self._loads_s.append(time.monotonic() - started_s)

    @contextmanager
    def of_a_look(self) -> Iterator[None]:
        """Look at the page, and compare what is seen."""
        started_s = time.monotonic()
        yield
        self._looks_s.append(time.monotonic() - started_s)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for the lighter files: the page is not loaded, and its time does not run."""
        started_s = time.monotonic()
        yield
        self._started_s += time.monotonic() - started_s

    def is_enough_for(self, loads: int, looks: int) -> bool:
        """Tell whether so many loads and looks can follow, each as long as the longest so far."""
        # The first load is made in a browser that has just started.
        longest_s = loads * max(self._loads_s[1:] or self._loads_s, default=0.0) + looks * max(
            self._looks_s, default=0.0
        )
        limit_s = LOADS * mean(self._loads_s or [0.0]) if self._limit_s is None else self._limit_s
        return time.monotonic() + longest_s <= self._started_s + limit_s
