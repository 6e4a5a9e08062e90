"""Which URL is next: breadth first, within the scope, each page once, and no way into a trap."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, get_args

from delest.crawl.files import is_file
from delest.crawl.query import tidied
from delest.crawl.reach import Reach
from delest.crawl.templates import pattern
from delest.crawl.traps import NotKept, Traps
from delest.records.runs.scope import Scope

Source = Literal["start", "link", "sitemap", "doubtful"]
"""Where a URL was heard of, in the order of preference at one depth; ``doubtful``: as ``PageLinks`` says."""

KNOWN_LIMIT: Final = 200_000
"""URLs remembered at most, about 70 MB; what is heard of beyond is counted in ``not_kept``."""
REMAINING_LIMIT: Final = 1_000
"""URLs that ``remaining`` lists at most: a report names examples, it is no inventory."""
IN_A_ROW: Final = 5
"""So many pages of one pattern, one after the other, that were left out: its other pages come after all others."""

_Entry = tuple[bool, int, int, int, str]
"""Put off, depth, source, number, URL."""


class Frontier:
    """The URLs of one audit: heard of, waiting, handed out.

    URLs given to it are normalised. A start URL is in scope whatever the patterns or its ending say: it was asked
    for by name.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._reach = Reach(scope)
        self._traps = Traps()
        self._best: dict[str, tuple[int, int]] = {}
        self.places: Mapping[str, tuple[int, int]] = self._best
        """Of each known URL, how many links away from a start it is, and by which source it is known: to be read."""
        self._waiting: list[_Entry] = []
        self._pushes = 0
        self._taken: set[str] = set()
        self._left = 0
        self._closed = False
        self._handed_out = 0
        self._in_a_row: Counter[str] = Counter()
        """Pages left out one after the other, by pattern."""
        self._put_off: set[str] = set()
        """Patterns whose pages come after all others."""
        for url in scope.start_urls:
            self.add(url, depth=0, source="start")

    def add(self, url: str, *, depth: int, source: Source) -> bool:
        """Take note of ``url``; return whether it is in scope and new.

        ``depth`` is links away from a start URL. A URL heard of again nearer to a start moves forward in the order.
        """
        if source == "start":
            self._reach.starts_at(url)
        else:
            url = tidied(url, self._scope.query)
        order = (depth, get_args(Source).index(source))
        best = self._best.get(url)
        if best is None:
            if not self._kept(url, depth, source):
                return False
        elif best <= order:
            return False
        self._left += best is None and url not in self._taken
        self._best[url] = order
        self._push(url, order)
        return best is None

    def _push(self, url: str, order: tuple[int, int], *, put_off: bool = False) -> None:
        self._pushes += 1
        heapq.heappush(self._waiting, (put_off, *order, self._pushes, url))

    def _kept(self, url: str, depth: int, source: Source) -> bool:
        """Tell whether a URL that is heard of for the first time is in scope and kept."""
        if source == "start":
            return True
        if not self._reach.wanted(url, depth):
            self._reach.heard_of_elsewhere(url)
            return False
        if is_file(url):
            return False
        why = NotKept.ADDRESSES if len(self._best) >= KNOWN_LIMIT else None
        why = why or self._traps.why_not(url, listed=source == "sitemap")
        if why is not None:
            self._traps.leave_out(url, why)
        else:
            self._traps.kept(url)
        return why is None

    def beyond(self, urls: Iterable[str], *, depth: int) -> None:
        """Take note of links of a page that it had too many to keep."""
        for url in urls:
            tidy = tidied(url, self._scope.query)
            if tidy not in self._best and self._reach.wanted(tidy, depth) and not is_file(tidy):
                self._traps.leave_out(tidy, NotKept.LINKS)

    def resume_beyond(self, links: int) -> None:
        """Take note of how many links of a page an earlier process did not keep."""
        self._traps.resume(links)

    def next(self) -> tuple[str, int] | None:
        """Hand out the next URL with its depth; None when closed, when nothing waits, or after ``max_pages``."""
        while not self._closed and self._waiting and self._handed_out < self._scope.max_pages:
            entry = heapq.heappop(self._waiting)
            if not self._is_current(entry):
                continue
            put_off, depth, source, _, url = entry
            if not put_off and depth and pattern(url) in self._put_off:
                self._push(url, (depth, source), put_off=True)
                continue
            self._take(url)
            self._handed_out += 1
            return url, depth
        return None

    def next_start(self) -> tuple[str, int] | None:
        """Hand out the next URL if it is a start: asked for by name, and therefore no matter of chance."""
        first = min(self._current(), default=None)
        return self.next() if first is not None and first[1] == 0 else None

    def hand_out(self, url: str) -> tuple[str, int] | None:
        """Hand out ``url`` out of turn; None when that may no longer be."""
        if self._closed or url in self._taken or url not in self._best or self.room <= 0:
            return None
        self._take(url)
        self._handed_out += 1
        return url, self._best[url][0]

    @property
    def room(self) -> int:
        """How many more pages may be handed out within ``max_pages``."""
        return self._scope.max_pages - self._handed_out

    def unseen(self) -> list[str]:
        """Return all URLs in scope that were not handed out, in no order that means anything."""
        return [url for url in self._best if url not in self._taken]

    def resume(self, url: str, *, depth: int, counts: bool) -> None:
        """Take note that an earlier process has been given ``url``; ``counts``: and did not give it back."""
        self.add(url, depth=depth, source="link")
        self._take(url)
        self._handed_out += counts

    def close(self) -> None:
        """Hand out nothing any more."""
        self._closed = True

    @property
    def closed(self) -> bool:
        """Whether it was closed with pages still to hand out."""
        return self._closed and self._left > 0

    def give_back(self) -> None:
        """Take note that a page handed out was not loaded: another may be handed out in its place."""
        self._handed_out -= 1

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

    def ended_at(self, url: str, final_url: str) -> bool:
        """Take note that the page handed out as ``url`` ended at ``final_url``; return whether that is new.

        It is not handed out again, and False says that it has been already, under either name: else the home page of
        a site that redirects to https would be weighed twice.
        """
        final_url = tidied(final_url, self._scope.query)
        new = final_url == url or final_url not in self._taken
        self._take(final_url)
        return new

    def starts_at(self, final_url: str) -> None:
        """Take note of where a start URL led: its host is the site's."""
        self._reach.starts_at(final_url)

    def may_end_at(self, final_url: str) -> bool:
        """Tell whether the page of a link may be one that it redirected to: it may not leave the scope that way."""
        return self._reach.may_end_at(final_url)

    def _take(self, url: str) -> None:
        if url in self._best and url not in self._taken:
            self._left -= 1
        self._taken.add(url)

    @property
    def left(self) -> int:
        """URLs in scope that were not handed out."""
        return self._left

    @property
    def waiting(self) -> int:
        """How many URLs are still to be handed out, as far as is known now and within ``max_pages``."""
        return max(0, min(self._left, self._scope.max_pages - self._handed_out))

    @property
    def known(self) -> int:
        """URLs in scope that were heard of and kept, handed out or not."""
        return len(self._best)

    @property
    def not_kept(self) -> Mapping[NotKept, int]:
        """URLs in scope that were heard of and are not among those known, by reason."""
        return self._traps.not_kept

    @property
    def other_hosts(self) -> Mapping[str, int]:
        """Links to each host of the site that is out of scope."""
        return self._reach.other_hosts

    def remaining(self) -> list[str]:
        """Return the first URLs in scope that were not handed out, in order; at most ``REMAINING_LIMIT``."""
        return [entry[-1] for entry in heapq.nsmallest(REMAINING_LIMIT, self._current())]

    def _current(self) -> Iterator[_Entry]:
        return (entry for entry in self._waiting if self._is_current(entry))

    def _is_current(self, entry: _Entry) -> bool:
        return entry[-1] not in self._taken and self._best[entry[-1]] == entry[1:3]
