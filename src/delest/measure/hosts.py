"""The newest TLS version of hosts, and whether they have an IPv6 address (RGESN 3.3).

One handshake a host, and nothing is asked of it. Certificates are not judged: browsers did so already.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from delest.addresses import Network, PrivateAddressError, look_up, reachable
from delest.records.state.probed import ProbedHost

_LIMIT_S: Final = 15.0
_GOODBYE_S: Final = 1.0
"""How long a host has to answer the end of a connection."""
_AT_ONCE: Final = 8
_MOST: Final = 300
_HTTPS: Final = 443
_NOT_KNOWN: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


async def look_at(
    urls: Iterable[str], *, public_only: bool, counts_as_public: tuple[Network, ...] = ()
) -> tuple[ProbedHost, ...]:
    """Return what is seen of the hosts of HTTPS URLs, each host and port once.

    ``public_only``: an address that is not public is not connected to.
    """
    asked = dict.fromkeys(
        (parts.hostname, parts.port or _HTTPS)
        for parts in map(urlsplit, urls)
        if parts.scheme in {"https", "wss"} and parts.hostname
    )
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(host: str, port: int) -> ProbedHost:
        async with turn:
            return await _seen(host, port, public_only=public_only, counts_as_public=counts_as_public)

    return tuple(await asyncio.gather(*(one(host, port) for host, port in list(asked)[:_MOST])))


async def _seen(host: str, port: int, *, public_only: bool, counts_as_public: tuple[Network, ...]) -> ProbedHost:
    try:
        found = await (reachable(host, port, counts_as_public) if public_only else look_up(host, port))
    except PrivateAddressError:
        return ProbedHost(host=host, problem="private address")
    except OSError as error:
        return ProbedHost(host=host, problem=str(error)[:200])
    ipv6 = await _has_ipv6(host)
    try:
        async with asyncio.timeout(_LIMIT_S):
            return ProbedHost(host=host, ipv6=ipv6, tls=await _version(str(found[0]), host, port))
    except (OSError, TimeoutError, ValueError) as error:
        return ProbedHost(host=host, ipv6=ipv6, problem=(str(error) or "no answer in time")[:200])


async def _version(address: str, host: str, port: int) -> str:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    _reader, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host)
    try:
        return str(writer.get_extra_info("ssl_object").version() or "")
    finally:
        await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    """Say goodbye, and close the connection also where the host does not answer."""
    writer.close()
    try:
        async with asyncio.timeout(_GOODBYE_S):
            await writer.wait_closed()
    except OSError:
        pass  # a TimeoutError is one
    finally:
        writer.transport.abort()


async def _has_ipv6(host: str) -> bool | None:
    """Tell whether a name has an IPv6 address; None: the resolver does not say."""
    try:
        await asyncio.get_running_loop().getaddrinfo(host, None, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return False if error.errno in _NOT_KNOWN else None
    except (OSError, UnicodeError):
        return None
    return True
