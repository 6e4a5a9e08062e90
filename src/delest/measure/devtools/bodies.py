"""Decoded bodies of the files that rules re-encode, out of the browser's own buffers: nothing is fetched again."""

import asyncio
import base64
import hashlib
import time
from typing import Final, NamedTuple

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.request import Request
from delest.measure.devtools.targets import Target, Targets
from delest.records.pages.load import Kind, ServedFrom

_KINDS: Final = frozenset({Kind.DOCUMENT, Kind.STYLESHEET, Kind.SCRIPT, Kind.IMAGE, Kind.FETCH, Kind.FONT})
_OK: Final = 200
_MAX_BODY_BYTES: Final = 12_000_000
_MAX_TOTAL_BYTES: Final = 60_000_000
_ANSWER_LIMIT_S: Final = 5.0
_MIN_BODY_BYTES: Final = 512
"""Smaller files have nothing worth dropping."""


class Collected(NamedTuple):
    """The bodies of a visit."""

    bodies: dict[str, bytes]
    """By SHA-256."""
    of_request: dict[str, str]
    """SHA-256 by request id."""
    left_out: int
    """Too large, or too many, or let go of by the browser."""


async def collect(targets: Targets, requests: list[Request], until_s: float) -> Collected:
    """Return the bodies of the kinds that rules read, as far as they are there by ``until_s`` (``time.monotonic``)."""
    bodies: dict[str, bytes] = {}
    of_request: dict[str, str] = {}
    hung: set[Target] = set()
    total = left_out = 0
    for request in requests:
        if time.monotonic() >= until_s:
            break
        size = request.decoded_bytes or 0
        wanted = request.kind in _KINDS and request.status == _OK and request.served_from is not ServedFrom.INLINE
        if not wanted or size < _MIN_BODY_BYTES:
            continue
        left_out += 1
        if request.target in hung or size > _MAX_BODY_BYTES or total + size > _MAX_TOTAL_BYTES:
            continue
        try:
            async with asyncio.timeout(_ANSWER_LIMIT_S):
                answer = await targets.send(request.target, "Network.getResponseBody", {"requestId": request.id})
        except PlaywrightError:
            continue
        except TimeoutError:
            hung.add(request.target)
            continue
        body = (
            base64.b64decode(answer["body"])
            if answer.get("base64Encoded")
            else answer["body"].encode("utf-8", "replace")
        )
        digest = hashlib.sha256(body).hexdigest()
        bodies[digest] = body
        of_request[request.id] = digest
        total += len(body)
        left_out -= 1
    return Collected(bodies, of_request, left_out)
