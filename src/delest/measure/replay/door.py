"""The door of a replay: a SOCKS proxy that answers everything itself, out of a tape, and forwards nothing.

Hosts that the tape does not know are refused, and an address it does not know on a known host gets its connection
closed: neither costs a byte. TLS is spoken with one fixed key (``key.pem``) that opens nothing: only the replay browser
trusts it, and that browser has no way out but this door.
"""

import asyncio
import errno
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from delest.measure.doors.gate import asked, reply
from delest.measure.doors.loopback import Loopback
from delest.measure.replay import wire
from delest.measure.replay.answers import Answers, Asked
from delest.measure.replay.http2 import serve as serve_http2
from delest.records.pages.tape import Tape

_KEY: Final = Path(__file__).parent / "key.pem"
SPKI_SHA256: Final = "NxfL1aO+c6hQ1G4OTvtd4a6h7L0ciw3hu0VSZpt6gdk="
"""Of that key, as ``--ignore-certificate-errors-spki-list`` wants it."""
_REFUSED: Final = 2
_MOST_SENT_BYTES: Final = 1 << 26
_LATIN: Final = "latin-1"


class ReplayDoor(Loopback):
    """Plays one tape at a time to one browser."""

    scheme = "socks5"

    def __init__(self) -> None:
        super().__init__()
        self._answers: Answers | None = None
        self._contexts = {http2: _context(http2=http2) for http2 in (True, False)}

    def play(self, tape: Tape) -> None:
        """Answer out of this tape from now on."""
        self._answers = Answers(tape, datetime.now(UTC) - tape.recorded_at)

    @property
    def missed(self) -> tuple[str, ...]:
        """Requests of this play that the tape has no response to."""
        return tuple(self._answers.missed) if self._answers else ()

    def failure(self, host: str) -> None:
        """Return nothing: a replay fails for no reason of a network."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection out of the tape."""
        host, port = await asked(reader, writer)
        answers = self._answers
        origin = answers.origin(host, port) if answers else None
        if answers is None or origin is None:
            reply(writer, _REFUSED)
            return
        reply(writer, 0)
        secure, http2 = origin
        if secure:
            await writer.start_tls(self._contexts[http2])
            chosen = writer.get_extra_info("ssl_object")
            if chosen is not None and chosen.selected_alpn_protocol() == "h2":
                await serve_http2(reader, writer, answers)
                return
        await _serve_http1(reader, writer, answers, "https" if secure else "http")


def _context(*, http2: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_KEY)
    context.set_alpn_protocols(["h2", "http/1.1"] if http2 else ["http/1.1"])
    return context


async def _serve_http1(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: Answers, scheme: str
) -> None:
    while True:
        method, target, fields = _request(await _head(reader))
        await _skip_body(reader, fields)
        url = target if "://" in target else f"{scheme}://{fields.get('host', '')}{target}"
        response = answers.answer(Asked(method=method, url=url, fields=fields))
        if response is None:
            return
        writer.write(wire.head(response))
        if wire.has_body(response, method):
            writer.write(wire.chunked(response) if wire.is_chunked(response) else wire.body(response))
        await writer.drain()
        if not response.whole and wire.has_body(response, method):
            await reader.read()  # held open until the browser gives it up
            return
        if wire.ends_with_connection(response):
            return


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise OSError(errno.EMSGSIZE, "head too long") from error


def _request(head: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = head.decode(_LATIN).split("\r\n")
    method, _, rest = first.partition(" ")
    target, _, version = rest.rpartition(" ")
    if not version.startswith("HTTP/1."):
        raise OSError(errno.EPROTO, "not HTTP/1.1")
    pairs = (line.partition(":") for line in lines)
    return method, target, {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


async def _skip_body(reader: asyncio.StreamReader, fields: dict[str, str]) -> None:
    length = fields.get("content-length", "0")
    if not length.isdecimal() or int(length) > _MOST_SENT_BYTES:
        raise OSError(errno.EMSGSIZE, "request too long")
    if int(length):
        await reader.readexactly(int(length))
