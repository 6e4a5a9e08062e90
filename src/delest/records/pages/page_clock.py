"""How the time of a page ran while it was visited."""

from enum import StrEnum


class PageClock(StrEnum):
    """The clock that a page lived by."""

    REAL = "real"
    AHEAD = "ahead"
    """It ran ahead of real time, from timer to timer."""
    BOTH = "both"
    """It ran ahead, and in step with real time where something needed that."""


class RealTime(StrEnum):
    """Why a page was given real time."""

    ASKED = "asked"
    """``--real-time``, or the visit ended before it came to that."""
    UNSUPPORTED = "unsupported"
    """The browser cannot let the time of a page run ahead."""
    HANGS = "hangs"
    """Its main thread does not answer."""
    SOCKET = "socket"
    STREAM = "stream"
    MEDIA = "media"
    WORKER = "worker"
    WINDOW = "window"
    """The page has opened a window."""
    UNANSWERED = "unanswered"
    """A request was waited for."""
    MANY_REQUESTS = "many-requests"
    """The page asks without end: no site is asked faster than a visitor would ask it."""
