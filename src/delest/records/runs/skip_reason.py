"""Why a URL in scope has no page record."""

from enum import StrEnum
from typing import Final

from delest.reason import Reason, ReasonCode


class SkipReason(StrEnum):
    """Why a URL in scope was not loaded, or what was loaded of it is no page of its own."""

    ROBOTS = "robots"
    ROBOTS_UNREAD = "robots-unread"
    """Nobody knows what robots.txt allows, so nothing may be loaded."""
    LIMIT = "limit"
    """Of pages."""
    NOT_KEPT = "not-kept"
    """It is one of more addresses than the crawl keeps: of one path, of one page's links, or in all."""
    NOT_DRAWN = "not-drawn"
    """A sample answers for it."""
    TIME_LIMIT = "time-limit"
    STOPPED = "stopped"
    HOST_FAILING = "host-failing"
    """It was left alone after failures, or for the rest that it asked for."""
    SAME_PAGE = "same-page"
    """It leads to a page that has a record."""
    SAME_CONTENT = "same-content"
    """It says the same as a page that has a record."""
    CANONICAL = "canonical"
    """It names a page that has a record as its own address, and agrees with it."""
    SAME_VIEW = "same-view"
    """Its fragment (``#/maps``) names no view of its own: the page that has a record shows the same."""
    OTHER_LANGUAGE = "other-language"
    NOT_A_PAGE = "not-a-page"
    """A link that leads to a file or to another site."""

    @property
    def reason(self) -> Reason:
        """The same as a reason."""
        return Reason(code=ReasonCode(self.value))


NOT_ANOTHER_PAGE: Final = frozenset({
    SkipReason.SAME_PAGE, SkipReason.SAME_CONTENT, SkipReason.CANONICAL, SkipReason.SAME_VIEW, SkipReason.NOT_A_PAGE,
})  # fmt: skip
"""Reasons for which nothing is missing: what was meant has a record of its own, or is not a page of the site."""
CUT_OFF: Final = frozenset({SkipReason.TIME_LIMIT, SkipReason.STOPPED})
"""Reasons for which a check is not over: with more time, these pages would have been loaded."""
MAY_PASS: Final = frozenset({SkipReason.HOST_FAILING, SkipReason.ROBOTS_UNREAD})
"""Reasons for which something was not asked for that may be gone."""
ASKED_ANEW: Final = frozenset({SkipReason.ROBOTS, SkipReason.ROBOTS_UNREAD})
"""Reasons of steps that are as if never made: what forbade the place that a page redirected to may have changed."""
