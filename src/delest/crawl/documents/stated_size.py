"""How heavy a server says that a file is: asked by request, without loading it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final, NamedTuple

import httpx
from msgspec.structs import replace

from delest.crawl.client import REDIRECTS_LIMIT, Client, asked, of_error
from delest.crawl.doors import redirects_to
from delest.crawl.files import family
from delest.reason import Reason, ReasonCode
from delest.records.pages.document import Document
from delest.urls import normalise

ASK_LIMIT_S: Final = 30.0
"""For one document, redirects and second question included."""

_AS_A_BROWSER: Final = "gzip, deflate, br, zstd"
"""Codings that a browser accepts: the size asked for is the one that its user would download."""
_NOT_TO_BE_ASKED_AGAIN: Final = frozenset({
    HTTPStatus.UNAUTHORIZED, HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE,
})  # fmt: skip
"""Refusals that do not come from the method."""
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_LENGTH: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_TOTAL: Final = re.compile(r"bytes (?:[0-9]{1,15}-[0-9]{1,15}|\*)/([0-9]{1,15})", re.ASCII)
_WHOLE: Final = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_PART: Final = frozenset({HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE})

Refusal = Callable[[str], Awaitable[Reason | None]]
"""Returns why the place that a document redirects to may not be asked; None: it may."""


class Stated(NamedTuple):
    """What a server says of a file."""

    document: Document
    asked_last: str
    """The address that was asked last, which its redirects led to."""
    retry_after: str = ""
    """The header field of that name, of the last answer."""


async def stated_size(client: Client, url: str, refusal: Refusal) -> Stated:
    """Ask the server of ``url`` how large the file there is; trouble is a reason, never an exception.

    HEAD first. Where that is not answered well, or says no size, the first byte is asked for (RFC 9110, section 14.2);
    a server that sends the whole file all the same is hung up on. Redirects are followed unless there is a ``refusal``.
    """
    try:
        async with asyncio.timeout(ASK_LIMIT_S):
            stated = await _follow(client, "HEAD", url, refusal)
            head = stated.document
            if _says_all(head):
                return stated._replace(document=_judged(head))
            stated = await _follow(client, "GET", url, refusal)
    except TimeoutError:
        reason = Reason.of(ReasonCode.NO_RESPONSE, f"{ASK_LIMIT_S:g}")
        return Stated(Document(url=url, final_url=url, family=family(url), reason=reason), url)
    byte = stated.document
    if byte.stated_bytes is not None and head.content_encoding and byte.content_encoding != head.content_encoding:
        # asked for a part, servers often leave out the coding in which they send the whole
        compressed = Reason(code=ReasonCode.SIZE_COMPRESSED)
        byte = replace(byte, stated_bytes=None, stated_in="", reason=compressed)
    return stated._replace(document=_judged(byte))


def _says_all(head: Document) -> bool:
    if head.reason or head.status is None:
        return True
    if head.status >= HTTPStatus.BAD_REQUEST:
        return head.status in _NOT_TO_BE_ASKED_AGAIN
    return bool(head.stated_bytes) or head.mime_type in _HTML


def _judged(answer: Document) -> Document:
    """Return the answer with a reason where it has no size that counts."""
    if answer.reason:
        return answer
    reason: Reason | None = None
    if answer.status is not None and answer.status >= HTTPStatus.BAD_REQUEST:
        reason = Reason.of(ReasonCode.HTTP_ERROR, answer.status)
    elif answer.mime_type in _HTML:
        reason = Reason.of(ReasonCode.NOT_A_DOCUMENT, answer.mime_type)
    elif answer.stated_bytes is None:
        reason = Reason(code=ReasonCode.NO_SIZE)
    return replace(answer, stated_bytes=None, stated_in="", reason=reason) if reason else answer


async def _follow(client: Client, method: str, url: str, refusal: Refusal) -> Stated:
    first = url
    for _ in range(REDIRECTS_LIMIT + 1):
        try:
            answer, location, retry_after = await _ask(client, method, url)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Stated(Document(url=first, final_url=url, family=family(first), reason=of_error(error)), url)
        answer = replace(answer, url=first)
        if location is None:
            return Stated(answer, url, retry_after)
        target = normalise(location, url)
        reason = Reason(code=ReasonCode.BAD_REDIRECT) if target is None else await refusal(target)
        if target is None or reason:
            return Stated(replace(answer, final_url=target or url, reason=reason), url)
        url = target
    return Stated(replace(answer, reason=Reason.of(ReasonCode.TOO_MANY_REDIRECTS, REDIRECTS_LIMIT)), answer.final_url)


async def _ask(client: Client, method: str, url: str) -> tuple[Document, str | None, str]:
    """Return what one answer says, where it redirects to if it does, and its Retry-After; its body is not read."""
    headers = {"Accept-Encoding": _AS_A_BROWSER} | ({"Range": "bytes=0-0"} if method == "GET" else {})
    async with asked(client, method, url, headers) as response:
        mime_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()[:100]
        encoding = response.headers.get("Content-Encoding", "").strip().lower()[:40]
        answer = Document(
            url=url,
            final_url=url,
            family=family(url, mime_type),
            status=response.status_code,
            mime_type=mime_type,
            content_encoding="" if encoding == "identity" else encoding,
        )
        if (location := redirects_to(response)) is not None:
            return answer, location, ""
        return _with_size(answer, response.headers), None, response.headers.get("Retry-After", "")


def _with_size(answer: Document, headers: httpx.Headers) -> Document:
    if answer.status in _PART:
        total = _TOTAL.fullmatch(headers.get("Content-Range", "").strip())
        if total is None:
            return answer
        status = HTTPStatus.OK if answer.status != HTTPStatus.PARTIAL_CONTENT else answer.status
        return replace(answer, status=int(status), stated_bytes=int(total[1]), stated_in="content-range")
    length = headers.get("Content-Length", "").strip()
    if answer.status not in _WHOLE or not _LENGTH.fullmatch(length):
        return answer
    return replace(answer, stated_bytes=int(length), stated_in="content-length")
