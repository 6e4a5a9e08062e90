"""A request as the site sees it, and the answers that a case can give to it."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

import brotli
import zstandard

Fields = tuple[tuple[str, str], ...]

HOSTS = {"www": "www.first.localhost", "static": "static.first.localhost", "third": "www.third.localhost"}
"""A site's page host, another host of the same site, and a third party.

Every name under ``localhost`` is loopback to browsers, a secure context, and a registrable domain of its own.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request; ``fields`` have lower-case names, ``path`` is as it was sent, without its query."""

    transport: str
    scheme: str
    method: str
    host: str
    port: int
    path: str
    query: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    gone: Callable[[float], bool] = lambda _wait_s: False
    """Wait so many seconds, and say whether the client has gone."""
    receive: Callable[[], bytes] = bytes
    """What the client says next, after a 101."""
    released: Event = field(default_factory=Event)

    def origin(self, name: str) -> str:
        """``http://www.third.localhost:40000`` for "third"."""
        return f"{self.scheme}://{HOSTS[name]}:{self.port}"

    def pause(self, wait_s: float) -> None:
        """Wait while the client is there; raises ConnectionAbortedError when it goes."""
        if self.gone(wait_s):
            raise ConnectionAbortedError

    def hold(self) -> None:
        """Keep the client waiting until it goes or the site is told to release its answers."""
        while not self.released.is_set():
            self.pause(0.05)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer. In a text body ``[[third]]`` stands for the origin of that host."""

    status: int = 200
    fields: Fields = ()
    body: str | bytes | Iterator[bytes] = b""
    coding: Literal["gzip", "br", "zstd", ""] = ""
    framing: Literal["length", "chunked", "close"] = "length"
    """How HTTP/1.1 marks the end of the body; an iterator cannot have a length."""
    declared_bytes: int | None = None
    """A content-length that is not true."""
    hints: tuple[Fields, ...] = ()
    """103 answers sent ahead, each while the server still thinks for a moment."""
    padding_bytes: int = 0
    """Added to every DATA frame of HTTP/2, besides the byte that says so."""
    lost_datagrams: int = 0
    """Over HTTP/3 one of so many datagrams is lost on the way, from this answer on; 0: none."""
    at_once: bool = False
    """Over HTTP/1.1 head and body leave in one write: who hangs up on the head has the body all the same."""
    trailers: Fields = ()
    """Fields after the body; over HTTP/1.1 the body has to be chunked."""
    goaway: bool = False
    """Over HTTP/2 the server says in the middle of the body that the connection takes no more requests."""
    reset: bool = False
    """After the body as it stands the connection is reset, by TCP; the client has half a second to read it before."""
    cut: bool = False
    """After the body as it stands the connection (HTTP/2 and 3: the stream) breaks off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verbatim:
    """An HTTP/1.1 answer written byte for byte."""

    raw: bytes
    close: bool = False


Source = Answer | Verbatim | Callable[[Request], Answer]


def coded_body(answer: Answer, request: Request) -> bytes:
    """The body as it goes on the wire, before framing."""
    body = answer.body
    if isinstance(body, str):
        for name in HOSTS:
            body = body.replace(f"[[{name}]]", request.origin(name))
        body = body.encode()
    if not isinstance(body, bytes):
        raise TypeError(type(body))
    if answer.coding == "gzip":
        return gzip.compress(body, mtime=0)
    if answer.coding == "zstd":
        return zstandard.compress(body)
    return brotli.compress(body, quality=5) if answer.coding == "br" else body


def head_fields(answer: Answer, request: Request) -> list[tuple[str, str]]:
    """The fields of an answer with its origins filled in; framing not among them."""
    fields = [("Content-Encoding", answer.coding)] if answer.coding else []
    for name, value in answer.fields:
        filled = value
        for host in HOSTS:
            filled = filled.replace(f"[[{host}]]", request.origin(host))
        fields.append((name, filled))
    return fields
