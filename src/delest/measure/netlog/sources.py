"""NetLog's sources, from its events: connections, requests and sessions, and the jobs in which they meet. Pure.

NetLog ids occur only as ``source_dependency``; events carry a track id that is used again once its source has ended,
so a source is opened by its first event and forgotten with its last. Each event belongs to one kind of source.
"""

from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.http2_sessions import Http2Sessions
from delest.measure.netlog.quic_sessions import QuicSessions
from delest.measure.netlog.requests import Requests
from delest.measure.netlog.socket_record import Socket
from delest.measure.netlog.sockets import Sockets
from delest.measure.netlog.trace_event import Event, Handlers


class Sources:
    """Folds events, in time order, into sources."""

    def __init__(self) -> None:
        sockets, requests = Sockets(), Requests()
        self._http2 = Http2Sessions(sockets)
        self.sockets: list[Socket] = sockets.all
        self.exchanges: list[Exchange] = requests.exchanges
        self.job_exchange: dict[int, Exchange] = requests.of_job
        self._on: Handlers = sockets.on | requests.on | self._http2.on | QuicSessions(sockets, requests).on

    def read(self, event: Event) -> None:
        """Take the next event, in time order."""
        handle = self._on.get((event.name, event.ph))
        if handle is not None:
            handle(event)
        elif event.name.startswith("HTTP2_SESSION_"):
            self._http2.read(event)
