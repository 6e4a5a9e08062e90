"""The scale: Chromium's NetLog, as trace events, folded into what every HTTP exchange received from the network. Pure.

The network service says how many bytes came out of each socket (``SOCKET_BYTES_RECEIVED``) and, where there is TLS,
out of its TLS layer (``SSL_SOCKET_BYTES_RECEIVED``). A socket that shows the second counts by it. A socket and a
request meet in the HTTP stream job that both name: ``SOCKET_IN_USE`` and ``HTTP_STREAM_REQUEST_BOUND_TO_JOB`` in
HTTP/1.1, ``HTTP2_SESSION_SEND_HEADERS`` in HTTP/2. HTTP/3 has no socket to count by: its streams are (see ``quic``).
What came without any request is WebRTC's (see ``webrtc``).
"""

import copy
from collections.abc import Container, Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.net_error import CACHE_MISS
from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.sources import Sources
from delest.measure.netlog.trace_event import Event, in_order
from delest.measure.netlog.webrtc import Peers, is_peers

CATEGORIES: Final = ("netlog", "disabled-by-default-netlog")


class Ledger(Struct, kw_only=True):
    """What the sockets of one page load received."""

    exchanges: list[Exchange]
    """The page's own, in the order they began; those that never touched a socket have ``used_network`` False."""
    received_bytes: int
    """Response bytes on the page's connections; HTTP/2 and 3 connection control left out where it can be told apart."""
    unattributed_bytes: int
    """The part of ``received_bytes`` that belongs to no exchange, though its connection served some."""
    peer_bytes: int
    """The part of ``received_bytes`` that came by WebRTC, encryption included."""
    control_bytes: int
    """HTTP/2 and 3 connection control: not in ``received_bytes``."""
    wire_bytes: int
    """TCP payload and QUIC datagrams on the same connections, TLS included."""
    sent_bytes: int
    """What the browser sent on them, TLS left out."""
    browser_bytes: int
    """What the browser fetched for itself: in none of the above."""
    arrivals: list[tuple[float, int]]
    """(microseconds, bytes) of every read, in order, and less than nothing for what of it was connection control."""

    @property
    def complete(self) -> bool:
        """Whether every exchange that was answered over the network received something: else the log was misread."""
        return all(e.received_bytes for e in self.exchanges if e.used_network and e.status is not None)

    def received_before(self, us: float) -> int:
        """Return the part of ``received_bytes`` that had arrived by a moment."""
        return sum(n for at, n in self.arrivals if at < us)


def _hash(annotation: str) -> int:
    # Chromium numbers its traffic annotations by this hash of their names (net/traffic_annotation).
    value = 0
    for letter in annotation:
        value = (value * 31 + ord(letter)) % 138003713
    return value


_PAGE_ANNOTATIONS: Final = frozenset(
    map(
        _hash,
        (
            "blink_resource_loader",
            "navigation_url_loader",
            "blink_extension_resource_loader",
            "worker_script_load",
            "service_worker_script_load",
            "websocket_stream",
            "favicon_loader",
            "ping_loader",
        ),
    )
)
_BROWSER_ANNOTATIONS: Final = frozenset(
    map(
        _hash,
        (
            "gaia_auth_list_accounts",
            "component_updater_utils",
            "optimization_guide_model",
            # Asked on behalf of a page, with its isolation key, and by no element of it.
            "autofill_query",
            "autofill_upload",
        ),
    )
)
_FRAMES: Final = frozenset({"main frame", "sub frame"})
_NO_SITE: Final = frozenset({"", "null"})
"""The site of a frame of opaque origin, and of what the browser asks for on nobody's behalf."""


def _is_page_traffic(exchange: Exchange, visited: frozenset[str]) -> bool:
    """Tell the page's requests from the browser's own calls home, which run in the same network service."""
    if exchange.annotation in _BROWSER_ANNOTATIONS:
        return False
    return (
        exchange.annotation in _PAGE_ANNOTATIONS
        or exchange.request_type in _FRAMES
        or exchange.isolation_site in visited - _NO_SITE
    )


def _is_request(exchange: Exchange) -> bool:
    """Tell a request from a look into the cache alone, which the browser takes for fonts before it asks for them."""
    return exchange.used_network or exchange.net_error != CACHE_MISS


