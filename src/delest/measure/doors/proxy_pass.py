"""The user's proxy with its password, or over TLS: a proxy of our own on loopback that passes all on, password added.

Playwright's own way to answer a proxy that asks (credentials) holds every request of the browser and turns its HTTP
cache off; it also has each connection refused once first. Here the browser meets a proxy that asks nothing. Requests
get one header field more, answers pass as they are: what the browser receives is what the user's proxy sent, to the
byte.

Protocol: HTTP/1.1 (RFC 9112), which is what browsers speak to a proxy; tunnels (CONNECT) for TLS and WebSockets.
"""

import asyncio
import errno
import re
import ssl
from base64 import b64encode
from typing import Final
from urllib.parse import unquote, urlsplit

from delest.measure.doors.loopback import PIECE_BYTES, Ends, Loopback, carry, relay
from delest.reason import Reason, ReasonCode
from delest.records.runs.scope import Access

_END: Final = b"\r\n\r\n"
_CONNECT_LIMIT_S: Final = 20.0
_PORTS: Final = {"http": 80, "https": 443}
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CODED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_UNREACHABLE: Final = Reason(code=ReasonCode.NET_ERROR, detail="net::ERR_PROXY_CONNECTION_FAILED")


class ProxyPass(Loopback):
    """The proxy of our own, in front of the one that ``access`` names."""

    scheme = "http"

    def __init__(self, access: Access) -> None:
        super().__init__()
        parts = urlsplit(access.proxy or "")
        self._host, self._port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        self._tls = _tls(access) if parts.scheme == "https" else None
        known = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
        self._field = b"\r\nProxy-Authorization: Basic " + b64encode(known) if "@" in parts.netloc else b""
        self._unreachable = False

    def failure(self, host: str) -> Reason | None:  # noqa: ARG002 - one proxy for all hosts
        """Return why the user's proxy could not be reached the last time, in the browser's own term."""
        return _UNREACHABLE if self._unreachable else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on: as it is once it is a tunnel, request by request before."""
        head = await _head(reader)
        far = await self._connect()
        try:
            if head.startswith(b"CONNECT "):
                far[1].write(self._with_password(head))
                await relay((reader, writer), far)
            else:
                await self._requests(head, (reader, writer), far)
        finally:
            far[1].close()

    async def _connect(self) -> Ends:
        try:
            async with asyncio.timeout(_CONNECT_LIMIT_S):
                far = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
        except OSError:
            self._unreachable = True
            raise
        self._unreachable = False
        self.hold(far[1])
        return far

    async def _requests(self, head: bytes, near: Ends, far: Ends) -> None:
        answers = asyncio.ensure_future(carry(far[0], near[1]))
        try:
            while not answers.done():
                far[1].write(self._with_password(head))
                await _body(head, near[0], far[1])
                head = await _next_head(near[0], answers)
            await answers
        finally:
            answers.cancel()

    def _with_password(self, head: bytes) -> bytes:
        line, _, fields = head.partition(b"\r\n")
        return line + self._field + b"\r\n" + fields


def _tls(access: Access) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # which browsers do not ask of a private authority
    if access.ca_file is not None:
        context.load_verify_locations(access.ca_file)
    if access.insecure:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(_END)
    except asyncio.LimitOverrunError as error:
        raise OSError(errno.EPROTO, "the head of a request has no end") from error


async def _next_head(reader: asyncio.StreamReader, answers: asyncio.Future[None]) -> bytes:
    """Return the next request's head; empty once the answers have ended."""
    head = asyncio.ensure_future(_head(reader))
    try:
        await asyncio.wait((head, answers), return_when=asyncio.FIRST_COMPLETED)
        return head.result() if head.done() else b""
    finally:
        head.cancel()


async def _body(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if _CODED.search(head):
        raise OSError(errno.EPROTO, "browsers send no coded bodies over HTTP/1.1")
    found = _LENGTH.search(head)
    left = int(found[1]) if found else 0
    while left:
        piece = await reader.read(min(left, PIECE_BYTES))
        if not piece:
            raise EOFError
        writer.write(piece)
        await writer.drain()
        left -= len(piece)
    await writer.drain()
