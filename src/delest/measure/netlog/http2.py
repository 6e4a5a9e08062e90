"""HTTP/2 on the scale: which stream of a session received which bytes. Pure.

NetLog says how many bytes each read took from the TLS layer, how many of them were DATA payload
(``HTTP2_SESSION_UPDATE_RECV_WINDOW`` with a negative delta), and which DATA, HEADERS or control frames it held, but not
how long a compressed HEADERS frame was. It is what a read leaves once all else is taken away: exact where a read holds
one HEADERS frame and ends with a frame (a read that did not fill the buffer is taken to) or in a payload; elsewhere it
is a share, and so marked. Sums over a session are exact either way, but for frames that NetLog does not tell of at all
(ORIGIN, ALTSVC, unknown ones): these count with the next HEADERS.
"""

import re
from typing import Any, Final

import msgspec
from msgspec import Struct

_FRAME_HEADER_BYTES: Final = 9  # RFC 9113, section 4.1
_READ_BUFFER_BYTES: Final = 8192  # Chromium's SpdySession reads at most this much at a time
_CONTROL_FRAME_BYTES: Final = {  # RFC 9113, section 6: frame header and fixed payload
    "HTTP2_SESSION_RECV_SETTINGS": 9,
    "HTTP2_SESSION_RECV_SETTING": 6,
    "HTTP2_SESSION_RECV_SETTINGS_ACK": 9,
    "HTTP2_SESSION_RECV_WINDOW_UPDATE": 13,
    "HTTP2_SESSION_RECV_RST_STREAM": 13,
    "HTTP2_SESSION_RECV_GOAWAY": 17,
}
_PING_FRAME_BYTES: Final = 17
_STRIPPED: Final = re.compile(r"\[(\d+) bytes were stripped\]")
"""What stands in NetLog for the words that a GOAWAY ends with."""


class _Stream(Struct):
    job: int | None = None
    data_bytes: int = 0
    header_bytes: int = 0
    exact: bool = True


class _Read(Struct):
    """One read from the TLS layer and the frames that ended in it."""

    count: int
    payload_bytes: int = 0
    known_bytes: int = 0
    ends_whole: bool = True
    """It does not end in a part of a frame that NetLog has not told of yet."""
    headers: list[tuple[int, int]] = msgspec.field(default_factory=list)
    """(stream, length of the header text), in order."""


class Session:
    """One HTTP/2 connection, fed with reads and frames in the order in which they happened."""

    def __init__(self) -> None:
        self.control: list[tuple[float, int]] = []
        """(microseconds, bytes) of the frames that belong to no stream."""
        self._streams: dict[int, _Stream] = {}
        self._reads: list[_Read] = [_Read(0)]
        self._data_stream = _Stream()
        self._payload_to_come = 0

    @property
    def jobs(self) -> set[int]:
        """The HTTP stream jobs whose requests went over this session."""
        return {s.job for s in self._streams.values() if s.job is not None}

    @property
    def control_bytes(self) -> int:
        """What came of frames that belong to no stream."""
        return sum(count for _, count in self.control)

    def arrived(self, count: int) -> None:
        """Note that ``count`` bytes came out of the TLS layer."""
        # Only a full buffer ends where it happens to; that is known to be in a payload where some is still to come.
        last = self._reads[-1]
        last.ends_whole = last.count < _READ_BUFFER_BYTES or self._payload_to_come > 0
        self._reads.append(_Read(count))

    def read(self, name: str, params: dict[str, Any], at_us: float = 0) -> None:
        """Note one NetLog event of this session."""
        if name == "HTTP2_SESSION_SEND_HEADERS":
            self._opened(params)
        elif name == "HTTP2_SESSION_UPDATE_RECV_WINDOW":
            self._payload(-int(params.get("delta", 0)))
        elif name == "HTTP2_SESSION_RECV_DATA":
            self._data(params)
        elif name == "HTTP2_SESSION_RECV_HEADERS":
            text = sum(len(str(line)) for line in params.get("headers") or [""])
            self._reads[-1].headers.append((int(params.get("stream_id", 0)), text))
        elif name in _CONTROL_FRAME_BYTES:
            self._control(_CONTROL_FRAME_BYTES[name] + _debug_bytes(params), at_us)
        elif name == "HTTP2_SESSION_PING" and params.get("type") == "received":
            self._control(_PING_FRAME_BYTES, at_us)

    def _stream(self, params: dict[str, Any]) -> _Stream:
        return self._streams.setdefault(int(params.get("stream_id", 0)), _Stream())

    def _opened(self, params: dict[str, Any]) -> None:
        source = params.get("source_dependency")
        if isinstance(source, dict) and "id" in source:
            self._stream(params).job = int(source["id"])

    def _data(self, params: dict[str, Any]) -> None:
        # Told when the frame's header has been read; the payload follows, in this read and in later ones.
        self._data_stream = self._stream(params)
        self._data_stream.data_bytes += _FRAME_HEADER_BYTES
        self._payload_to_come = int(params.get("size", 0))
        self._reads[-1].known_bytes += _FRAME_HEADER_BYTES

    def _payload(self, count: int) -> None:
        # Positive deltas give window back once the page has consumed bytes; only the negative ones are arrivals.
        if count > 0:
            self._data_stream.data_bytes += count
            self._payload_to_come -= count
            self._reads[-1].payload_bytes += count

    def _control(self, count: int, at_us: float) -> None:
        self.control.append((at_us, count))
        self._reads[-1].known_bytes += count

    def shares(self) -> list[tuple[int, int, bool]]:
        """Return (job, bytes, exact) for every stream that belongs to a request."""
        self._share_headers()
        return [(s.job, s.data_bytes + s.header_bytes, s.exact) for s in self._streams.values() if s.job is not None]

    def _share_headers(self) -> None:
        carried, certain, latest = 0, True, _Stream()
        for read in self._reads:
            carried += read.count - read.payload_bytes - read.known_bytes
            if read.headers:
                self._share(read.headers, carried, exact=certain and len(read.headers) == 1 and read.ends_whole)
                carried, certain = 0, read.ends_whole
                latest = self._streams[read.headers[-1][0]]
            elif carried < 0:
                # The header of a frame told now had come in part with the HEADERS frame before it.
                latest.header_bytes += carried
                carried = 0
            elif carried and read.known_bytes and read.ends_whole and not read.payload_bytes:
                # Beside a control frame most likely stood one that NetLog does not tell of (ORIGIN, ALTSVC).
                certain = False

    def _share(self, headers: list[tuple[int, int]], total: int, *, exact: bool) -> None:
        text = sum(length for _, length in headers) or 1
        left = total
        for position, (number, length) in enumerate(headers):
            share = left if position == len(headers) - 1 else round(total * length / text)
            left -= share
            stream = self._streams.setdefault(number, _Stream())
            stream.header_bytes += share
            stream.exact = stream.exact and exact


def _debug_bytes(params: dict[str, Any]) -> int:
    stripped = _STRIPPED.fullmatch(str(params.get("debug_data", "")))
    return int(stripped[1]) if stripped else 0
