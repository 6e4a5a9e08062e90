"""The pages that people see most come first, where the traffic is known by page."""

from collections import deque
from itertools import islice
from typing import Final

from delest.crawl.frontier import Frontier
from delest.pipeline.order import Order
from delest.pipeline.traffic import spelling_of
from delest.records.pages.load import PageLoad
from delest.traffic.joined.ordered import most_viewed

_AT_MOST: Final = 20_000
_GONE: Final = frozenset({404, 410})


class MostViewed:
    """Hands out the pages that the traffic names, most views first, after the start pages.

    They are known pages of the site, whether a link leads to them or not. A sample and a list choose by themselves.
    """

    def __init__(self, order: Order, frontier: Frontier) -> None:
        scope = order.header.scope
        self._frontier = frontier
        self._waiting: deque[str] = deque()
        if order.views is not None and scope.follow_links and scope.sample is None:
            named = most_viewed(order.views, scope.start_urls[0], spelling_of(scope), scope.hosts)
            self._waiting.extend(islice(named, _AT_MOST))
        self._named = frozenset(self._waiting)
        for url in self._waiting:
            frontier.add(url, depth=1, source="sitemap")

    def next(self) -> tuple[str, int] | None:
        """Return the next page to load, whatever it is named by; None where there is none for now."""
        entry = self._frontier.next_start() if self._waiting else None
        while entry is None and self._waiting:
            entry = self._frontier.hand_out(self._waiting.popleft())
        return entry or self._frontier.next()

    def loaded(self, url: str, load: PageLoad) -> None:
        """Let another page take the place of one that was seen in the past and is gone."""
        if load.status in _GONE and url in self._named:
            self._frontier.give_back()
