"""Requests of a page load that did not bring their response whole."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.records.pages.kind import Kind


class Cause(StrEnum):
    """Why a request brought no response, or not the whole of one."""

    NETWORK = "network"
    """No connection, a connection that was reset, a name that was not found."""
    CUT = "cut"
    """The response ended before the length that its server had stated."""
    CERTIFICATE = "certificate"
    UNANSWERED = "unanswered"
    """Still waiting when the visit ended."""
    HTTP_ERROR = "http-error"
    """The response came whole and has a status of 400 or more."""
    PAGE = "page"
    """Cancelled or forbidden by the page itself: visitors do not get the response either."""
    PRIVATE_ADDRESS = "private-address"
    """delest opens no connection to a private address for a public page."""


LOSSES: Final = frozenset({Cause.NETWORK, Cause.CUT, Cause.CERTIFICATE, Cause.UNANSWERED})
"""Causes that leave bytes out which a visitor may well receive: the weight of the load is then a lower bound."""


MOST_NAMED: Final = 50
"""Addresses of one load."""


class FailedRequest(Struct, frozen=True, kw_only=True):
    """The failed requests of one load for one address, of one kind and for one cause."""

    url: str
    kind: Kind
    cause: Cause
    detail: str = ""
    """The browser's own term (``net::ERR_CONNECTION_RESET``), or the HTTP status."""
    transferred_bytes: int | None = None
    """What came of the responses all the same."""
    requests: int = 1
    """Players and event streams ask again and again."""

    @property
    def lost(self) -> bool:
        """Tell whether the weight of the load misses bytes because of it."""
        return self.cause in LOSSES


class Failures(Struct, frozen=True, kw_only=True):
    """The failed requests of one load."""

    lost: int = 0
    """Requests whose bytes are missing from the weight."""
    others: int = 0
    """HTTP errors, and requests that visitors lose as well."""
    named: tuple[FailedRequest, ...] = ()
    """Lost ones first; at most ``MOST_NAMED``. Together they may be fewer requests than are counted."""
