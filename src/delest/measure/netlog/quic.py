"""HTTP/3 on the scale: which stream of a QUIC connection received which bytes. Pure.

NetLog tells every STREAM frame that came (``QUIC_SESSION_STREAM_FRAME_RECEIVED``: stream, offset, length), those sent
again after a loss as well; a byte counts once, by its offset. The stream of a request is its answer's alone: header
frames, interim answers and trailers too, frame headers, DATA. What stands on the server's one-way streams is connection
control: settings, and the header table that answers refer to (RFC 9114, section 6.2; RFC 9204, section 4.2).

A WebTransport session has a connection of its own, and its messages come on streams of all kinds and as datagrams: all
are its answer, but for the three one-way streams that servers open first, for control. That is how they do it and no
rule, so the answer is marked.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

_STREAM_KINDS: Final = 4
_SERVERS_ONE_WAY: Final = 3  # RFC 9000, section 2.1: the two low bits of a stream's number
_FIRST_OF_SERVER: Final = frozenset({3, 7, 11})


class Span:
    """Which bytes of a stream have been seen."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []

    def add(self, start: int, stop: int) -> int:
        """Note the bytes from ``start`` up to ``stop``; return how many of them are new."""
        first, last = bisect_left(self._stops, start), bisect_right(self._starts, stop)
        met = list(zip(self._starts[first:last], self._stops[first:last], strict=True))
        known = sum(max(0, min(high, stop) - max(low, start)) for low, high in met)
        self._starts[first:last] = [min(start, *(low for low, _ in met))] if met else [start]
        self._stops[first:last] = [max(stop, *(high for _, high in met))] if met else [stop]
        return stop - start - known


class QuicSession:
    """One QUIC connection, fed with its frames in the order in which they came and went.

    Args:
        whole: the job that all of it belongs to, where it was opened for one alone.
    """

    def __init__(self, whole: int | None = None) -> None:
        self.control: list[tuple[float, int]] = []
        """(microseconds, bytes) of what belongs to no answer."""
        self._whole = whole
        self._message_bytes = 0
        self._job_of_stream: dict[int, int] = {}
        self._stream_bytes: dict[int, int] = defaultdict(int)
        self._received: dict[int, Span] = defaultdict(Span)
        self._sent: dict[int, Span] = defaultdict(Span)

    @property
    def jobs(self) -> set[int]:
        """The HTTP stream jobs whose requests went over this connection."""
        return set(self._job_of_stream.values()) if self._whole is None else {self._whole}

    @property
    def control_bytes(self) -> int:
        """What came that belongs to no answer."""
        return sum(count for _, count in self.control)

    def opened(self, stream: int, job: int) -> None:
        """Note that a request of ``job`` went out on ``stream``."""
        self._job_of_stream[stream] = job

    def received(self, params: Mapping[str, Any], at_us: float = 0) -> int:
        """Note a STREAM frame that came; return how many of its bytes had not come before."""
        stream, count = _fresh(self._received, params)
        own = stream % _STREAM_KINDS == _SERVERS_ONE_WAY if self._whole is None else stream in _FIRST_OF_SERVER
        if own:
            self.control.append((at_us, count))
        else:
            self._stream_bytes[stream] += count
        return count

    def message(self, params: Mapping[str, Any]) -> int:
        """Note a DATAGRAM frame that came; return its bytes."""
        count = int(params.get("message_length", 0))
        self._message_bytes += count
        return count

    def sent(self, params: Mapping[str, Any]) -> int:
        """Note a STREAM frame that went; return how many of its bytes had not gone before."""
        return _fresh(self._sent, params)[1]

    def shares(self) -> list[tuple[int, int, bool]]:
        """Return (job, bytes, exact) for every stream that belongs to a request."""
        if self._whole is not None:
            return [(self._whole, sum(self._stream_bytes.values()) + self._message_bytes, False)]
        return [(job, self._stream_bytes[stream], True) for stream, job in self._job_of_stream.items()]


def _fresh(spans: dict[int, Span], params: Mapping[str, Any]) -> tuple[int, int]:
    stream, offset, length = (int(params.get(name, 0)) for name in ("stream_id", "offset", "length"))
    return stream, spans[stream].add(offset, offset + length)
