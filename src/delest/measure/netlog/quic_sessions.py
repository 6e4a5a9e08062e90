"""NetLog's QUIC sessions: those of HTTP/3, and those of WebTransport with the exchange that each one is. Pure."""

from delest.measure.netlog.quic import QuicSession
from delest.measure.netlog.requests import Requests
from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.sockets import Sockets
from delest.measure.netlog.trace_event import Event, Handlers


class QuicSessions:
    """Folds the events of QUIC, in time order, into connections, which it adds to those of ``sockets``."""

    def __init__(self, sockets: Sockets, requests: Requests) -> None:
        self._sockets = sockets
        self._requests = requests
        self._live: dict[str, tuple[Socket, QuicSession]] = {}
        self.on: Handlers = {
            ("QUIC_SESSION", "e"): self._gone,
            ("QUIC_CHROMIUM_CLIENT_STREAM_SEND_REQUEST_HEADERS", "n"): self._stream_opened,
            ("QUIC_SESSION_PACKET_RECEIVED", "n"): self._datagram_received,
            ("QUIC_SESSION_STREAM_FRAME_RECEIVED", "n"): self._stream_received,
            ("QUIC_SESSION_MESSAGE_FRAME_RECEIVED", "n"): self._message_received,
            ("QUIC_SESSION_STREAM_FRAME_SENT", "n"): self._stream_sent,
            ("QUIC_SESSION_STREAM_FRAME_COALESCED", "n"): self._stream_sent,
            ("QUIC_SESSION_WEBTRANSPORT_CLIENT_ALIVE", "b"): self._transport_born,
            ("QUIC_SESSION_WEBTRANSPORT_SESSION_READY", "n"): self._transport_ready,
            ("QUIC_SESSION_WEBTRANSPORT_CLIENT_ALIVE", "e"): self._transport_gone,
        }

    def _of(self, event: Event) -> tuple[Socket, QuicSession]:
        if event.track not in self._live:
            self._begin(event, QuicSession())
        return self._live[event.track]

    def _begin(self, event: Event, session: QuicSession) -> None:
        socket = Socket(secure=True, session=session)
        self._live[event.track] = (socket, session)
        self._sockets.all.append(socket)

    def _gone(self, event: Event) -> None:
        self._live.pop(event.track, None)

    def _stream_opened(self, event: Event) -> None:
        # A request and its stream are told one right after the other; no event names both.
        if self._requests.last_asking is not None:
            self._of(event)[1].opened(int(event.args.params.get("quic_stream_id", 0)), self._requests.last_asking)

    def _datagram_received(self, event: Event) -> None:
        self._of(event)[0].tcp.append((event.ts, int(event.args.params.get("size", 0)), None))

    def _stream_received(self, event: Event) -> None:
        socket, session = self._of(event)
        socket.tls.append((event.ts, session.received(event.args.params, event.ts), None))

    def _stream_sent(self, event: Event) -> None:
        socket, session = self._of(event)
        socket.sent_tls += session.sent(event.args.params)

    def _message_received(self, event: Event) -> None:
        socket, session = self._of(event)
        socket.tls.append((event.ts, session.message(event.args.params), None))

    def _transport_born(self, event: Event) -> None:
        exchange = self._requests.open(event, "CONNECT", "network_anonymization_key")
        job = -len(self._requests.exchanges)  # it has no job of the HTTP stack, whose numbers are positive
        self._requests.of_job[job] = exchange
        self._begin(event, QuicSession(whole=job))

    def _transport_ready(self, event: Event) -> None:
        exchange = self._requests.exchange(event)
        if exchange is not None:
            exchange.used_network, exchange.protocol, exchange.status = True, "h3", 200

    def _transport_gone(self, event: Event) -> None:
        self._requests.gone(event)
        self._gone(event)
