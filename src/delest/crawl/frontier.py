"""Which URL is next: breadth first, within the scope, each page once, and no way into a trap."""

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, get_args

from delest.crawl.files import is_file
from delest.crawl.query import tidied
from delest.records.scope import Scope
from delest.urls import host, registrable_domain, url_pattern

Source = Literal["start", "link", "sitemap", "doubtful"]
"""Where a URL was heard of, in the order of preference at one depth; ``doubtful``: as ``PageLinks`` says."""

KNOWN_LIMIT: Final = 200_000
"""URLs remembered at most, about 70 MB; whatever is heard of beyond is not in ``known``."""
REMAINING_LIMIT: Final = 1_000
"""URLs that ``remaining`` lists at most: a report names examples, it is no inventory."""
URL_LENGTH_LIMIT: Final = 2_048
"""Characters; what the sitemap protocol allows. Longer ones grow out of loops and form state."""
PATH_SEGMENTS_LIMIT: Final = 20
"""No site map that people browse is this deep; relative links that pile up are."""
SEGMENT_REPEATS_LIMIT: Final = 3
"""``/2024/01/01/`` repeats honestly; ``/a/b/a/b/a/b/a/b/`` is a relative link that feeds itself."""
QUERY_VARIANTS_LIMIT: Final = 100
"""Query strings taken of one path. Calendars and filters have no end, but whole sites live behind one path
(``article.php?id=12``), so the limit is generous."""


class Frontier:
    """The URLs of one audit: heard of, waiting, handed out.

    URLs given to it are normalised. A start URL is in scope whatever the patterns or its ending say: it was asked
    for by name.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._include = tuple(map(url_pattern, scope.include))
        self._exclude = tuple(map(url_pattern, scope.exclude))
        self._sites: set[str] = set()
        self._best: dict[str, tuple[int, int]] = {}
        self._waiting: list[tuple[int, int, int, str]] = []
        self._pushes = 0
        self._taken: set[str] = set()
        self._left = 0
        self._closed = False
        self._handed_out = 0
        self._query_variants: Counter[str] = Counter()
        for url in scope.start_urls:
            self.add(url, depth=0, source="start")

    def add(self, url: str, *, depth: int, source: Source) -> bool:
        """Take note of ``url``; return whether it is in scope and new.

        ``depth`` is links away from a start URL. A URL heard of again nearer to a start moves forward in the order.
        """
        if source != "start":
            url = tidied(url, self._scope.query)
        order = (depth, get_args(Source).index(source))
        best = self._best.get(url)
        if best is None:
            if len(self._best) >= KNOWN_LIMIT or not self._wanted(url, depth, source):
                return False
        elif best <= order:
            return False
        self._left += best is None and url not in self._taken
        self._best[url] = order
        self._pushes += 1
        heapq.heappush(self._waiting, (*order, self._pushes, url))
        return best is None

    def next(self) -> tuple[str, int] | None:
        """Hand out the next URL with its depth; None when closed, when nothing waits, or after ``max_pages``."""
        while not self._closed and self._waiting and self._handed_out < self._scope.max_pages:
            entry = heapq.heappop(self._waiting)
            if self._is_current(entry):
                depth, _, _, url = entry
                self._take(url)
                self._handed_out += 1
                return url, depth
        return None

    def next_start(self) -> tuple[str, int] | None:
        """Hand out the next URL if it is a start: asked for by name, and therefore no matter of chance."""
        first = min(self._current(), default=None)
        return self.next() if first is not None and first[0] == 0 else None

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
        """Take note that a page handed out turned out not to be one to load: another may be handed out in its place."""
        self._handed_out -= 1

    def ended_at(self, url: str, final_url: str) -> bool:
        """Take note that the page handed out as ``url`` ended at ``final_url``; return whether that is new.

        It is not handed out again, and False says that it has been already, under either name: else the home page of
        a site that redirects to https would be weighed twice.
        """
        final_url = tidied(final_url, self._scope.query)
        new = final_url == url or final_url not in self._taken
        self._take(final_url)
        return new

    def may_end_at(self, final_url: str) -> bool:
        """Tell whether the page of a link may be one that it redirected to: it may not leave the scope that way."""
        return self._on_our_hosts(final_url) and not any(unwanted.match(final_url) for unwanted in self._exclude)

    def _on_our_hosts(self, url: str) -> bool:
        name = host(url)
        return name in self._scope.hosts if self._scope.hosts else registrable_domain(name) in self._sites

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
        return min(self._left, self._scope.max_pages - self._handed_out)

    @property
    def known(self) -> int:
        """URLs in scope that were heard of, handed out or not."""
        return len(self._best)

    def remaining(self) -> list[str]:
        """Return the first URLs in scope that were not handed out, in order; at most ``REMAINING_LIMIT``."""
        return [entry[3] for entry in heapq.nsmallest(REMAINING_LIMIT, self._current())]

    def _current(self) -> Iterator[tuple[int, int, int, str]]:
        return (entry for entry in self._waiting if self._is_current(entry))

    def _is_current(self, entry: tuple[int, int, int, str]) -> bool:
        return entry[3] not in self._taken and self._best[entry[3]] == entry[:2]

    def _wanted(self, url: str, depth: int, source: Source) -> bool:
        if source == "start":
            self._sites.add(registrable_domain(host(url)))
            return True
        scope = self._scope
        return (
            scope.follow_links
            and (scope.depth is None or depth <= scope.depth)
            and self.may_end_at(url)
            and (not self._include or any(wanted.match(url) for wanted in self._include))
            and not self._is_file_or_trap(url)
        )

    def _is_file_or_trap(self, url: str) -> bool:
        if len(url) > URL_LENGTH_LIMIT:
            return True
        address, has_query, _ = url.partition("?")
        segments = [segment for segment in address.split("/")[3:] if segment]
        if is_file(url):
            return True
        if len(segments) > PATH_SEGMENTS_LIMIT or max(Counter(segments).values(), default=0) > SEGMENT_REPEATS_LIMIT:
            return True
        if has_query:
            self._query_variants[address] += 1
        return self._query_variants[address] > QUERY_VARIANTS_LIMIT
