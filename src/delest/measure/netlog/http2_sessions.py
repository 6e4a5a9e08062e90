"""NetLog's HTTP/2 sessions, each on the connection that it was made of. Pure."""

from delest.measure.netlog.http2 import Session
from delest.measure.netlog.sockets import Sockets
from delest.measure.netlog.trace_event import Event, Handlers


class Http2Sessions:
    """Folds the events of HTTP/2, in time order, into the sessions of ``sockets``."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._live: dict[str, Session] = {}
        self.on: Handlers = {
            ("HTTP2_SESSION", "b"): self._born,
            ("HTTP2_SESSION", "e"): self._gone,
            ("HTTP2_SESSION_INITIALIZED", "n"): self._bound,
        }

    def read(self, event: Event) -> None:
        """Take an event of what a session received or sent: ``HTTP2_SESSION_``."""
        session = self._live.get(event.track)
        if session is not None:
            session.read(event.name, event.args.params, event.ts)

    def _born(self, event: Event) -> None:
        self._live[event.track] = Session()

    def _gone(self, event: Event) -> None:
        self._live.pop(event.track, None)

    def _bound(self, event: Event) -> None:
        # A session is made of the socket that has just been taken; no event of the session names its socket.
        session, socket = self._live.get(event.track), self._sockets.last_taken
        if session is not None and socket is not None:
            socket.session = session
            session.arrived(sum(n for _, n, _ in socket.tls))
