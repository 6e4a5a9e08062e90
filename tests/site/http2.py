"""HTTP/2 over TLS: the frames are the h2 package's, each counted for the stream, or as connection control."""

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from threading import Condition, Event

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    DataReceived,
    RemoteSettingsChanged,
    RequestReceived,
    StreamEnded,
    StreamReset,
    WindowUpdated,
)
from h2.exceptions import ProtocolError
from hyperframe.frame import GoAwayFrame

from tests.site.answers import Answer, Request, Verbatim, coded_body, head_fields
from tests.site.http1 import THOUGHT_S, Router
from tests.site.ledger import Ledger, Sent
from tests.site.wire import Count, Wire


@dataclass(slots=True)
class _Stream:
    fields: dict[str, str]
    body: bytearray = field(default_factory=bytearray)
    reset: Event = field(default_factory=Event)


class Http2:
    """One HTTP/2 connection: a reader here, and one thread for each answer, started by ``spawn``."""

    def __init__(
        self, wire: Wire, site: Router, ledger: Ledger, port: int, spawn: Callable[[Callable[[], None]], None]
    ) -> None:
        self._wire, self._site, self._ledger, self._port, self._spawn = wire, site, ledger, port, spawn
        self._connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._streams: dict[int, _Stream] = {}
        self._latest = 0
        self._no_more_after = math.inf
        """The last stream that is answered once the client was told to go away (RFC 9113, section 6.8)."""
        self._changed = Condition()

    def serve(self) -> None:
        """Answer until the client goes."""
        try:
            with self._changed:
                self._connection.initiate_connection()
                self._flush(self._ledger.count_control)
            while data := self._wire.receive():
                with self._changed:
                    for event in self._connection.receive_data(data):
                        self._take(event)
                    self._flush(self._ledger.count_control)
                    self._changed.notify_all()
        except ProtocolError:
            return
        finally:
            with self._changed:
                for stream in self._streams.values():
                    stream.reset.set()
                self._changed.notify_all()

    def _take(self, event: object) -> None:
        match event:
            case RequestReceived(stream_id=int(stream_id), headers=headers):
                if stream_id <= self._no_more_after:
                    self._streams[stream_id] = _Stream(dict(headers or ()))
                    self._latest = stream_id
            case DataReceived(stream_id=int(stream_id), data=bytes(data)):
                if stream := self._streams.get(stream_id):
                    stream.body += data
                self._connection.acknowledge_received_data(event.flow_controlled_length, stream_id)
            case StreamEnded(stream_id=int(stream_id)):
                if stream := self._streams.get(stream_id):
                    self._spawn(partial(self._respond, stream_id, stream))
            case StreamReset(stream_id=int(stream_id)):
                if stream := self._streams.get(stream_id):
                    stream.reset.set()
            case WindowUpdated() | RemoteSettingsChanged():
                pass  # whoever waits for a window is woken after each read

    def _respond(self, stream_id: int, stream: _Stream) -> None:
        path, _, query = stream.fields[":path"].partition("?")
        request = Request(
            transport="h2",
            scheme="https",
            method=stream.fields[":method"],
            host=stream.fields[":authority"].partition(":")[0],
            port=self._port,
            path=path,
            query=query,
            fields=stream.fields,
            body=bytes(stream.body),
            gone=stream.reset.wait,
            released=self._site.released,
        )
        sent = self._site.enter(request)
        try:
            answer = self._site.answer(request)
            if isinstance(answer, Verbatim):
                raise TypeError(answer)
            self._write(stream_id, stream, request, answer, sent)
        finally:
            self._streams.pop(stream_id, None)

    def _write(self, stream_id: int, stream: _Stream, request: Request, answer: Answer, sent: Sent) -> None:
        with contextlib.suppress(ProtocolError):  # the client reset the stream meanwhile
            for hint in answer.hints:
                self._head(stream_id, HTTPStatus.EARLY_HINTS, list(hint), sent.count_interim)
                time.sleep(THOUGHT_S)
            sent.status = answer.status
            fields = head_fields(answer, request)
            if isinstance(answer.body, Iterator):
                self._head(stream_id, answer.status, fields, sent.count_header)
                for piece in answer.body:
                    self._data(stream_id, stream, piece, sent)
                self._data(stream_id, stream, b"", sent, ends=True)
            elif not (body := coded_body(answer, request)) or request.method == "HEAD":
                self._head(stream_id, answer.status, fields, sent.count_header, ends=True)
            else:
                fields.append(("Content-Length", str(len(body) + answer.cut)))
                self._head(stream_id, answer.status, fields, sent.count_header)
                half = len(body) // 2 if answer.goaway else 0
                if half:
                    self._data(stream_id, stream, body[:half], sent)
                    self._go_away()
                ends = not answer.cut and not answer.trailers
                self._data(stream_id, stream, body[half:], sent, ends=ends, padding=answer.padding_bytes or None)
                if answer.trailers:
                    self._fields(stream_id, answer.trailers, sent.count_header, ends=True)
            if answer.cut:
                with self._changed:
                    self._connection.reset_stream(stream_id, ErrorCodes.INTERNAL_ERROR)
                    self._flush(self._ledger.count_control)
            sent.complete = not answer.cut

    def _head(
        self, stream_id: int, status: int, fields: list[tuple[str, str]], count: Count, *, ends: bool = False
    ) -> None:
        self._fields(stream_id, [(":status", str(status)), *fields], count, ends=ends)

    def _fields(self, stream_id: int, fields: Sequence[tuple[str, str]], count: Count, *, ends: bool) -> None:
        with self._changed:
            lowered = [(name.lower(), value) for name, value in fields]
            self._connection.send_headers(stream_id, lowered, end_stream=ends)
            self._flush(count)

    def _go_away(self) -> None:
        # By hand: h2 would end all streams with it. What the client has asked for so far is still answered.
        with self._changed:
            self._no_more_after = self._latest
            frame = GoAwayFrame(last_stream_id=self._latest, additional_data=b"no more, please")
            self._wire.send(frame.serialize(), self._ledger.count_control)

    def _data(
        self,
        stream_id: int,
        stream: _Stream,
        piece: bytes,
        sent: Sent,
        *,
        ends: bool = False,
        padding: int | None = None,
    ) -> None:
        """Send a piece in as many frames as the client's window asks for; the last one may end the stream."""
        left = piece
        padded = 0 if padding is None else padding + 1  # one byte says how long the padding is
        while left or ends:
            with self._changed:
                while left and self._connection.local_flow_control_window(stream_id) <= padded:
                    self._changed.wait(1)
                    if stream.reset.is_set():
                        raise ConnectionAbortedError
                window = self._connection.local_flow_control_window(stream_id)
                frame = left[: min(window, self._connection.max_outbound_frame_size) - padded]
                left = left[len(frame) :]
                last = ends and not left
                self._connection.send_data(stream_id, frame, end_stream=last, pad_length=padding)
                self._flush(sent.count_body)
            if last:
                return

    def _flush(self, count: Count) -> None:
        """Send the frames that h2 holds ready; callers hold the lock, so they are all of one account."""
        if frames := self._connection.data_to_send():
            self._wire.send(frames, count)
