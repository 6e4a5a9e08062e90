"""Which requests of a load brought no whole response, and why. Pure.

The terms are Chromium's: ``net/base/net_error_list.h`` for ``net::ERR_...``, and the values of ``BlockedReason`` in the
DevTools protocol for requests that the page's own policy forbids.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from msgspec.structs import replace

from delest.reason import ReasonCode
from delest.records.pages.failed_request import LOSSES, MOST_NAMED, Cause, FailedRequest, Failures
from delest.records.pages.load import ServedFrom, Transfer
from delest.urls import host

NO_RESPONSE: Final = ReasonCode.NO_RESPONSE.value
"""The network log knows a request, no response to it, and no reason."""
NOT_FINISHED: Final = "not finished"
"""The response had begun, and was still coming when the visit ended."""
CUT_SHORT: Final = "net::ERR_CONTENT_LENGTH_MISMATCH"
ABORTED: Final = "net::ERR_ABORTED"
LEFT: Final = "left"
"""A beacon or a report: no response is waited for once the page is left."""
CORS: Final = "cors"
"""The response came, and the page may not read it: its server does not allow the page's origin."""

_OURS: Final = frozenset({NO_RESPONSE, LEFT, ReasonCode.PRIVATE_ADDRESS.value})
"""Terms of our own: the cause says as much, in the reader's language."""
_NET_ERROR: Final = "net::ERR_"
_FIRST_ERROR_STATUS: Final = 400
_CUT: Final = frozenset({
    "CONTENT_LENGTH_MISMATCH", "INCOMPLETE_CHUNKED_ENCODING", "INCOMPLETE_HTTP2_HEADERS", "CONNECTION_CLOSED",
    "HTTP2_PROTOCOL_ERROR", "HTTP2_SERVER_REFUSED_STREAM", "HTTP2_FLOW_CONTROL_ERROR", "HTTP2_FRAME_SIZE_ERROR",
    "HTTP2_COMPRESSION_ERROR", "HTTP2_STREAM_CLOSED", "QUIC_PROTOCOL_ERROR",
})  # fmt: skip
_OF_THE_PAGE: Final = frozenset({
    "ABORTED", "FAILED", "BLOCKED_BY_CLIENT", "BLOCKED_BY_RESPONSE", "BLOCKED_BY_ORB", "BLOCKED_BY_CSP",
    "BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS", "BLOCKED_BY_PRIVATE_NETWORK_ACCESS_CHECKS", "CACHE_MISS",
    "CACHE_READ_FAILURE", "CONTENT_DECODING_FAILED", "CONTENT_DECODING_INIT_FAILED", "DISALLOWED_URL_SCHEME",
    "FILE_NOT_FOUND", "ILL_FORMED", "INVALID_REDIRECT", "INVALID_URL", "NOT_IMPLEMENTED", "TOO_MANY_REDIRECTS",
    "UNKNOWN_URL_SCHEME", "UNSAFE_PORT", "UNSAFE_REDIRECT",
})  # fmt: skip
"""Visitors lose these as well: the page cancelled the request, or no browser would show its response."""


def failures_of(transfers: Iterable[Transfer]) -> Failures:
    """Return the failed requests of a load, those that its weight misses first."""
    found = [failed for transfer in transfers if (failed := _failed(transfer))]
    lost = sum(failed.lost for failed in found)
    alike: dict[tuple[str, str, str, str], FailedRequest] = {}
    for failed in sorted(found, key=lambda failed: not failed.lost):
        key = failed.url, failed.kind, failed.cause, failed.detail
        alike[key] = _together(alike[key], failed) if key in alike else failed
    return Failures(lost=lost, others=len(found) - lost, named=tuple(islice(alike.values(), MOST_NAMED)))


def _together(one: FailedRequest, other: FailedRequest) -> FailedRequest:
    came = [each.transferred_bytes for each in (one, other) if each.transferred_bytes is not None]
    return replace(one, requests=one.requests + other.requests, transferred_bytes=sum(came) if came else None)


def cause_of(failure: str) -> Cause:
    """Return what a failure in the browser's own term comes from; an unknown network error is a loss."""
    if failure == ReasonCode.PRIVATE_ADDRESS.value:
        return Cause.PRIVATE_ADDRESS
    if failure in {NO_RESPONSE, NOT_FINISHED}:
        return Cause.UNANSWERED
    if not failure.startswith(_NET_ERROR):
        return Cause.PAGE  # blocked by a policy (csp, mixed-content, coep ...), or not waited for
    term = failure.removeprefix(_NET_ERROR).partition(".")[0]
    if term.startswith(("CERT_", "SSL_")):
        return Cause.CERTIFICATE
    if term in _OF_THE_PAGE:
        return Cause.PAGE
    return Cause.CUT if term in _CUT else Cause.NETWORK


def _failed(transfer: Transfer) -> FailedRequest | None:
    if transfer.served_from is not ServedFrom.NETWORK or not host(transfer.url):
        return None
    if transfer.failure:
        cause, detail = cause_of(transfer.failure), "" if transfer.failure in _OURS else transfer.failure
        if cause not in LOSSES and _is_error(transfer.status):
            cause, detail = Cause.HTTP_ERROR, str(transfer.status)
    elif _is_error(transfer.status):
        cause, detail = Cause.HTTP_ERROR, str(transfer.status)
    else:
        return None
    return FailedRequest(
        url=transfer.url,
        kind=transfer.kind,
        cause=cause,
        detail=detail,
        transferred_bytes=transfer.transferred_bytes,
    )


def _is_error(status: int | None) -> bool:
    return status is not None and status >= _FIRST_ERROR_STATUS
