"""Chromium's network log file (``--log-net-log``, capture mode ``Everything``) read into taped responses. Pure.

The file is one JSON object, one event a line: the first line holds the numbers of the event types of that version, the
last line may be missing. Only the events of requests are decoded, so that a large file costs time and no memory.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Struct

from delest.reason import Reason, ReasonCode
from delest.records.pages.tape import Fields, TapedResponse

MOST_BODY_BYTES: Final = 60_000_000
"""Of one page: larger recordings are not kept."""
MOST_RESPONSES: Final = 5_000
_MOST_LINE_BYTES: Final = 1 << 24
_FIRST_FINAL: Final = 200
_SWITCHING: Final = 101
_SENT: Final = {
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": "http/1.1",
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": "h2",
    "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS": "h3",
}
_WANTED: Final = frozenset(
    {
        "URL_REQUEST_START_JOB",
        "HTTP_TRANSACTION_READ_RESPONSE_HEADERS",
        "URL_REQUEST_JOB_BYTES_READ",
        "URL_REQUEST_JOB_FILTERED_BYTES_READ",
        "REQUEST_ALIVE",
        *_SENT,
    }
)
_BEGIN, _END = 1, 2
_CONSTANTS: Final = re.compile(rb'\A\{"constants":(\{.*\}),\s*\Z', re.DOTALL)
_TYPE: Final = re.compile(rb'"type":(\d+)\},?\s*\Z')
_STATUS_LINE: Final = re.compile(r"HTTP/[\d.]+ (\d{3})(?: (.*))?", re.DOTALL)
_LIVE: Final = ("ws://", "wss://")


class UnreadableLogError(Exception):
    """The log cannot be read, or contains more than is kept; ``reason`` says why."""

    def __init__(self, code: ReasonCode, detail: object = "") -> None:
        self.reason = Reason.of(code, detail)
        super().__init__(self.reason)


class NetworkLog(Struct, frozen=True, kw_only=True):
    """What a log file held."""

    responses: tuple[TapedResponse, ...]
    live: tuple[str, ...] = ()
    """Addresses of live channels, whose bytes are in no response."""


class _Source(Struct):
    id: int = 0


class _Event(Struct):
    type: int
    phase: int = 0
    source: _Source = msgspec.field(default_factory=_Source)
    params: dict[str, Any] = msgspec.field(default_factory=dict)


class _Constants(Struct):
    logEventTypes: dict[str, int]  # noqa: N815 - the format's own name


class _Request(Struct, kw_only=True):
    """One hop, as far as it has come."""

    url: str
    method: str
    protocol: str = ""
    asked_range: str = ""
    status: int = 0
    phrase: str = ""
    fields: Fields = ()
    coded: bytearray = msgspec.field(default_factory=bytearray)
    plain: bytearray = msgspec.field(default_factory=bytearray)
    failed: bool = False
    ended: bool = False
    redirected: bool = False

    def response(self) -> TapedResponse:
        body = bytes(self.coded or self.plain)
        stated = next((value for name, value in self.fields if name.lower() == "content-length"), "")
        short = stated.isdecimal() and len(stated) < len(str(MOST_BODY_BYTES)) + 1 and len(body) < int(stated)
        read = bool(body) or not short
        # Coded bytes alone can be held against the length: of a body that was not coded, those are the plain ones.
        coded = any(name.lower() == "content-encoding" for name, _ in self.fields)
        left_off = bool(body) and short and (bool(self.coded) or not coded)
        cut = self.failed or not self.ended or left_off
        return TapedResponse(
            url=self.url,
            method=self.method,
            status=self.status,
            phrase=self.phrase,
            fields=self.fields,
            body=body,
            protocol=self.protocol,
            asked_range=self.asked_range,
            whole=self.redirected or not cut,
            read=read,
        )


def read_log(lines: Iterable[bytes]) -> NetworkLog:
    """Return the responses that crossed the network, in the order of their requests.

    Raises:
        UnreadableLogError: this is not such a log, or it holds more than is kept.
    """
    reader = _Reader()
    for line in lines:
        reader.read(line)
    if reader.names is None:
        raise UnreadableLogError(ReasonCode.NO_NETWORK_LOG)
    answered = [request.response() for request in reader.requests if request.status and request.protocol]
    return NetworkLog(responses=tuple(answered), live=tuple(dict.fromkeys(reader.live)))


class _Reader:
    def __init__(self) -> None:
        self.names: dict[int, str] | None = None
        self.requests: list[_Request] = []
        self.live: list[str] = []
        self._open: dict[int, _Request] = {}
        self._decoder = msgspec.json.Decoder(_Event)
        self._body_bytes = 0

    def read(self, line: bytes) -> None:
        if self.names is None:
            found = _CONSTANTS.match(line)
            if found is None:
                raise UnreadableLogError(ReasonCode.NO_NETWORK_LOG)
            types = msgspec.json.decode(found[1], type=_Constants).logEventTypes
            self.names = {number: name for name, number in types.items() if name in _WANTED}
            return
        kind = _TYPE.search(line, max(0, len(line) - 40))
        if kind is None or int(kind[1]) not in self.names or len(line) > _MOST_LINE_BYTES:
            return
        try:
            event = self._decoder.decode(line.rstrip().rstrip(b","))
        except msgspec.DecodeError:
            return  # the last line of a browser that was ended
        self._event(self.names[event.type], event)

    def _event(self, name: str, event: _Event) -> None:
        if name == "URL_REQUEST_START_JOB":
            if event.phase == _BEGIN:
                self._started(event)
            return
        request = self._open.get(event.source.id)
        if request is None:
            return
        if name == "REQUEST_ALIVE":
            if event.phase == _END:
                self._open.pop(event.source.id)
                request.ended = True
                request.failed = bool(event.params.get("net_error"))
        elif name == "HTTP_TRANSACTION_READ_RESPONSE_HEADERS":
            _answered(request, event.params)
        elif name in _SENT:
            request.protocol = _SENT[name]
            request.asked_range = dict(_lines(event.params, lower=True)).get("range", "")
        else:
            self._body(request, event.params, coded=name == "URL_REQUEST_JOB_BYTES_READ")

    def _started(self, event: _Event) -> None:
        url = without_secrets(str(event.params.get("url", "")))
        if url.startswith(_LIVE):
            self.live.append(url)
            return
        if len(self.requests) >= MOST_RESPONSES:
            raise UnreadableLogError(ReasonCode.RECORD_TOO_LARGE)
        before = self._open.get(event.source.id)
        if before is not None:
            before.ended = before.redirected = True
        request = _Request(url=url, method=str(event.params.get("method", "GET")))
        self._open[event.source.id] = request
        self.requests.append(request)

    def _body(self, request: _Request, params: dict[str, Any], *, coded: bool) -> None:
        try:
            piece = base64.b64decode(str(params.get("bytes", "")))
        except binascii.Error:
            return
        self._body_bytes += len(piece) if coded or not request.coded else 0
        if self._body_bytes > MOST_BODY_BYTES:
            raise UnreadableLogError(ReasonCode.RECORD_TOO_LARGE, f"{MOST_BODY_BYTES // 1_000_000} MB")
        if coded:
            request.coded += piece
        elif not request.coded:
            request.plain += piece


def _answered(request: _Request, params: dict[str, Any]) -> None:
    lines = params.get("headers") or [""]
    found = _STATUS_LINE.fullmatch(str(lines[0]))
    status = int(found[1]) if found else 0
    if found is None or (status < _FIRST_FINAL and status != _SWITCHING):
        return
    request.status, request.phrase = status, found[2] or ""
    request.fields = tuple(_lines(params, lower=False))


def _lines(params: dict[str, Any], *, lower: bool) -> list[tuple[str, str]]:
    pairs = (
        str(line).partition(":") for line in params.get("headers") or [] if not str(line).startswith((":", "HTTP/"))
    )
    return [(name.strip().lower() if lower else name, value.strip()) for name, colon, value in pairs if colon]


def without_secrets(url: str) -> str:
    """Return a URL without fragment and credentials, neither of which a request line has."""
    url = url.partition("#")[0]
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
