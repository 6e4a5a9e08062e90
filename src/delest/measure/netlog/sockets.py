"""NetLog's TCP connections: when each opened, what came out of it and out of its TLS layer, and for which job. Pure."""

from typing import Final

from delest.measure.netlog.http2 import Session
from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.trace_event import Event, Handlers, byte_count, dependency, status

_WAY_OPENED: Final = 200
"""What a proxy says to CONNECT where it lets one through (RFC 9110, section 9.3.6)."""


class Sockets:
    """Folds the events of connections, in time order, into ``all``, which the sessions over UDP are added to."""

    def __init__(self) -> None:
        self.all: list[Socket] = []
        self.last_taken: Socket | None = None
        """The connection that a job has begun to use last."""
        self._live: dict[str, Socket] = {}
        self.on: Handlers = {
            ("SOCKET_ALIVE", "b"): self._born,
            ("SOCKET_ALIVE", "e"): self._gone,
            ("SOCKET_IN_USE", "b"): self._taken,
            ("SOCKET_IN_USE", "e"): self._left,
            ("SOCKS5_CONNECT", "b"): self._tunnelling,
            ("SOCKS5_CONNECT", "e"): self._tunnelling,
            ("HTTP_TRANSACTION_TUNNEL_SEND_REQUEST", "b"): self._tunnelling,
            ("HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS", "n"): self._tunnel_answered,
            ("SSL_CONNECT", "b"): self._secured,
            ("SOCKET_BYTES_RECEIVED", "n"): self._tcp_received,
            ("SSL_SOCKET_BYTES_RECEIVED", "n"): self._tls_received,
            ("SOCKET_BYTES_SENT", "n"): self._tcp_sent,
            ("SSL_SOCKET_BYTES_SENT", "n"): self._tls_sent,
        }

    def _socket(self, event: Event) -> Socket | None:
        track = event.track
        if track not in self._live and event.args.source_type == "SOCKET":
            self._born(event)
        return self._live.get(track)

    def _born(self, event: Event) -> None:
        if event.args.source_type == "SOCKET":
            socket = self._live[event.track] = Socket(older=event.name != "SOCKET_ALIVE")
            self.all.append(socket)

    def _gone(self, event: Event) -> None:
        self._live.pop(event.track, None)

    def _taken(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is None:
            return
        socket.job = dependency(event)
        if socket.job is not None:
            socket.jobs.add(socket.job)
        self.last_taken = socket

    def _left(self, event: Event) -> None:
        socket = self._live.get(event.track)
        if socket is not None:
            socket.job = None

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

    def _tcp_received(self, event: Event) -> None:
        socket = self._socket(event)
        if socket is not None and not socket.tunnelling:
            socket.tcp.append((event.ts, byte_count(event), socket.job))

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
