"""Ledger and requests, joined by URL, method and time into Transfers whose sum equals the ledger. Pure.

The ledger leads: each of its exchanges is a Transfer, and a DevTools request only says more about one. A request
without an exchange cost nothing on the wire.
"""

from collections import defaultdict, deque
from typing import Final

from msgspec import Struct

from delest.measure import freshness
from delest.measure.devtools.request import (
    MAX_FIELD_CHARACTERS,
    MAX_METHOD_CHARACTERS,
    MAX_URL_CHARACTERS,
    Request,
    kind_of_mime,
)
from delest.measure.failures import ABORTED, CUT_SHORT, LEFT, NO_RESPONSE, NOT_FINISHED
from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.ledger import Ledger
from delest.measure.netlog.net_error import failure_of
from delest.records.pages.load import Kind, ServedFrom, Transfer

UNATTRIBUTED_URL: Final = "about:unattributed"
WEBRTC_URL: Final = "about:webrtc"
NAMELESS: Final = frozenset({UNATTRIBUTED_URL, WEBRTC_URL})
"""What stands for an address where bytes crossed the wire and have none."""

_BEFORE_THE_NETWORK: Final = frozenset({ServedFrom.SERVICE_WORKER, ServedFrom.INLINE})
_NOT_MODIFIED: Final = 304
_FIRST_ERROR_STATUS: Final = 400
_WHOLE: Final = frozenset({200, 203, 206})
_NOT_WAITED_FOR: Final = frozenset({"Ping", "CSPViolationReport"})
"""DevTools' types of beacons and reports: Chromium hangs up on their responses."""
_DESTINATIONS: Final = {
    "document": Kind.DOCUMENT,
    "iframe": Kind.DOCUMENT,
    "frame": Kind.DOCUMENT,
    "style": Kind.STYLESHEET,
    "script": Kind.SCRIPT,
    "worker": Kind.SCRIPT,
    "sharedworker": Kind.SCRIPT,
    "serviceworker": Kind.SCRIPT,
    "audioworklet": Kind.SCRIPT,
    "paintworklet": Kind.SCRIPT,
    "image": Kind.IMAGE,
    "font": Kind.FONT,
    "audio": Kind.MEDIA,
    "video": Kind.MEDIA,
    "track": Kind.MEDIA,
    "websocket": Kind.WEBSOCKET,
}


class Joined(Struct, frozen=True, kw_only=True):
    """The Transfers of a load, and which request stands behind each (None: the ledger alone knows it)."""

    transfers: tuple[Transfer, ...]
    requests: tuple[Request | None, ...]


def join(ledger: Ledger | None, requests: list[Request], start_s: float) -> Joined:
    """Join; times count from ``start_s`` on the browser's monotonic clock, in seconds.

    Without a ledger the sizes are DevTools' own and none is exact.
    """
    if ledger is None:
        return Joined(transfers=tuple(_from_devtools(r, start_s) for r in requests), requests=tuple(requests))
    waiting: dict[tuple[str, str], deque[Request]] = defaultdict(deque)
    pairs: list[tuple[Transfer, Request | None]] = []
    for request in sorted(requests, key=lambda r: (r.served_from is not ServedFrom.NETWORK, r.start_s or 0)):
        if request.served_from in _BEFORE_THE_NETWORK:
            pairs.append((_without_exchange(request, start_s), request))
        else:
            waiting[request.method, request.url].append(request)
    for exchange in ledger.exchanges:
        queue = waiting[exchange.method[:MAX_METHOD_CHARACTERS], exchange.url[:MAX_URL_CHARACTERS]]
        match = queue.popleft() if queue else None
        pairs.append((_from_exchange(exchange, match, start_s), match))
    pairs += [(_without_exchange(r, start_s), r) for queue in waiting.values() for r in queue]
    pairs.sort(key=lambda pair: pair[0].start_ms or 0)
    nameless = ((UNATTRIBUTED_URL, ledger.unattributed_bytes), (WEBRTC_URL, ledger.peer_bytes))
    pairs += [(_nameless(url, count), None) for url, count in nameless if count]
    return Joined(transfers=tuple(t for t, _ in pairs), requests=tuple(r for _, r in pairs))


def _nameless(url: str, count: int) -> Transfer:
    return Transfer(url=url, kind=Kind.OTHER, transferred_bytes=count, exact=url != WEBRTC_URL)


def _kind(exchange: Exchange, request: Request | None, mime_type: str) -> Kind:
    if request is not None and request.kind is not Kind.OTHER:
        return request.kind
    return _DESTINATIONS.get(exchange.fetch_dest) or kind_of_mime(mime_type)


def _served_from(exchange: Exchange, request: Request | None) -> ServedFrom:
    if exchange.status == _NOT_MODIFIED and not (request and request.status == _NOT_MODIFIED):
        return ServedFrom.REVALIDATED
    answered = _status(exchange, request) is not None or bool(exchange.decoded_body_bytes)
    return ServedFrom.CACHE if answered and not exchange.used_network else ServedFrom.NETWORK