class _Standing(NamedTuple):
    """What a socket has counted so far beside the exchanges."""

    stray_bytes: int = 0
    control_bytes: int = 0
    sent_bytes: int = 0


def read_ledger(events: Iterable[Event], since_us: float = 0) -> Ledger:
    """Fold the trace events of one page load, in any order, into its ledger.

    Args:
        events: of the trace.
        since_us: when the load began. What came before only fills the cache: its exchanges, and all that still arrives
            for them, are left out; the connections that it opened are known and go on to be counted.
    """
    reader = Sources()
    peers = Peers(reader.sockets)
    before: dict[int, _Standing] | None = None
    for event in in_order(events, CATEGORIES):
        if before is None and event.ts >= since_us:
            before = _standings(reader)
        reader.read(event)
        peers.read(event)
    if before is None:
        before = _standings(reader)
    visited = frozenset(e.isolation_site for e in reader.exchanges if e.request_type == "main frame")
    page = {id(e) for e in reader.exchanges if _is_page_traffic(e, visited)}
    ledger = Ledger(
        exchanges=[e for e in reader.exchanges if id(e) in page and e.start_us >= since_us and _is_request(e)],
        received_bytes=0,
        unattributed_bytes=0,
        peer_bytes=0,
        control_bytes=0,
        wire_bytes=0,
        sent_bytes=0,
        browser_bytes=0,
        arrivals=[],
    )
    for socket in reader.sockets:
        earlier = before.get(id(socket), _Standing())
        _add_socket(ledger, _Seen(socket, earlier, since_us), reader.job_exchange, page)
    ledger.arrivals.sort()
    return ledger


class _Seen(NamedTuple):
    socket: Socket
    earlier: _Standing
    since_us: float


def _standings(reader: Sources) -> dict[int, _Standing]:
    # A copy: a session's headers can be shared out only once.
    return {id(s): _standing(copy.deepcopy(s), reader.job_exchange.keys()) for s in reader.sockets}


def _standing(socket: Socket, jobs: Container[int]) -> _Standing:
    shared = sum(count for job, count, _ in _job_shares(socket) if job in jobs)
    control = socket.session.control_bytes if socket.session else 0
    return _Standing(
        stray_bytes=sum(n for _, n, _ in socket.received) - shared - control,
        control_bytes=control,
        sent_bytes=socket.sent_tls if socket.secure else socket.sent_tcp,
    )


def _add_socket(ledger: Ledger, seen: _Seen, job_exchange: Mapping[int, Exchange], page: Container[int]) -> None:
    socket, earlier, since_us = seen
    arrived = [(at, n) for at, n, _ in socket.received if at >= since_us]
    jobs = socket.jobs | (socket.session.jobs if socket.session else set())
    owners = [job_exchange[j] for j in jobs if j in job_exchange]
    if not any(id(e) in page for e in owners) and not is_peers(socket):
        ledger.browser_bytes += sum(n for _, n in arrived)
        return
    attributed = 0
    for job, count, exact in _job_shares(socket):
        exchange = job_exchange.get(job)
        if exchange is None:
            continue
        exchange.received_bytes += count
        exchange.exact = exchange.exact and exact
        exchange.used_network = True
        attributed += count
        ledger.received_bytes += count if exchange.start_us >= since_us else 0
    control = socket.session.control_bytes if socket.session else 0
    stray = sum(n for _, n, _ in socket.received) - attributed - control - earlier.stray_bytes
    ledger.received_bytes += stray
    if is_peers(socket):
        ledger.peer_bytes += stray
    else:
        ledger.unattributed_bytes += stray
    ledger.control_bytes += control - earlier.control_bytes
    ledger.wire_bytes += sum(n for at, n, _ in socket.tcp if at >= since_us)
    ledger.sent_bytes += (socket.sent_tls if socket.secure else socket.sent_tcp) - earlier.sent_bytes
    ledger.arrivals.extend(arrived)
    if socket.session:
        ledger.arrivals.extend((at, -n) for at, n in socket.session.control if at >= since_us)


def _job_shares(socket: Socket) -> list[tuple[int, int, bool]]:
    """Return (job, bytes, exact) for every job that the socket served."""
    if socket.session is not None:
        return socket.session.shares()
    by_job: dict[int, int] = {}
    for _, count, job in socket.received:
        if job is not None:
            by_job[job] = by_job.get(job, 0) + count
    return [(job, count, True) for job, count in by_job.items()]
