"""The one HTTP client: for what is read beside the pages (robots.txt, sitemaps). Pages are loaded by the browser."""

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpx

from delest import __version__
from delest.addresses import PrivateAddressError, networks
from delest.crawl.coding import BROKEN, decoder_of
from delest.crawl.doors import Doors, redirects_to, refuse_private_names
from delest.errors import N_, InputError
from delest.reason import Reason, ReasonCode
from delest.records.runs.scope import Access
from delest.urls import authority, host, normalise, origin

PRODUCT_TOKEN: Final = "delest"  # noqa: S105 - RFC 9309's word for a name, no secret
"""The name that robots.txt may address (RFC 9309, section 2.2.1)."""
REDIRECTS_LIMIT: Final = 5
"""What RFC 9309, section 2.3.1.2, asks a crawler to follow at least."""
STALL_LIMIT_S: Final = 10.0
"""Longest wait for a connection or for the next bytes."""
FETCH_LIMIT_S: Final = 60.0
"""Longest fetch, redirects included: a server that drips never stalls."""


def user_agent(contact: str = "") -> str:
    """Return what delest calls itself, with the URL ``contact`` of a page that says who audits, where there is one."""
    return f"Mozilla/5.0 (compatible; {PRODUCT_TOKEN}/{__version__}{f'; +{contact}' if contact else ''})"


USER_AGENT: Final = user_agent()

AGAIN_AFTER_S: Final = 2.0
"""Before the second try, where one bad moment of a server or of the network would cost a whole site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer to one fetch, after its redirects; only a success (2xx) has a body."""

    url: str
    """Where the last answer came from."""
    status: int | None = None
    """None: no answer at all."""
    body: bytes = b""
    """Decoded from its content encoding."""
    wire_bytes: int = 0
    """Of the body, as it was sent, as far as it was read."""
    truncated: bool = False
    """The body went on beyond the limit, or its encoding broke off."""
    retry_after: str = ""
    """The header field of that name, where there was no success."""
    error: Reason | None = None
    """None when an answer was read to its end or to the limit."""


Client = httpx.AsyncClient


@asynccontextmanager
async def open_client(access: Access, agent: str) -> AsyncIterator[Client]:
    """Open a client that reaches the site as ``access`` says.

    Proxy settings of the environment do not count, only ``access.proxy``: the browser and this client read such
    settings by different rules, and an audit must not see half of a site through another door.

    Raises:
        InputError: the authorities' file or the proxy cannot be used.
    """
    async with _http(access, agent) as http:
        yield http


def _http(access: Access, agent: str) -> httpx.AsyncClient:
    tls = _tls(access)
    try:
        return httpx.AsyncClient(
            transport=Doors(
                tls,
                proxy=access.proxy,
                public_only=access.public_only,
                counts_as_public=networks(access.counts_as_public),
            ),
            event_hooks={"request": [refuse_private_names] if access.public_only and access.proxy else []},
            timeout=STALL_LIMIT_S,
            trust_env=False,
            auth=_with_secrets(access),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise InputError(
            N_("the address of the proxy cannot be used"),
            remedy=N_("write it as http://host:port, with USER:PASSWORD@ before the host if it needs a password"),
        ) from error  # unnamed, for it may hold a password


def _with_secrets(access: Access) -> Callable[[httpx.Request], httpx.Request]:
    """Return what adds cookies and header fields to a request to the site; each redirect is a request of its own."""
    hosts = frozenset(map(host, access.cookie_urls))
    secure = frozenset(host(url) for url in access.cookie_urls if url.startswith("https:"))
    field = "; ".join(f"{name}={value}" for name, value in access.cookies)

    def add(request: httpx.Request) -> httpx.Request:
        name = host(str(request.url))
        if field and name in hosts and (request.url.scheme == "https" or name not in secure):
            request.headers["Cookie"] = "; ".join(filter(None, (request.headers.get("Cookie"), field)))
        if access.headers and origin(str(request.url)) in access.header_origins:
            request.headers.update(access.headers)
        return request

    return add


def _tls(access: Access) -> ssl.SSLContext:
    if access.insecure:
        return httpx.create_ssl_context(verify=False, trust_env=False)
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    # Python 3.13 asks more of a private authority's certificate than browsers do.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if access.ca_file is not None:
        try:
            context.load_verify_locations(access.ca_file)
        except ssl.SSLError as error:
            raise InputError(
                N_("{file} contains no certificate authority"),
                remedy=N_("give a file of certificates in PEM form, -----BEGIN CERTIFICATE----- and so on"),
                file=access.ca_file,
            ) from error
        except OSError as error:
            raise InputError(
                N_("{file}: no certificate authority could be read from it ({reason})"),
                remedy=N_("give a file of certificates in PEM form, -----BEGIN CERTIFICATE----- and so on"),
                file=access.ca_file,
                reason=error.strerror or error,
            ) from error
    return context


async def fetch(client: Client, url: str, *, limit_bytes: int, limit_s: float = FETCH_LIMIT_S) -> Fetched:
    """Fetch ``url`` and return at most ``limit_bytes`` of its decoded body; trouble is a reason, never an exception."""
    try:
        async with asyncio.timeout(limit_s):
            return await _follow(client, url, limit_bytes)
    except TimeoutError:
        return Fetched(url=url, error=Reason.of(ReasonCode.NO_RESPONSE, f"{limit_s:g}"))


def may_recover(answer: Fetched) -> bool:
    """Tell whether an answer may be another one in a moment: a server error, or a connection that failed."""
    if answer.error is None:
        return answer.status is not None and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return answer.error.code is ReasonCode.NET_ERROR


async def _follow(client: Client, url: str, limit_bytes: int) -> Fetched:
    for _ in range(REDIRECTS_LIMIT + 1):
        try:
            answer, location = await _get(client, url, limit_bytes)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, *BROKEN) as error:
            return Fetched(url=url, error=of_error(error))
        if location is None:
            return answer
        target = normalise(location, url)
        if target is None:
            return Fetched(url=url, status=answer.status, error=Reason(code=ReasonCode.BAD_REDIRECT))
        url = target
    return Fetched(
        url=answer.url, status=answer.status, error=Reason.of(ReasonCode.TOO_MANY_REDIRECTS, REDIRECTS_LIMIT)
    )


