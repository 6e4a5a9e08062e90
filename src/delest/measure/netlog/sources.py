"""NetLog's sources, from its events: connections, requests and sessions, and the jobs in which they meet. Pure.

NetLog ids occur only as ``source_dependency``; events carry a track id that is used again once its source has ended,
so a source is opened by its first event and forgotten with its last.
"""

from collections.abc import Callable
from typing import Final

from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.http2 import Session
from delest.measure.netlog.quic import QuicSession
from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.trace_event import Event, byte_count, dependency, fields, status

_PROTOCOLS: Final = {
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": "http/1.1",
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": "h2",
    "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS": "h3",
}
_CODED: Final = "URL_REQUEST_JOB_BYTES_READ"
_WAY_OPENED: Final = 200
"""What a proxy says to CONNECT where it lets one through (RFC 9110, section 9.3.6)."""


class Sources:
    """Folds events, in time order, into sources."""

    def __init__(self) -> None:
        self.sockets: list[Socket] = []
        self.exchanges: list[Exchange] = []
        self.job_exchange: dict[int, Exchange] = {}
        self._live_sockets: dict[str, Socket] = {}
        self._live_requests: dict[str, tuple[int, Exchange | None]] = {}
        self._live_sessions: dict[str, Session] = {}
        self._live_quic: dict[str, tuple[Socket, QuicSession]] = {}
        self._last_asking: int | None = None
        self._last_taken: Socket | None = None
        self._on: dict[tuple[str, str], Callable[[Event], None]] = {
            ("SOCKET_ALIVE", "b"): self._socket_born,
            ("SOCKET_ALIVE", "e"): self._socket_gone,
            ("SOCKET_IN_USE", "b"): self._socket_taken,
            ("SOCKET_IN_USE", "e"): self._socket_left,
            ("SOCKS5_CONNECT", "b"): self._tunnelling,
            ("SOCKS5_CONNECT", "e"): self._tunnelling,
            ("HTTP_TRANSACTION_TUNNEL_SEND_REQUEST", "b"): self._tunnelling,
            ("HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS", "n"): self._tunnel_answered,
            ("SSL_CONNECT", "b"): self._secured,
            ("SOCKET_BYTES_RECEIVED", "n"): self._tcp_received,
            ("SSL_SOCKET_BYTES_RECEIVED", "n"): self._tls_received,
            ("SOCKET_BYTES_SENT", "n"): self._tcp_sent,
            ("SSL_SOCKET_BYTES_SENT", "n"): self._tls_sent,
            ("REQUEST_ALIVE", "b"): self._request_born,
            ("REQUEST_ALIVE", "e"): self._request_gone,
            ("URL_REQUEST_START_JOB", "b"): self._exchange_started,
            ("URL_REQUEST_START_JOB", "e"): self._exchange_failed,
            ("FAILED", "n"): self._exchange_failed,
            ("HTTP_STREAM_REQUEST_BOUND_TO_JOB", "n"): self._exchange_bound,
            **{(name, "n"): self._request_sent for name in _PROTOCOLS},
            ("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", "n"): self._response_read,
            (_CODED, "n"): self._body_read,
            ("URL_REQUEST_JOB_FILTERED_BYTES_READ", "n"): self._body_read,
            ("HTTP2_SESSION", "b"): self._session_born,
            ("HTTP2_SESSION", "e"): self._session_gone,
            ("HTTP2_SESSION_INITIALIZED", "n"): self._session_bound,
            ("QUIC_SESSION", "e"): self._quic_gone,
            ("QUIC_CHROMIUM_CLIENT_STREAM_SEND_REQUEST_HEADERS", "n"): self._quic_stream_opened,
            ("QUIC_SESSION_PACKET_RECEIVED", "n"): self._datagram_received,
            ("QUIC_SESSION_STREAM_FRAME_RECEIVED", "n"): self._stream_received,
            ("QUIC_SESSION_MESSAGE_FRAME_RECEIVED", "n"): self._message_received,
            ("QUIC_SESSION_WEBTRANSPORT_CLIENT_ALIVE", "b"): self._transport_born,
            ("QUIC_SESSION_WEBTRANSPORT_SESSION_READY", "n"): self._transport_ready,
            ("QUIC_SESSION_WEBTRANSPORT_CLIENT_ALIVE", "e"): self._transport_gone,
            ("QUIC_SESSION_STREAM_FRAME_SENT", "n"): self._stream_sent,
            ("QUIC_SESSION_STREAM_FRAME_COALESCED", "n"): self._stream_sent,
        }

    def read(self, event: Event) -> None:
        """Take the next event, in time order."""
        handle = self._on.get((event.name, event.ph))
        if handle is not None:
            handle(event)
        elif event.name.startswith("HTTP2_SESSION_"):
            session = self._live_sessions.get(event.track)
            if session is not None:
                session.read(event.name, event.args.params, event.ts)

    # Sockets

    def _socket(self, event: Event) -> Socket | None:
        track = event.track
        if track not in self._live_sockets and event.args.source_type == "SOCKET":
            self._socket_born(event)
        return self._live_sockets.get(track)

    def _socket_born(self, event: Event) -> None:
        if event.args.source_type == "SOCKET":
            socket = self._live_sockets[event.track] = Socket(older=event.name != "SOCKET_ALIVE")
            self.sockets.append(socket)

    def _socket_gone(self, event: Event) -> None:
        self._live_sockets.pop(event.track, None)

    def _socket_taken(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is None:
            return
        socket.job = dependency(event)
        if socket.job is not None:
            socket.jobs.add(socket.job)
        self._last_taken = socket

    def _socket_left(self, event: Event) -> None:
        socket = self._live_sockets.get(event.track)
        if socket is not None:
            socket.job = None

    def _tcp_received(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None and not socket.tunnelling:
            socket.tcp.append((event.ts, byte_count(event), socket.job))

    def _tunnelling(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None:
            socket.tunnelling = event.ph == "b"

    def _tunnel_answered(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None:
            socket.tunnelling = status(event) != _WAY_OPENED

    def _secured(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None:
            socket.secure = True

    def _tls_received(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None:
            socket.secure = True  # also of a connection that is older than the trace
            count = byte_count(event)
            socket.tls.append((event.ts, count, socket.job))
            if isinstance(socket.session, Session):
                socket.session.arrived(count)

    def _tcp_sent(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None and not socket.tunnelling:
            socket.sent_tcp += byte_count(event)

    def _tls_sent(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None:
            socket.sent_tls += byte_count(event)

    # Requests

    def _request_born(self, event: Event) -> None:
        self._live_requests[event.track] = (int(event.args.params.get("traffic_annotation", 0)), None)

    def _request_gone(self, event: Event) -> None:
        _annotation, exchange = self._live_requests.pop(event.track, (0, None))
        if exchange is not None:
            exchange.end_us = event.ts

    def _exchange_started(self, event: Event) -> None:
        self._exchange_opened(event, str(event.args.params.get("method", "GET")), "network_isolation_key")

    def _exchange_opened(self, event: Event, method: str, whose: str) -> None:
        params = event.args.params
        annotation, previous = self._live_requests.get(event.track, (0, None))
        if previous is not None:
            previous.end_us = event.ts
        exchange = Exchange(
            url=str(params.get("url", "")).partition("#")[0],  # which DevTools and the wire leave out
            method=method,
            request_type=str(params.get("request_type", "")),
            isolation_site=str(params.get(whose, "")).partition(" ")[0],
            annotation=annotation,
            start_us=event.ts,
        )
        self.exchanges.append(exchange)
        self._live_requests[event.track] = (annotation, exchange)
        self._exchange_failed(event)

    def _exchange_failed(self, event: Event) -> None:
        exchange = self._exchange(event)
        if exchange is not None:
            exchange.net_error = exchange.net_error or int(event.args.params.get("net_error", 0))

    def _exchange(self, event: Event) -> Exchange | None:
        return self._live_requests.get(event.track, (0, None))[1]

    def _exchange_bound(self, event: Event) -> None:
        exchange, job = self._exchange(event), dependency(event)
        if exchange is not None and job is not None:
            exchange.job = job
            self.job_exchange[job] = exchange

    def _request_sent(self, event: Event) -> None:
        exchange = self._exchange(event)
        if exchange is not None:
            exchange.used_network = True
            exchange.protocol = _PROTOCOLS[event.name]
            self._last_asking = exchange.job
            exchange.fetch_dest = dict(fields(event)).get("sec-fetch-dest", "")

    def _response_read(self, event: Event) -> None:
        exchange = self._exchange(event)
        if exchange is not None:
            exchange.status = status(event)
            exchange.response_fields = fields(event)

    def _body_read(self, event: Event) -> None:
        exchange = self._exchange(event)
        if exchange is None:
            return
        if event.name == _CODED:
            exchange.coded_bytes = (exchange.coded_bytes or 0) + byte_count(event)
        else:
            exchange.decoded_body_bytes = (exchange.decoded_body_bytes or 0) + byte_count(event)

    # HTTP/2

    def _session_born(self, event: Event) -> None:
        self._live_sessions[event.track] = Session()

    def _session_gone(self, event: Event) -> None:
        self._live_sessions.pop(event.track, None)

    def _session_bound(self, event: Event) -> None:
        # A session is made of the socket that has just been taken; the socket's number stands on no track of its own.
        session, socket = self._live_sessions.get(event.track), self._last_taken
        if session is not None and socket is not None:
            socket.session = session
            session.arrived(sum(n for _, n, _ in socket.tls))

    # HTTP/3

    def _quic(self, event: Event) -> tuple[Socket, QuicSession]:
        if event.track not in self._live_quic:
            self._quic_born(event, QuicSession())
        return self._live_quic[event.track]

    def _quic_born(self, event: Event, session: QuicSession) -> None:
        socket = Socket(secure=True, session=session)
        self._live_quic[event.track] = (socket, session)
        self.sockets.append(socket)

    def _quic_gone(self, event: Event) -> None:
        self._live_quic.pop(event.track, None)

    def _quic_stream_opened(self, event: Event) -> None:
        # A request and its stream are told one right after the other; no event names both.
        if self._last_asking is not None:
            self._quic(event)[1].opened(int(event.args.params.get("quic_stream_id", 0)), self._last_asking)

    def _datagram_received(self, event: Event) -> None:
        self._quic(event)[0].tcp.append((event.ts, int(event.args.params.get("size", 0)), None))

    def _stream_received(self, event: Event) -> None:
        socket, session = self._quic(event)
        socket.tls.append((event.ts, session.received(event.args.params, event.ts), None))

    def _stream_sent(self, event: Event) -> None:
        socket, session = self._quic(event)
        socket.sent_tls += session.sent(event.args.params)

    def _message_received(self, event: Event) -> None:
        socket, session = self._quic(event)
        socket.tls.append((event.ts, session.message(event.args.params), None))

    # WebTransport

    def _transport_born(self, event: Event) -> None:
        self._exchange_opened(event, "CONNECT", "network_anonymization_key")
        job = -len(self.exchanges)  # it has no job of the HTTP stack, whose numbers are positive
        self.job_exchange[job] = self.exchanges[-1]
        self._quic_born(event, QuicSession(whole=job))

    def _transport_ready(self, event: Event) -> None:
        exchange = self._exchange(event)
        if exchange is not None:
            exchange.used_network, exchange.protocol, exchange.status = True, "h3", 200

    def _transport_gone(self, event: Event) -> None:
        self._request_gone(event)
        self._quic_gone(event)
