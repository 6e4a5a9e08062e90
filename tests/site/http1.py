"""HTTP/1.1 written by hand, so that every byte on the wire is one that we meant and counted."""

import re
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from threading import Event
from typing import Protocol

from tests.site.answers import Answer, Request, Verbatim, coded_body, head_fields
from tests.site.ledger import Sent
from tests.site.wire import Wire

HEAD_LIMIT_BYTES = 262_144
THOUGHT_S = 0.5
REQUEST_LINE = re.compile(r"([A-Z]+) (/\S*) HTTP/1\.[01]")


class Router(Protocol):
    """What a connection needs of the site."""

    released: Event

    def answer(self, request: Request) -> Answer | Verbatim: ...

    def enter(self, request: Request) -> Sent: ...


def serve(wire: Wire, site: Router, transport: str, port: int) -> None:
    """Answer the requests of one connection until either side ends it."""
    while request := read_request(wire, site.released, transport, port):
        sent = site.enter(request)
        answer = site.answer(request)
        kept = _write_raw(wire, answer, sent) if isinstance(answer, Verbatim) else _write(wire, request, answer, sent)
        if not kept:
            return


def read_request(wire: Wire, released: Event, transport: str, port: int) -> Request | None:
    """The next request; None when the client has gone or sends what is not HTTP."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = wire.receive()
        data += more
        if not more or len(data) > HEAD_LIMIT_BYTES:
            return None
    head, rest = data.split(b"\r\n\r\n", 1)
    first, *lines = head.decode("latin-1").split("\r\n")
    if not (request_line := REQUEST_LINE.fullmatch(first)):
        return None
    method, target = request_line.groups()
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(fields.get("content-length", "0"))
    while len(rest) < length:
        more = wire.receive()
        if not more:
            return None
        rest += more
    wire.put_back(rest[length:])
    path, _, query = target.partition("?")
    return Request(
        transport=transport,
        scheme="http" if transport == "http" else "https",
        method=method,
        host=fields.get("host", "").partition(":")[0],
        port=port,
        path=path,
        query=query,
        fields=fields,
        body=rest[:length],
        gone=wire.gone,
        receive=wire.receive,
        released=released,
    )


def _write_raw(wire: Wire, answer: Verbatim, sent: Sent) -> bool:
    head_length = answer.raw.index(b"\r\n\r\n") + 4
    sent.status = int(answer.raw.split(b" ", 2)[1])
    wire.send(answer.raw[:head_length], sent.count_header)
    wire.send(answer.raw[head_length:], sent.count_body)
    sent.complete = True
    return not answer.close


def _write(wire: Wire, request: Request, answer: Answer, sent: Sent) -> bool:
    """Send an answer; whether the connection can be used again."""
    for hint in answer.hints:
        wire.send(_head(HTTPStatus.EARLY_HINTS, list(hint)), sent.count_interim)
        time.sleep(THOUGHT_S)
    sent.status = answer.status
    fields = head_fields(answer, request)
    bodiless = request.method == "HEAD" or answer.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
    pieces = _pieces(answer, request)
    if not bodiless:
        fields += _framing(answer, request)
    closes = answer.framing == "close" or answer.cut or answer.reset or answer.declared_bytes is not None
    if closes and answer.status != HTTPStatus.SWITCHING_PROTOCOLS:
        fields.append(("Connection", "close"))
    head = _head(answer.status, fields)
    if answer.at_once:
        wire.send(b"".join((head, *pieces)), partial(sent.count_whole, len(head)))
    else:
        wire.send(head, sent.count_header)
    if not bodiless and not answer.at_once:
        for piece in pieces:
            wire.send(b"%x\r\n%b\r\n" % (len(piece), piece) if answer.framing == "chunked" else piece, sent.count_body)
        if answer.framing == "chunked" and not answer.cut and not answer.reset:
            trailers = "".join(f"{name}: {value}\r\n" for name, value in answer.trailers)
            wire.send(f"0\r\n{trailers}\r\n".encode(), sent.count_body)
    if answer.reset:
        time.sleep(THOUGHT_S)
        wire.abrupt = True
    sent.complete = not answer.cut and not answer.reset
    return not closes


def _pieces(answer: Answer, request: Request) -> Iterator[bytes]:
    if isinstance(answer.body, Iterator):
        yield from answer.body
        return
    body = coded_body(answer, request)
    step = 700 if answer.framing == "chunked" else len(body)
    yield from (body[start : start + step] for start in range(0, len(body), step or 1))


def _framing(answer: Answer, request: Request) -> list[tuple[str, str]]:
    if answer.framing == "chunked":
        return [("Transfer-Encoding", "chunked")]
    if answer.framing == "close":
        return []
    true_bytes = len(coded_body(answer, request)) + answer.reset
    return [("Content-Length", str(true_bytes if answer.declared_bytes is None else answer.declared_bytes))]


def _head(status: int, fields: list[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("latin-1")
