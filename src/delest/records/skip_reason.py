"""Why a URL in scope has no page record."""

from enum import StrEnum
from typing import Final


class SkipReason(StrEnum):
    """Why a URL in scope was not loaded, or what was loaded of it is no page of its own."""

    ROBOTS = "robots"
    ROBOTS_UNREAD = "robots-unread"
    """Nobody knows what robots.txt allows, so nothing may be loaded."""
    LIMIT = "limit"
    """Of pages."""
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
    OTHER_LANGUAGE = "other-language"
    NOT_A_PAGE = "not-a-page"
    """A link that leads to a file or to another site."""


MAY_PASS: Final = frozenset({SkipReason.HOST_FAILING, SkipReason.ROBOTS_UNREAD})
"""Reasons for which something was not asked for that may be gone."""
ASKED_ANEW: Final = frozenset({SkipReason.ROBOTS, SkipReason.ROBOTS_UNREAD})
"""Reasons of steps that are as if never made: what forbade the place that a page redirected to may have changed."""
