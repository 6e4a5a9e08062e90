"""Which URL is next: breadth first, within the scope, each page once, and no way into a trap."""

from collections.abc import Iterable
from typing import Final, Literal, get_args

from delest.crawl.files import is_file
from delest.crawl.known import Known
from delest.crawl.query import tidied
from delest.crawl.queue import Queue
from delest.crawl.reach import Reach
from delest.crawl.traps import NotKept, Traps
from delest.records.runs.scope import Scope

Source = Literal["start", "link", "sitemap", "doubtful"]
"""Where a URL was heard of, in the order of preference at one depth; ``doubtful``: as ``PageLinks`` says."""

KNOWN_LIMIT: Final = 200_000
"""URLs remembered at most, about 70 MB; what is heard of beyond is counted by ``Traps``."""


class Frontier:
    """The URLs of one audit: heard of, waiting, handed out.

    URLs given to it are normalised. A start URL is in scope whatever the patterns or its ending say: it was asked
    for by name.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.reach = Reach(scope)
        self.traps = Traps()
        self.known = Known()
        self.queue = Queue(self.known)
        self._closed = False
        self._handed_out = 0
        for url in scope.start_urls:
            self.add(url, depth=0, source="start")

    def add(self, url: str, *, depth: int, source: Source) -> bool:
        """Take note of ``url``; return whether it is in scope and new.

        ``depth`` is links away from a start URL. A URL heard of again nearer to a start moves forward in the order.
        """
        if source == "start":
            self.reach.starts_at(url)
        else:
            url = tidied(url, self._scope.query)
        order = (depth, get_args(Source).index(source))
        best = self.known.places.get(url)
        if best is None:
            if not self._kept(url, depth, source):
                return False
        elif best <= order:
            return False
        self.known.note(url, order)
        self.queue.push(url, order)
        return best is None

    def _kept(self, url: str, depth: int, source: Source) -> bool:
        """Tell whether a URL that is heard of for the first time is in scope and kept."""
        if source == "start":
            return True
        if not self.reach.wanted(url, depth):
            self.reach.heard_of_elsewhere(url)
            return False
        if is_file(url):
            return False
        why = NotKept.ADDRESSES if len(self.known.places) >= KNOWN_LIMIT else None
        why = why or self.traps.why_not(url, listed=source == "sitemap")
        if why is not None:
            self.traps.leave_out(url, why)
        else:
            self.traps.kept(url)
        return why is None

    def beyond(self, urls: Iterable[str], *, depth: int) -> None:
        """Take note of links of a page that it had too many to keep."""
        for url in urls:
            tidy = tidied(url, self._scope.query)
            if tidy not in self.known.places and self.reach.wanted(tidy, depth) and not is_file(tidy):
                self.traps.leave_out(tidy, NotKept.LINKS)

    def next(self) -> tuple[str, int] | None:
        """Hand out the next URL with its depth; None when closed, when nothing waits, or after ``max_pages``."""
        if self._closed or self.room <= 0:
            return None
        found = self.queue.pop()
        if found is not None:
            self.known.take(found[0])
            self._handed_out += 1
        return found

    def next_start(self) -> tuple[str, int] | None:
        """Hand out the next URL if it is a start: asked for by name, and therefore no matter of chance."""
        return self.next() if self.queue.starts() else None

    def hand_out(self, url: str) -> tuple[str, int] | None:
        """Hand out ``url`` out of turn; None when that may no longer be."""
        if self._closed or self.known.is_taken(url) or url not in self.known.places or self.room <= 0:
            return None
        self.known.take(url)
        self._handed_out += 1
        return url, self.known.places[url][0]

    @property
    def room(self) -> int:
        """How many more pages may be handed out within ``max_pages``."""
        return self._scope.max_pages - self._handed_out

    def unseen(self) -> list[str]:
        """Return all URLs in scope that were not handed out, in no order that means anything."""
        return self.known.unseen()

    def resume(self, url: str, *, depth: int, counts: bool) -> None:
        """Take note that an earlier process has been given ``url``; ``counts``: and did not give it back."""
        self.add(url, depth=depth, source="link")
        self.known.take(url)
        self._handed_out += counts

    def close(self) -> None:
        """Hand out nothing any more."""
        self._closed = True

    @property
    def closed(self) -> bool:
        """Whether it was closed with pages still to hand out."""
        return self._closed and self.known.left > 0

    def give_back(self) -> None:
        """Take note that a page handed out was not loaded: another may be handed out in its place."""
        self._handed_out -= 1

    def ended_at(self, url: str, final_url: str) -> bool:
        """Take note that the page handed out as ``url`` ended at ``final_url``; return whether that is new.

        It is not handed out again, and False says that it has been already, under either name: else the home page of
        a site that redirects to https would be weighed twice.
        """
        final_url = tidied(final_url, self._scope.query)
        new = final_url == url or not self.known.is_taken(final_url)
        self.known.take(final_url)
        return new

    @property
    def waiting(self) -> int:
        """How many URLs are still to be handed out, as far as is known now and within ``max_pages``."""
        return max(0, min(self.known.left, self.room))
