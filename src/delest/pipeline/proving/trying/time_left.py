"""The time that the proof of one page may take, by the clock: that of ten loads of the page.

A load is one that waits as long as that of an audit. Most loads of a proof are hurried: they wait less, and say by how
much the machine is busier, or less busy, than at first.
"""

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
        self._whole_s: list[float] = []
        self._hurried_s: list[float] = []
        self._latest_s = self._whole_s
        self._looks_s: list[float] = []

    @contextmanager
    def of_a_load(self, *, hurried: bool) -> Iterator[None]:
        """Load the page; ``hurried`` where it waits less than an audit does."""
        started_s = time.monotonic()
        yield
        self._latest_s = self._hurried_s if hurried else self._whole_s
        self._latest_s.append(time.monotonic() - started_s)

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
        longest_s = loads * _longest(self._latest_s) + looks * _longest(self._looks_s)
        limit_s = LOADS * self._load_s if self._limit_s is None else self._limit_s
        return time.monotonic() + longest_s <= self._started_s + limit_s

    @property
    def _load_s(self) -> float:
        """How long a load takes: the mean of those that waited as long as an audit, on the machine as it is by now."""
        whole_s = mean(self._whole_s or [0.0])
        return whole_s * mean(self._hurried_s) / self._hurried_s[0] if self._hurried_s else whole_s


def _longest(times_s: list[float]) -> float:
    """Return the longest of several times, of three and more the longest but one: a browser is held up at times."""
    several = sorted(times_s)
    return several[-2] if len(several) > 2 else max(several, default=0.0)  # noqa: PLR2004
