"""WebRTC on the scale: what came for the page from its peers and from the servers that help to find them. Pure.

It has no exchange of the HTTP stack to belong to. Over UDP it comes to sockets that are bound and never connected,
where QUIC and the DNS connect theirs; the questions of multicast DNS (RFC 6762), by which peers of one network find
each other, are left out. A relay (TURN) may also be spoken to over TCP, on a connection that no job ever takes.

Datagrams count as they came: what in them is encryption, or sent again, NetLog does not tell.
"""

from typing import Final

from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.trace_event import Event, byte_count

_MULTICAST_DNS: Final = ":5353"
NAMES: Final = frozenset({"SOCKET_ALIVE", "UDP_CONNECT", "UDP_LOCAL_ADDRESS", "UDP_BYTES_RECEIVED", "UDP_BYTES_SENT"})
"""Of the events read here."""


class Peers:
    """Folds events, in time order, into connections, which it adds to those of ``sockets``."""

    def __init__(self, sockets: list[Socket]) -> None:
        self._sockets = sockets
        self._bound: dict[str, Socket] = {}

    def read(self, event: Event) -> None:
        """Take the next event, in time order."""
        if event.name not in NAMES:
            return
        if event.name == "SOCKET_ALIVE" and event.ph == "b" and event.args.source_type == "UDP_SOCKET":
            self._bound[event.track] = Socket()
            return
        socket = self._bound.get(event.track)
        if socket is None:
            return
        if event.name == "UDP_BYTES_RECEIVED":
            if not socket.tcp:
                self._sockets.append(socket)
            socket.tcp.append((event.ts, byte_count(event), None))
        elif event.name == "UDP_BYTES_SENT":
            socket.sent_tcp += byte_count(event)
        elif event.name != "UDP_LOCAL_ADDRESS" or str(event.args.params.get("address")).endswith(_MULTICAST_DNS):
            del self._bound[event.track]  # connected, gone, or of multicast DNS


def is_peers(socket: Socket) -> bool:
    """Tell whether what a connection received can only have come by WebRTC."""
    newcomer = not socket.older and socket.session is None and not socket.jobs
    return newcomer and any(count for _, count, _ in socket.received)
