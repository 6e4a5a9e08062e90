"""HTTP/2 for the door of a replay, for origins that spoke it when they were recorded (or HTTP/3)."""

import asyncio
from typing import Any, Final

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import ConnectionTerminated, DataReceived, Event, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import ProtocolError

from delest.measure.doors.loopback import PIECE_BYTES
from delest.measure.replay import wire
from delest.measure.replay.answers import Answers, Asked
from delest.records.pages.tape import TapedResponse

_CONNECTION_FIELDS: Final = frozenset(
    {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings"}
)
"""RFC 9113, section 8.2.2."""


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: Answers) -> None:
    """Serve one HTTP/2 connection until the browser closes it."""
    connection = _Connection(answers)
    writer.write(connection.to_send())
    while data := await reader.read(PIECE_BYTES):
        try:
            going_on = connection.received(data)
        except ProtocolError:
            return
        finally:
            writer.write(connection.to_send())
        await writer.drain()
        if not going_on:
            return


class _Connection:
    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._h2 = H2Connection(
            H2Configuration(
                client_side=False, header_encoding="latin-1", validate_outbound_headers=False,
                normalize_outbound_headers=False,
            )
        )  # fmt: skip
        self._h2.initiate_connection()
        self._asked: dict[int, Asked] = {}
        self._waiting: dict[int, tuple[memoryview, bool]] = {}
        """Bodies, or what is left of them, and whether the stream ends with them."""

    def to_send(self) -> bytes:
        return self._h2.data_to_send() or b""

    def received(self, data: bytes) -> bool:
        for event in self._h2.receive_data(data):
            if isinstance(event, ConnectionTerminated):
                return False
            self._event(event)
        self._flush()
        return True

    def _event(self, event: Event) -> None:
        stream = int(getattr(event, "stream_id", None) or 0)
        if isinstance(event, RequestReceived):
            self._asked[stream] = _asked(event.headers)
        elif isinstance(event, DataReceived):
            self._h2.acknowledge_received_data(event.flow_controlled_length, stream)
        elif isinstance(event, StreamReset):
            self._asked.pop(stream, None)
            self._waiting.pop(stream, None)
        elif isinstance(event, StreamEnded) and stream in self._asked:
            self._answer(stream, self._asked.pop(stream))

    def _answer(self, stream: int, asked: Asked) -> None:
        response = self._answers.answer(asked)
        if response is None:
            self._h2.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)  # a refused one would be asked for again
            return
        content = wire.body(response) if wire.has_body(response, asked.method) else b""
        ends = response.whole or not content
        self._h2.send_headers(stream, _fields(response), end_stream=ends and not content)
        if content:
            self._waiting[stream] = (memoryview(content), ends)

    def _flush(self) -> None:
        for stream, (content, ends) in list(self._waiting.items()):
            left = content
            while left:
                size = min(len(left), self._h2.local_flow_control_window(stream), self._h2.max_outbound_frame_size)
                if size <= 0:
                    break
                piece, left = left[:size], left[size:]
                self._h2.send_data(stream, bytes(piece), end_stream=ends and not left)
            if left:
                self._waiting[stream] = (left, ends)
            else:
                del self._waiting[stream]


def _asked(headers: Any) -> Asked:
    fields = {str(name): str(value) for name, value in headers}
    url = f"{fields.get(':scheme', 'https')}://{fields.get(':authority', '')}{fields.get(':path', '/')}"
    return Asked(method=fields.get(":method", "GET"), url=url, fields=fields)


def _fields(response: TapedResponse) -> list[tuple[str, str]]:
    own = ((name.lower(), value) for name, value in response.fields if name.lower() not in _CONNECTION_FIELDS)
    return [(":status", str(response.status)), *own]
