"""How often the pages of a draw are shown, as far as the site's page views are known."""

import math
from collections.abc import Iterable, Mapping

from delest.traffic.joined.keys import page_key


class Views:
    """Page views of URLs; ``by_page`` has them by `page_key`, and is empty or None where they are not known."""

    def __init__(self, by_page: Mapping[str, float] | None) -> None:
        self._by_page = by_page or {}
        self._by_url: dict[str, float] = {}

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return bool(self._by_page)

    def of(self, url: str) -> float:
        """Return how often a page is shown; 0 where that is not known."""
        if url not in self._by_url:
            self._by_url[url] = self._by_page.get(page_key(url), 0.0) if self._by_page else 0.0
        return self._by_url[url]

    def most_viewed(self, urls: Iterable[str], pages: int) -> set[str]:
        """Return those with twice the views of a page that a sample of ``pages``, drawn by views, holds for certain.

        They are at most half of the sample: what is left of it is drawn by chance.
        """
        if not self.known:
            return set()
        shown = {url: self.of(url) for url in urls}
        least = 2 * math.fsum(shown.values()) / pages
        return {url for url, views in shown.items() if views and views >= least}

    def coverage(self, urls: Iterable[str]) -> float | None:
        """Return the share of all views that are of ``urls``; None where views are not known."""
        return math.fsum(map(self.of, urls)) / math.fsum(self._by_page.values()) if self.known else None