def of_error(error: Exception) -> Reason:
    """Return why there was no answer.

    The detail is the system's own name of the error, such as ``ECONNREFUSED``; where it has none, the library's kind of
    error and its words, which may quote a server's.
    """
    found, cause = None, error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, PrivateAddressError):
            return Reason(code=ReasonCode.PRIVATE_ADDRESS)
        found = _of_system(cause) or found
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return Reason.of(ReasonCode.NO_RESPONSE, f"{STALL_LIMIT_S:g}")
    return found or Reason.of(ReasonCode.NET_ERROR, f"{type(error).__name__}: {error}".rstrip(": "))


def _of_system(cause: BaseException) -> Reason | None:
    if isinstance(cause, socket.gaierror):
        return Reason(code=ReasonCode.NAME_NOT_FOUND)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Reason.of(ReasonCode.BAD_CERTIFICATE, cause.verify_message)
    name = errno.errorcode.get(cause.errno or 0) if isinstance(cause, OSError) else None
    return Reason.of(ReasonCode.NET_ERROR, name) if name and not isinstance(cause, ssl.SSLError) else None


async def _get(client: Client, url: str, limit_bytes: int) -> tuple[Fetched, str | None]:
    """Return one answer, and where it redirects to if it does."""
    async with asked(client, "GET", url) as response:
        if (location := redirects_to(response)) is not None:
            return Fetched(url=url, status=response.status_code), location
        if not response.is_success:
            retry_after = response.headers.get("Retry-After", "")
            return Fetched(url=url, status=response.status_code, retry_after=retry_after), None
        body, truncated, wire_bytes = await _read(response, limit_bytes)
        if truncated and not body and limit_bytes:
            coding = Reason.of(ReasonCode.BAD_ENCODING, response.headers.get("Content-Encoding", "")[:40])
            return Fetched(url=url, status=response.status_code, error=coding), None
        fetched = Fetched(url=url, status=response.status_code, body=body, truncated=truncated, wire_bytes=wire_bytes)
        return fetched, None


def asked(
    client: Client, method: str, url: str, headers: dict[str, str] | None = None
) -> AbstractAsyncContextManager[httpx.Response]:
    """Return the answer to one request, as a context.

    The host is named as the URL has it: httpx would read it as IDNA 2008, which has no emoji.
    """
    return client.stream(method, url, headers={"Host": authority(url), **(headers or {})})


async def _read(response: httpx.Response, limit_bytes: int) -> tuple[bytes, bool, int]:
    """Read the body up to the limit; a small packed answer never gets to unpack into more than that."""
    decoder = decoder_of(response.headers.get("Content-Encoding", ""))
    body, came = bytearray(), 0
    async for received in response.aiter_raw():
        came += len(received)
        body += decoder.feed(received, limit_bytes - len(body))
        if len(body) > limit_bytes:
            return bytes(body[:limit_bytes]), True, came
    return bytes(body), bool(came) and not decoder.complete, came
