"""Robots that call themselves browsers, told by what they ask for: two passes over the logs.

A visitor is an address with a user agent; kept is a digest of both under a secret of this process, in memory or a
temporary file alone. It behaves as a robot does if it asked for ``robots.txt``, or if it saw ``PAGES_ALONE`` pages or
more and asked for no style, script, image or font: a browser needs these to show a page.
"""

import secrets
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from msgspec import Struct

from delest.traffic.logs.block import OK, Block, Request
from delest.traffic.logs.sums import Sums

PAGES_ALONE: Final = 100
"""Page views without any part of a page."""
ASKERS: Final = 1_000_000
"""Visitors that asked for robots.txt and are remembered."""
_ASSETS: Final = (
    b".css", b".js", b".mjs", b".png", b".jpg", b".jpeg", b".gif", b".svg", b".webp", b".avif", b".ico", b".woff",
    b".woff2", b".ttf",
)  # fmt: skip
_NOT_PAGES: Final = (*_ASSETS, b".json", b".xml", b".txt", b".map", b".pdf", b".zip")
_ONE_PART: Final = 1 << 32
"""A visitor's pages are counted below it, its parts above."""
_PARTS_LOGGED: Final = 0.5
"""Parts for each page; logs with fewer do not have the parts of pages, so that their absence says nothing."""


class Behaviour(Struct, frozen=True, kw_only=True):
    """How visitors are told by their behaviour."""

    secret: bytes
    robots: frozenset[bytes] | None = None
    """Visitors that behave as robots do; None: they are yet to be found, in a first pass."""


def watching() -> Behaviour:
    """Return what the first pass needs."""
    return Behaviour(secret=secrets.token_bytes(16))


def visitor(request: Request, secret: bytes) -> bytes:
    """Return a digest of who made a request; it says nothing without the secret."""
    return blake2b(request.client + b"\n" + (request.agent or b""), digest_size=8, key=secret).digest()


def watch(counts: Block, request: Request, path: bytes, behaviour: Behaviour) -> None:
    """Take note of what a visitor asks for."""
    lower = path.lower()
    if lower.endswith(b"/robots.txt"):
        counts.askers.add(visitor(request, behaviour.secret))
    elif request.method != "GET":
        return
    elif lower.endswith(_ASSETS):
        who = visitor(request, behaviour.secret)
        counts.visitors[who] = counts.visitors.get(who, 0) + _ONE_PART
    elif request.status in OK and not lower.endswith(_NOT_PAGES):
        who = visitor(request, behaviour.secret)
        counts.visitors[who] = counts.visitors.get(who, 0) + 1


def is_behaving(request: Request, behaviour: Behaviour) -> bool:
    """Tell whether a request is of a visitor that behaves as robots do."""
    return bool(behaviour.robots) and visitor(request, behaviour.secret) in (behaviour.robots or ())


class Watched(Struct, frozen=True, kw_only=True):
    """What the first pass found."""

    behaviour: Behaviour
    parts_logged: bool
    """False: the logs do not have the parts of pages, so that only requests for robots.txt tell."""


def watched(blocks: Iterable[Block], behaviour: Behaviour) -> Watched:
    """Return the visitors that behave as robots do."""
    askers: set[bytes] = set()
    pages = parts = 0
    with Sums() as sums:
        for block in blocks:
            sums.add(block.visitors)
            askers |= block.askers if len(askers) < ASKERS else set()
            pages += sum(n % _ONE_PART for n in block.visitors.values())
            parts += sum(n // _ONE_PART for n in block.visitors.values())
        logged = parts >= _PARTS_LOGGED * pages
        alone = {who for who, n in sums if PAGES_ALONE <= n < _ONE_PART} if logged else set()
    robots = frozenset(askers | alone)
    return Watched(behaviour=Behaviour(secret=behaviour.secret, robots=robots), parts_logged=logged)
