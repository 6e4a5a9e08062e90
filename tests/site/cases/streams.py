"""Answers that flow: media, streams that break off, server-sent events, WebSockets."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

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


def _ranged(request: Request, sound: bytes = _SOUND) -> Answer:
    """The sound, or the part of it that was asked for."""
    fields = (("Content-Type", "audio/wav"), ("Accept-Ranges", "bytes"), ("Cache-Control", "max-age=600"))
    unit, _, wanted = request.fields.get("range", "").partition("=")
    if unit != "bytes":
        return Answer(fields=fields, body=sound)
    first, last = (int(part or -1) for part in wanted.split("-", 1))
    end = len(sound) if last < 0 else min(last + 1, len(sound))
    fields += (("Content-Range", f"bytes {first}-{end - 1}/{len(sound)}"),)
    return Answer(status=206, fields=fields, body=sound[first:end])


@cache
def _long_sound() -> bytes:
    return wav("sought", 900)


def _sought(request: Request) -> Answer:
    """The sound's beginning to whoever asks for all of it, then silence; whole to whoever asks for a later part."""
    sound = _long_sound()
    answer = _ranged(request, sound)
    if not isinstance(answer.body, bytes) or len(answer.body) < len(sound):
        return answer

    def pieces() -> Iterator[bytes]:
        yield sound[:400_000]
        while True:
            request.pause(1)

    return replace(answer, body=pieces(), framing="chunked")


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


def _echo(request: Request) -> Answer:
    """Every message of the client comes back twice as long."""

    def frames() -> Iterator[bytes]:
        said = b""
        while more := request.receive():
            said += more
            while len(said) >= 6 and len(said) >= (end := 6 + (said[1] & 127)):  # masked, and shorter than 126 bytes
                yield websocket_frame(noise("echo", 2 * (end - 6)))
                said = said[end:]

    return replace(_websocket(request), body=frames())


CASES = (
    Case(
        name="media-sought",
        about="The page jumps to the end of a sound whose beginning is still coming.",
        answers={
            "index.html": page(
                '<audio id="a" controls preload="auto" src="s.wav"></audio>'
                "<script>a.onloadedmetadata = () => setTimeout(() => { a.currentTime = 890 }, 1500)</script>"
            ),
            "s.wav": _sought,
        },
        times={"s.wav": range(2, 6)},
    ),
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
    Case(
        name="websocket-talk",
        about="A WebSocket with messages both ways: each is answered, and the last answer closes the line.",
        answers={
            "index.html": page(
                "<script>const w = new WebSocket(new URL('ws', location).href.replace('http', 'ws')); let n = 0;"
                "w.onopen = () => w.send('x'.repeat(50));"
                "w.onmessage = () => ++n < 20 ? w.send('x'.repeat(n)) : w.close()</script>"
            ),
            "ws": _echo,
        },
        transports=OVER_TCP,
    ),
)
