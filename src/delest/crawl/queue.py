"""The order in which known URLs are handed out: breadth first, and patterns that bring nothing new last. Pure."""

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Final

from delest.crawl.known import Known, Place
from delest.crawl.templates import pattern

REMAINING_LIMIT: Final = 1_000
"""URLs that ``remaining`` lists at most: a report only names examples."""
IN_A_ROW: Final = 5
"""So many pages of one pattern, one after the other, that were left out: its other pages come after all others."""

_Entry = tuple[bool, int, int, int, str]
"""Put off, depth, source, number, URL."""


class Queue:
    """The URLs that wait. One may be pushed more than once: the entry at its best place in ``known`` counts."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._waiting: list[_Entry] = []
        self._pushes = 0
        self._in_a_row: Counter[str] = Counter()
        """Pages left out one after the other, by pattern."""
        self._put_off: set[str] = set()
        """Patterns whose pages come after all others."""

    def push(self, url: str, place: Place, *, put_off: bool = False) -> None:
        """Let a URL wait at its place."""
        self._pushes += 1
        heapq.heappush(self._waiting, (put_off, *place, self._pushes, url))

    def pop(self) -> tuple[str, int] | None:
        """Return the next URL with its depth, and let it wait no more; None: none waits."""
        while self._waiting:
            entry = heapq.heappop(self._waiting)
            if not self._is_current(entry):
                continue
            put_off, depth, source, _, url = entry
            if not put_off and depth and pattern(url) in self._put_off:
                self.push(url, (depth, source), put_off=True)
                continue
            return url, depth
        return None

    def starts(self) -> bool:
        """Tell whether the next URL is a start."""
        first = min(self._current(), default=None)
        return first is not None and first[1] == 0

    def went(self, url: str, *, counted: bool) -> None:
        """Take note whether the page loaded as ``url`` counted, or only said what another one has said.

        After some in a row that did not, the pages of that pattern (the days of a calendar) come after all others.
        """
        of = pattern(url)
        if counted:
            self._in_a_row.pop(of, None)
            return
        self._in_a_row[of] += 1
        if self._in_a_row[of] >= IN_A_ROW:
            self._put_off.add(of)

    def remaining(self) -> list[str]:
        """Return the first URLs that wait, in order; at most ``REMAINING_LIMIT``."""
        return [entry[-1] for entry in heapq.nsmallest(REMAINING_LIMIT, self._current())]

    def _current(self) -> Iterator[_Entry]:
        return (entry for entry in self._waiting if self._is_current(entry))

    def _is_current(self, entry: _Entry) -> bool:
        return self._known.waits_at(entry[-1], entry[1:3])
