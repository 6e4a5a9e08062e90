"""When a page that was answered "not now" is asked for again. Pure: the caller says what time it is."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from delest.reason import Reason

NOT_NOW: Final = frozenset({429, 503})
"""Too many requests (RFC 6585) and service unavailable (RFC 9110), both with a Retry-After where the site knows."""
TRIES: Final = 3
"""Loads of one page at most, the first among them."""
LONGEST_WAIT_S: Final = 300.0
"""A site that asks for more is not asked again: to come earlier would be to ignore it."""

_NETWORK_FAILURES: Final = frozenset(
    f"net::ERR_{name}"
    for name in (
        "ADDRESS_UNREACHABLE", "CONNECTION_ABORTED", "CONNECTION_CLOSED", "CONNECTION_FAILED", "CONNECTION_REFUSED",
        "CONNECTION_RESET", "CONNECTION_TIMED_OUT", "CONTENT_LENGTH_MISMATCH", "EMPTY_RESPONSE", "HTTP2_PING_FAILED",
        "HTTP2_PROTOCOL_ERROR", "INCOMPLETE_CHUNKED_ENCODING", "INTERNET_DISCONNECTED", "NAME_NOT_RESOLVED",
        "NETWORK_CHANGED", "NETWORK_IO_SUSPENDED", "PROXY_CONNECTION_FAILED", "SOCKET_NOT_CONNECTED",
        "SOCKS_CONNECTION_FAILED", "TIMED_OUT", "TUNNEL_CONNECTION_FAILED",
    )
)  # fmt: skip
"""Chromium's names of what a short cut of the network, or a server that restarts, looks like."""
_FIRST_WAIT_S: Final = 5.0
_GROWTH: Final = 4.0
_SECONDS: Final = re.compile(r"[0-9]+", re.ASCII)


def wait_s(status: int | None, retry_after: str, *, tries: int, now: datetime) -> float | None:
    """Return how long to wait before the page is loaded again; None: it is not.

    ``retry_after`` is the header field (RFC 9110, section 10.2.3), ``tries`` how often the page was loaded.
    """
    if status not in NOT_NOW or tries >= TRIES:
        return None
    asked_s = asked_for_s(retry_after, now)
    if asked_s is None:
        return _FIRST_WAIT_S * _GROWTH ** (tries - 1)
    return asked_s if asked_s <= LONGEST_WAIT_S else None


def is_network_failure(reason: Reason | None) -> bool:
    """Tell whether a page failed for a reason that may be over soon, so that it is worth another try."""
    return reason is not None and reason.detail in _NETWORK_FAILURES


def asked_for_s(retry_after: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After field asks for, given as such or as a date; None: it says nothing."""
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return max(0.0, (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - now.timestamp())