def _status(exchange: Exchange, request: Request | None) -> int | None:
    """Return the status of the answer; DevTools alone names it where the cache answered, or refused a WebSocket."""
    if exchange.status is not None or request is None:
        return exchange.status
    return request.status if not exchange.used_network or request.type == "WebSocket" else None


def _from_exchange(exchange: Exchange, request: Request | None, start_s: float) -> Transfer:
    mime_type = exchange.field("content-type").partition(";")[0].strip().lower()[:MAX_FIELD_CHARACTERS]
    mime_type = mime_type or (request.mime_type if request else "")
    status = _status(exchange, request)
    served_from = _served_from(exchange, request)
    kind = _kind(exchange, request, mime_type)
    unanswered = status is None and served_from is ServedFrom.NETWORK
    failure = _failure(exchange, request) or (_no_response(request) if unanswered else _cut(exchange, kind))
    misread = exchange.used_network and exchange.status is not None and not exchange.received_bytes
    return Transfer(
        url=exchange.url[:MAX_URL_CHARACTERS],
        kind=kind,
        method=exchange.method[:MAX_METHOD_CHARACTERS],
        status=status,
        mime_type=mime_type,
        protocol=exchange.protocol,
        content_encoding=exchange.field("content-encoding").lower()[:MAX_FIELD_CHARACTERS],
        served_from=served_from,
        cache_lifetime_s=freshness.lifetime_s(exchange.response_fields),
        transferred_bytes=None if misread else exchange.received_bytes,
        exact=exchange.exact and not misread,
        encoded_body_bytes=exchange.encoded_body_bytes,
        decoded_body_bytes=exchange.decoded_body_bytes,
        start_ms=_ms(exchange.start_us / 1e6, start_s),
        end_ms=_ms(exchange.end_us / 1e6, start_s) if exchange.end_us else None,
        initiator=request.initiator if request else "",
        frame=request.frame_url if request else "",
        redirect_hop=bool(request and request.redirected),
        failure=failure,
    )


def _failure(exchange: Exchange, request: Request | None) -> str:
    """Return the failure that the log or DevTools tells of.

    The log leads: of workers DevTools says that they were cancelled, or nothing. DevTools knows no answer by which a
    part of a page asks for a password.
    """
    if request is not None and request.type == "WebSocket" and request.status is not None:
        return ""  # its server answered, with no WebSocket
    failure = request.failure if request else ""
    if failed := failure_of(exchange.net_error):
        return failed
    if failure != NO_RESPONSE or exchange.status is None:
        return failure
    return "" if exchange.status >= _FIRST_ERROR_STATUS else NOT_FINISHED


def _no_response(request: Request | None) -> str:
    """Return the failure of a request without a response: of what a page sends as it is left, none is waited for."""
    return LEFT if request is not None and request.type in _NOT_WAITED_FOR else NO_RESPONSE


def _cut(exchange: Exchange, kind: Kind) -> str:
    """Return the failure of a response that ended before the length that its server states.

    DevTools says nothing where an image breaks off. A player reads as much of its media as it needs. The browser reads
    no further once it sees that a picture is none (an error page in the place of an image): visitors lose it as well.
    """
    stated = exchange.field("content-length")
    body = exchange.encoded_body_bytes
    if kind is Kind.MEDIA or not exchange.used_network or exchange.method == "HEAD" or exchange.status not in _WHOLE:
        return ""
    if not (stated.isascii() and stated.isdigit() and int(stated[:18]) > (body or 0)):
        return ""
    return ABORTED if exchange.cancelled else CUT_SHORT


def _without_exchange(request: Request, start_s: float) -> Transfer:
    served_from = request.served_from
    if served_from is ServedFrom.NETWORK and request.status is not None:
        served_from = ServedFrom.CACHE  # the ledger saw nothing arrive for it
    return _described(request, start_s, served_from=served_from, transferred_bytes=0, exact=True)


def _from_devtools(request: Request, start_s: float) -> Transfer:
    on_wire = request.served_from is ServedFrom.NETWORK
    return _described(
        request,
        start_s,
        served_from=request.served_from,
        transferred_bytes=request.encoded_bytes if on_wire else 0,
        exact=not on_wire,
    )


def _described(
    request: Request, start_s: float, *, served_from: ServedFrom, transferred_bytes: int | None, exact: bool
) -> Transfer:
    return Transfer(
        url=request.url,
        kind=request.kind,
        method=request.method,
        status=request.status,
        mime_type=request.mime_type,
        protocol=request.protocol,
        served_from=served_from,
        transferred_bytes=transferred_bytes,
        exact=exact,
        decoded_body_bytes=request.decoded_bytes,
        start_ms=None if request.start_s is None else _ms(request.start_s, start_s),
        end_ms=_ms(request.end_s, start_s) if request.end_s else None,
        initiator=request.initiator,
        frame=request.frame_url,
        redirect_hop=request.redirected,
        failure=request.failure,
    )


def _ms(at_s: float, start_s: float) -> float:
    return round((at_s - start_s) * 1000, 1)
