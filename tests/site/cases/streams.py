"""Answers that flow: media, streams that break off, server-sent events, WebSockets."""

import base64
import hashlib
from collections.abc import Iterator

from tests.site.answers import Answer, Request
from tests.site.cases.case import OVER_TCP, Case
from tests.site.cases.parts import ANY_ORIGIN, NOT_KEPT, page
from tests.site.content import noise, wav, websocket_frame

_SOUND = wav("media", 30)
_BINARY = (("Content-Type", "application/octet-stream"), NOT_KEPT, ANY_ORIGIN)
_WEBSOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # of RFC 6455, section 1.3
_READ_AND_ABORT = """<script>(async () => {
  const leave = new AbortController();
  const reader = (await fetch("long", {signal: leave.signal})).body.getReader();
  for (let n = 0; n < 100000;) n += (await reader.read()).value.length;
  leave.abort();
})()</script>"""


def _ranged(request: Request) -> Answer:
    """The sound, or the part of it that was asked for."""
    fields = (("Content-Type", "audio/wav"), ("Accept-Ranges", "bytes"), ("Cache-Control", "max-age=600"))
    unit, _, wanted = request.fields.get("range", "").partition("=")
    if unit != "bytes":
        return Answer(fields=fields, body=_SOUND)
    first, last = (int(part or -1) for part in wanted.split("-", 1))
    end = len(_SOUND) if last < 0 else min(last + 1, len(_SOUND))
    fields += (("Content-Range", f"bytes {first}-{end - 1}/{len(_SOUND)}"),)
    return Answer(status=206, fields=fields, body=_SOUND[first:end])


def _halfway(request: Request) -> Answer:
    """100 kB at once, then nothing until the client goes: all that was sent arrives."""

    def pieces() -> Iterator[bytes]:
        yield noise("half", 100_000)
        while True:
            request.pause(1)

    return Answer(fields=_BINARY, body=pieces(), framing="chunked")


def _flood(request: Request) -> Answer:
    """10 kB every 20 ms for as long as the client is there, at most 20 s."""

    def pieces() -> Iterator[bytes]:
        for n in range(1000):
            yield noise(f"flood {n}", 10_000)
            request.pause(0.02)

    return Answer(fields=_BINARY, body=pieces(), framing="chunked")


def _events(request: Request) -> Answer:
    """Five events, then an open line."""

    def pieces() -> Iterator[bytes]:
        for n in range(5):
            yield b"data: %b\n\n" % noise(f"event {n}", 400).hex().encode()
            request.pause(0.1)
        while True:
            request.pause(1)

    fields = (("Content-Type", "text/event-stream"), NOT_KEPT)
    return Answer(fields=fields, body=pieces(), framing="chunked")


def _websocket(request: Request) -> Answer:
    """Five messages of growing length, then an open line."""

    def frames() -> Iterator[bytes]:
        for n in range(1, 6):
            yield websocket_frame(noise(f"message {n}", n * n * 100))
            request.pause(0.1)
        while True:
            request.pause(1)

    digest = hashlib.sha1(f"{request.fields['sec-websocket-key']}{_WEBSOCKET_KEY}".encode()).digest()
    fields = (
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", base64.b64encode(digest).decode()),
    )
    return Answer(status=101, fields=fields, body=frames(), framing="close")


CASES = (
    Case(
        name="media",
        about="Sound of 240 kB, by ranges.",
        answers={"index.html": page('<audio controls preload="auto" src="s.wav"></audio>'), "s.wav": _ranged},
        times={"s.wav": range(1, 6)},
    ),
    Case(
        name="fetch-aborted",
        about="The page stops a fetch after 100 kB, when the server has sent just these.",
        answers={"index.html": page(_READ_AND_ABORT), "long": _halfway},
    ),
    Case(
        name="fetch-aborted-in-flow",
        about="The page stops a fetch after 100 kB while the server goes on sending.",
        answers={"index.html": page(_READ_AND_ABORT), "long": _flood},
        exact=False,
    ),
    Case(
        name="download-under-way",
        about="A fetch that is still running when the page is left.",
        answers={"index.html": page('<script>fetch("long").then(r => r.text())</script>'), "long": _flood},
        exact=False,
    ),
    Case(
        name="events",
        about="Server-sent events: five, and the line stays open.",
        answers={"index.html": page('<script>window.s = new EventSource("e")</script>'), "e": _events},
    ),
    Case(
        name="websocket",
        about="A WebSocket over which the server sends five messages; the line stays open.",
        answers={
            "index.html": page(
                '<script>window.w = new WebSocket(new URL("ws", location).href.replace("http", "ws"))</script>'
            ),
            "ws": _websocket,
        },
        transports=OVER_TCP,
    ),
)
