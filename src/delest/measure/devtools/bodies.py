"""Decoded bodies of the files that rules re-encode, out of the browser's own buffers: nothing is fetched again."""

import asyncio
import base64
import hashlib
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.requests import Request
from delest.measure.devtools.targets import Target, Targets
from delest.records.load import Kind, ServedFrom

_KINDS: Final = frozenset({Kind.DOCUMENT, Kind.STYLESHEET, Kind.SCRIPT, Kind.IMAGE, Kind.FETCH, Kind.FONT})
_OK: Final = 200
_MAX_BODY_BYTES: Final = 12_000_000
_MAX_TOTAL_BYTES: Final = 60_000_000
_ANSWER_LIMIT_S: Final = 5.0
_MIN_BODY_BYTES: Final = 512
"""Smaller files have nothing worth dropping."""


async def collect(targets: Targets, requests: list[Request]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return bodies by SHA-256, and the SHA-256 of each request id that has one.

    A body that the browser has let go of is left out.
    """
    bodies: dict[str, bytes] = {}
    of_request: dict[str, str] = {}
    hung: set[Target] = set()
    total = 0
    for request in requests:
        size = request.decoded_bytes or 0
        wanted = request.kind in _KINDS and request.status == _OK and request.served_from is not ServedFrom.INLINE
        if (
            not wanted
            or request.target in hung
            or not _MIN_BODY_BYTES <= size <= _MAX_BODY_BYTES
            or total + size > _MAX_TOTAL_BYTES
        ):
            continue
        try:
            async with asyncio.timeout(_ANSWER_LIMIT_S):
                answer = await targets.send(request.target, "Network.getResponseBody", {"requestId": request.id})
        except PlaywrightError:
            continue
        except TimeoutError:
            hung.add(request.target)
            continue
        body = base64.b64decode(answer["body"]) if answer.get("base64Encoded") else answer["body"].encode()
        digest = hashlib.sha256(body).hexdigest()
        bodies[digest] = body
        of_request[request.id] = digest
        total += len(body)
    return bodies, of_request
