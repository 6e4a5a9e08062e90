"""Pages that say what another page of the crawl says. Pure."""

from typing import Final

from delest.crawl.pages.fingerprint import in_common
from delest.records.pages.fingerprint import Fingerprint
from delest.records.runs.skip_reason import SkipReason

MOST_IN_COMMON: Final = 0.9
"""Share of the words from which a page agrees with the one that it names as canonical."""
_FEWEST_WORDS: Final = 30
"""A page that says less is told from others by its address alone: an empty frame of an application is no twin."""


class Duplicates:
    """The pages of a crawl by what they say; the first of several that say the same is the one that counts.

    A canonical address is a hint, not an order: it makes a duplicate only where both pages were read and agree. Else a
    site whose pages all name the home page, by mistake or on purpose, would be left unmeasured.
    """

    def __init__(self) -> None:
        self._by_content: dict[str, str] = {}
        self._by_url: dict[str, Fingerprint] = {}
        self._named: dict[str, str] = {}
        """Page that named it first, by canonical address."""

    def reason(self, url: str, page: Fingerprint, canonical: str) -> SkipReason | None:
        """Return why the page at ``url`` is a duplicate of one that was noted; None: it is not."""
        if page.words < _FEWEST_WORDS:
            return None
        twin = self._by_content.get(page.exact)
        if twin is not None and twin != url:
            return SkipReason.SAME_CONTENT
        for other in (canonical, self._named.get(url, "")):
            known = self._by_url.get(other) if other != url else None
            if known is not None and in_common(page, known) >= MOST_IN_COMMON:
                return SkipReason.CANONICAL
        return None

    def note(self, url: str, page: Fingerprint, canonical: str) -> None:
        """Take note of a page that counts."""
        if page.words < _FEWEST_WORDS:
            return
        self._by_content.setdefault(page.exact, url)
        self._by_url[url] = page
        if canonical and canonical != url:
            self._named.setdefault(canonical, url)
