"""Addresses that are not taken from links, because they tend to have no end. Pure."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from delest.urls import without_route

URL_LENGTH_LIMIT: Final = 2_048
"""Characters; what the sitemap protocol allows. Longer ones grow out of loops and form state."""
PATH_SEGMENTS_LIMIT: Final = 20
"""No site map that people browse is this deep; relative links that pile up are."""
SEGMENT_REPEATS_LIMIT: Final = 3
"""``/2024/01/01/`` repeats honestly; ``/a/b/a/b/a/b/a/b/`` is a relative link that feeds itself."""
QUERY_VARIANTS_LIMIT: Final = 1_000
"""Query strings taken of one path. Calendars and filters have no end, but whole sites live behind one path
(``article.php?id=12``), so the limit is generous; what a sitemap lists does not count against it."""
_COUNTED: Final = 200_000
"""Addresses not kept that are told apart; the counts are lower bounds beyond."""


class NotKept(StrEnum):
    """Why an address in scope is not among those known."""

    LONG = "long-address"
    PATH = "endless-path"
    QUERY = "query-variants"
    ADDRESSES = "addresses"
    """The limit of addresses remembered."""
    LINKS = "links-of-a-page"


class Traps:
    """Tells which addresses are not kept, and counts those."""

    def __init__(self) -> None:
        self._variants: Counter[str] = Counter()
        self._left_out: dict[int, NotKept] = {}
        self._more_links = 0

    def why_not(self, url: str, *, listed: bool) -> NotKept | None:
        """Return why ``url`` is not to be kept; None: it is. ``listed``: the site's own sitemap names it."""
        if len(url) > URL_LENGTH_LIMIT:
            return NotKept.LONG
        if listed:
            return None
        address, has_query, _ = without_route(url).partition("?")
        segments = [segment for segment in address.split("/")[3:] if segment]
        if len(segments) > PATH_SEGMENTS_LIMIT or max(Counter(segments).values(), default=0) > SEGMENT_REPEATS_LIMIT:
            return NotKept.PATH
        if has_query:
            if self._variants[address] >= QUERY_VARIANTS_LIMIT:
                return NotKept.QUERY
            self._variants[address] += 1
        return None

    def leave_out(self, url: str, why: NotKept) -> None:
        """Take note of an address in scope that is not kept."""
        if len(self._left_out) < _COUNTED:
            self._left_out.setdefault(hash(url), why)

    def kept(self, url: str) -> None:
        """Take note of an address that is kept after all."""
        if self._left_out:
            self._left_out.pop(hash(url), None)

    def resume(self, more_links: int) -> None:
        """Take note of how many links of a page an earlier process did not keep."""
        self._more_links = max(self._more_links, more_links)

    @property
    def not_kept(self) -> Mapping[NotKept, int]:
        """Return how many addresses in scope were not kept, by reason."""
        found = Counter(self._left_out.values())
        found[NotKept.LINKS] = max(found[NotKept.LINKS], self._more_links)
        return {why: found[why] for why in NotKept if found[why]}
