"""The scale: Chromium's NetLog, as trace events, folded into what every HTTP exchange received from the network. Pure.

The network service says how many bytes came out of each socket (``SOCKET_BYTES_RECEIVED``) and, where there is TLS,
out of its TLS layer (``SSL_SOCKET_BYTES_RECEIVED``). A socket that shows the second counts by it. A socket and a
request meet in the HTTP stream job that both name: ``SOCKET_IN_USE`` and ``HTTP_STREAM_REQUEST_BOUND_TO_JOB`` in
HTTP/1.1, ``HTTP2_SESSION_SEND_HEADERS`` in HTTP/2.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from delest.measure.sources import Exchange, Socket, Sources
from delest.measure.trace_event import Event, in_order

CATEGORIES: Final = ("netlog", "disabled-by-default-netlog")


class Ledger(Struct, kw_only=True):
    """What the sockets of one page load received."""

    exchanges: list[Exchange]
    """The page's own, in the order they began; those that never touched a socket have ``used_network`` False."""
    received_bytes: int
    """Response bytes on the page's sockets; HTTP/2 connection control left out where it can be told apart."""
    unattributed_bytes: int
    """The part of ``received_bytes`` that belongs to no exchange."""
    control_bytes: int
    """HTTP/2 connection control: not in ``received_bytes``."""
    wire_bytes: int
    """TCP payload on the same sockets, TLS included."""
    sent_bytes: int
    """What the browser sent on them, TLS left out."""
    browser_bytes: int
    """What the browser fetched for itself: in none of the above."""
    arrivals: list[tuple[float, int]]
    """(microseconds, bytes) of every read, in order."""

    @property
    def complete(self) -> bool:
        """Whether every exchange that was answered over the network received something: else the log was misread."""
        return all(e.received_bytes for e in self.exchanges if e.used_network and e.status is not None)

    def received_before(self, us: float) -> int:
        """Return the bytes that had arrived by a moment, HTTP/2 connection control included."""
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
    map(_hash, ("gaia_auth_list_accounts", "component_updater_utils", "optimization_guide_model"))
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


def read_ledger(events: Iterable[Event]) -> Ledger:
    """Fold the trace events of one page load, in any order, into its ledger."""
    reader = Sources()
    for event in in_order(events, CATEGORIES):
        reader.read(event)
    visited = frozenset(e.isolation_site for e in reader.exchanges if e.request_type == "main frame")
    page = {id(e) for e in reader.exchanges if _is_page_traffic(e, visited)}
    ledger = Ledger(
        exchanges=[e for e in reader.exchanges if id(e) in page],
        received_bytes=0,
        unattributed_bytes=0,
        control_bytes=0,
        wire_bytes=0,
        sent_bytes=0,
        browser_bytes=0,
        arrivals=[],
    )
    for socket in reader.sockets:
        _add_socket(ledger, socket, reader.job_exchange, page)
    ledger.arrivals.sort()
    return ledger


def _add_socket(ledger: Ledger, socket: Socket, job_exchange: dict[int, Exchange], page: set[int]) -> None:
    total = sum(n for _, n, _ in socket.received)
    jobs = socket.jobs | (socket.session.jobs if socket.session else set())
    owners = [job_exchange[j] for j in jobs if j in job_exchange]
    if not any(id(e) in page for e in owners):
        ledger.browser_bytes += total
        return
    for exchange, count, exact in _shares(socket, job_exchange):
        exchange.received_bytes += count
        exchange.exact = exchange.exact and exact
        exchange.used_network = True
        total -= count
    control = socket.session.control_bytes if socket.session else 0
    attributed = sum(n for _, n, _ in socket.received) - total
    ledger.received_bytes += attributed + total - control
    ledger.unattributed_bytes += total - control
    ledger.control_bytes += control
    ledger.wire_bytes += sum(n for _, n, _ in socket.tcp)
    ledger.sent_bytes += socket.sent_tls if socket.secure else socket.sent_tcp
    ledger.arrivals.extend((at, n) for at, n, _ in socket.received)


def _shares(socket: Socket, job_exchange: dict[int, Exchange]) -> Iterable[tuple[Exchange, int, bool]]:
    if socket.session is not None:
        shares = socket.session.shares()
    else:
        by_job: dict[int, int] = {}
        for _, count, job in socket.received:
            if job is not None:
                by_job[job] = by_job.get(job, 0) + count
        shares = [(job, count, True) for job, count in by_job.items()]
    for job, count, exact in shares:
        if job in job_exchange:
            yield job_exchange[job], count, exact
