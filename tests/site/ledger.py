"""What the site put on the wire, answer by answer."""

from dataclasses import dataclass, field, replace
from threading import Lock


@dataclass(slots=True, kw_only=True)
class Sent:
    """One answer; its bytes are those of the HTTP messages: above TLS, below content coding and framing."""

    case: str
    transport: str
    host: str
    method: str
    path: str
    status: int = 0
    interim_bytes: int = 0
    """1xx answers that came before."""
    header_bytes: int = 0
    """Status line and fields; in HTTP/2 the HEADERS frames with their frame headers."""
    body_bytes: int = 0
    """Coded body with its framing (chunk sizes, DATA frame headers); after a 101, whatever followed it."""
    complete: bool = False
    """False while it is under way, and for ever when it was cut."""

    @property
    def total_bytes(self) -> int:
        return self.interim_bytes + self.header_bytes + self.body_bytes

    def count_interim(self, n_bytes: int) -> None:
        self.interim_bytes += n_bytes

    def count_whole(self, head_bytes: int, n_bytes: int) -> None:
        """Count bytes of an answer that leaves in one piece; its first ``head_bytes`` are the head's."""
        of_head = min(n_bytes, head_bytes - self.header_bytes)
        self.header_bytes += of_head
        self.body_bytes += n_bytes - of_head

    def count_header(self, n_bytes: int) -> None:
        self.header_bytes += n_bytes

    def count_body(self, n_bytes: int) -> None:
        self.body_bytes += n_bytes


@dataclass(slots=True)
class Ledger:
    """All answers since the last reset. Bytes are counted while ``lock`` is held, in the act of sending them.

    So whatever a client has received is in the ledger when the client asks for it.
    """

    lock: Lock = field(default_factory=Lock)
    _sent: list[Sent] = field(default_factory=list)
    _control_bytes: int = 0
    _datagram_bytes: int = 0

    def enter(self, sent: Sent) -> Sent:
        with self.lock:
            self._sent.append(sent)
        return sent

    def count_control(self, n_bytes: int) -> None:
        """Count what belongs to none: SETTINGS, PING, WINDOW_UPDATE, RST_STREAM, GOAWAY; HTTP/3's one-way streams."""
        self._control_bytes += n_bytes

    def count_datagram(self, n_bytes: int) -> None:
        """Count a datagram of QUIC, whatever is in it."""
        self._datagram_bytes += n_bytes

    def answers(self) -> list[Sent]:
        """Copies, in the order in which the answers began."""
        with self.lock:
            return [replace(sent) for sent in self._sent]

    def control_bytes(self) -> int:
        with self.lock:
            return self._control_bytes

    def datagram_bytes(self) -> int:
        with self.lock:
            return self._datagram_bytes

    def reset(self) -> None:
        """Start again at nothing; answers still under way are not followed any further."""
        with self.lock:
            self._sent.clear()
            self._control_bytes = self._datagram_bytes = 0
