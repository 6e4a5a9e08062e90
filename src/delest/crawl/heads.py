"""Response heads as browsers read them: they skip a line that is not a header field, and keep the response.

The library below refuses the whole response for it, and a site whose robots.txt cannot be read is not audited. The
rules are Chromium's (``HttpResponseHeaders``, ``HttpUtil::HeadersIterator``).
"""

import re
import ssl
from collections.abc import Iterable
from typing import Any, Final

import httpcore

_END: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_BYTES: Final = 100_000
"""Of a head; a longer one is left to the library, which refuses it."""
_SLOP: Final = b"\r\n\t "
"""Before the status line: the end of a body that was longer than it said."""
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_INTERIM: Final = re.compile(rb"HTTP/\d(?:\.\d)? 1\d\d\b", re.IGNORECASE)
_ANOTHER_NAME: Final = b"ICY "
"""How streaming servers of old begin what is HTTP."""


class Lenient(httpcore.AsyncNetworkStream):
    """A connection whose response heads are tidied before they are read."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._in_head = False
        self._kept = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's signature
        """Return the next bytes; a head comes whole."""
        while self._in_head:
            found = _END.search(self._kept.lstrip(_SLOP))
            if found:
                return self._head(self._kept.lstrip(_SLOP), found.end())
            came = b"" if len(self._kept) > _LONGEST_BYTES else await self._stream.read(max_bytes, timeout)
            if not came:
                self._in_head = False
            self._kept += came
        if self._kept:
            kept, self._kept = self._kept[:max_bytes], self._kept[max_bytes:]
            return kept
        return await self._stream.read(max_bytes, timeout)

    def _head(self, data: bytes, end: int) -> bytes:
        self._kept = data[end:]
        self._in_head = _INTERIM.match(data) is not None
        return tidied(data[:end])

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send; what comes next is the head of a response."""
        self._in_head = True
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """Return the same connection over TLS."""
        return Lenient(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


def tidied(head: bytes) -> bytes:
    """Return the head of a response without what browsers pass over."""
    status, *lines = head.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    if status.startswith(_ANOTHER_NAME):
        status = b"HTTP/1.0 " + status.removeprefix(_ANOTHER_NAME)
    return b"\r\n".join((status, *_fields(lines))) + b"\r\n\r\n"


def _fields(lines: Iterable[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")):  # the rest of the line before
            if found and found[-1]:
                found[-1] += b" " + line.strip()
            continue
        found.append(_field(line))
    return [line for line in found if line]


def _field(line: bytes) -> bytes:
    """Return a header field as written, empty where it is none, or states no length or framing that exists."""
    name, colon, value = line.partition(b":")
    if not colon or not _NAME.fullmatch(name):
        return b""
    match name.lower():
        case b"content-length" if not value.strip().replace(b",", b"").replace(b" ", b"").isdigit():
            return b""
        case b"transfer-encoding":
            return b"Transfer-Encoding: chunked" if b"chunked" in value.lower() else b""
    return line
