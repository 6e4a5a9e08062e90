"""A connection of NetLog: what came out of it, when, and for whom. Pure."""

import msgspec
from msgspec import Struct

from delest.measure.netlog.http2 import Session
from delest.measure.netlog.quic import QuicSession


class Socket(Struct, eq=False):
    """One connection: what came out of it and out of its TLS layer, as (microseconds, bytes, job in use).

    Of QUIC: datagrams, and what was new in their STREAM frames. ``older``: than the trace. ``tunnelling``: what is
    said with a proxy, or with the gate, before it opens the way: all that a proxy which refuses says.
    """

    jobs: set[int] = msgspec.field(default_factory=set)
    job: int | None = None
    tcp: list[tuple[float, int, int | None]] = msgspec.field(default_factory=list)
    tls: list[tuple[float, int, int | None]] = msgspec.field(default_factory=list)
    sent_tcp: int = 0
    sent_tls: int = 0
    secure: bool = False
    older: bool = False
    tunnelling: bool = False
    session: Session | QuicSession | None = None

    @property
    def received(self) -> list[tuple[float, int, int | None]]:
        """What counts: the TLS layer's bytes where there is one, else the connection's own."""
        return self.tls if self.secure else self.tcp
