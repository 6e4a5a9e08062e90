"""The gate between Chromium and the network: a SOCKS proxy of our own that connects to public addresses only.

A tunnel carries bytes and changes none, for every kind of request: frames, workers, WebSockets, popups, redirects.
The browser leaves all names to the proxy, which looks each up, judges the addresses and connects to one it judged.
Protocol: SOCKS 5 (RFC 1928), without authentication, CONNECT alone.
"""

import asyncio
import errno
import socket
import struct
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final

from delest.addresses import Address, Network, PrivateAddressError, literal, reachable
from delest.measure.doors.loopback import Ends, Loopback, relay, while_open
from delest.reason import Reason, ReasonCode

_VERSION: Final = 5
_CONNECT: Final = 1
_IPV4, _NAME, _IPV6 = 1, 3, 4
_GREETING: Final = b"\x05\x00"
_REFUSED_BY_RULE, _HOST_UNREACHABLE, _CONNECTION_REFUSED = 2, 4, 5
_CONNECT_LIMIT_S: Final = 20.0
_PATIENCE_S: Final = 3.0
"""How long one of several addresses is waited for: networks whose IPv6 leads nowhere are common."""
_REMEMBERED: Final = 2_000
_LOOKUPS: Final = 64
"""Names looked up at once; Chromium has no more than 32 connections to a proxy, but may give them up and ask again."""

_NAME_NOT_RESOLVED: Final = Reason(code=ReasonCode.NAME_NOT_FOUND, detail="net::ERR_NAME_NOT_RESOLVED")
_FAILURES: Final = {
    errno.ECONNREFUSED: "net::ERR_CONNECTION_REFUSED",
    errno.ECONNRESET: "net::ERR_CONNECTION_RESET",
    errno.ENETUNREACH: "net::ERR_ADDRESS_UNREACHABLE",
    errno.EHOSTUNREACH: "net::ERR_ADDRESS_UNREACHABLE",
}


class Gate(Loopback):
    """The proxy of one browser, on a loopback port of its own; use as an async context manager.

    A page may name any number of names that are slow to answer: none of another browser waits for them.
    """

    scheme = "socks5"

    def __init__(self, counts_as_public: Sequence[Network] = ()) -> None:
        super().__init__()
        self._counts_as_public = tuple(counts_as_public)
        self._failures: OrderedDict[str, Reason] = OrderedDict()
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="gate")

    async def __aexit__(
        self, type_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(type_, error, trace)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def failure(self, host: str) -> Reason | None:
        """Return why the last connection to a host failed, the browser's own term in detail; None: it did not."""
        return self._failures.get(_key(host))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one tunnel."""
        host, port = await asked(reader, writer)
        connecting = asyncio.ensure_future(self._connect(host, port, writer))
        try:
            await while_open(reader, connecting)
            far = await connecting
            if far is not None:
                await relay((reader, writer), far)
        finally:
            connecting.cancel()
            connecting.add_done_callback(_close)

    async def _connect(self, host: str, port: int, writer: asyncio.StreamWriter) -> Ends | None:
        failure: Reason | None = None
        answer = _HOST_UNREACHABLE
        try:
            async with asyncio.timeout(_CONNECT_LIMIT_S):
                far = await _first(await reachable(host, port, self._counts_as_public, self._threads), port)
                self.hold(far[1])
        except PrivateAddressError:
            failure, answer = Reason(code=ReasonCode.PRIVATE_ADDRESS), _REFUSED_BY_RULE
        except socket.gaierror:
            failure = _NAME_NOT_RESOLVED
        except TimeoutError:
            failure = _net_error("net::ERR_CONNECTION_TIMED_OUT")
        except OSError as error:
            failure = _net_error(_FAILURES.get(error.errno or 0, "net::ERR_CONNECTION_FAILED"))
            answer = _CONNECTION_REFUSED
        self._remember(host, failure)
        reply(writer, answer if failure else 0)
        return None if failure else far

    def _remember(self, host: str, failure: Reason | None) -> None:
        self._failures.pop(_key(host), None)
        if failure is not None:
            self._failures[_key(host)] = failure
            if len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)


def _net_error(term: str) -> Reason:
    return Reason(code=ReasonCode.NET_ERROR, detail=term)


def _close(connected: asyncio.Future[Ends | None]) -> None:
    far = None if connected.cancelled() or connected.exception() else connected.result()
    if far is not None:
        far[1].close()


def _key(host: str) -> str:
    address = literal(host)
    return str(address) if address is not None else host.lower().rstrip(".")


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """Return the host and the port that the browser asks for.

    Raises:
        OSError: this is not the protocol.
    """
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(_GREETING)
    await writer.drain()
    again, command, _, kind = await reader.readexactly(4)
    if (version, again, command) != (_VERSION, _VERSION, _CONNECT) or kind not in {_IPV4, _NAME, _IPV6}:
        raise OSError(errno.EPROTO, "not SOCKS 5")
    if kind == _NAME:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode("ascii", "replace")
    else:
        family, size = (socket.AF_INET, 4) if kind == _IPV4 else (socket.AF_INET6, 16)
        host = socket.inet_ntop(family, await reader.readexactly(size))
    (port,) = struct.unpack("!H", await reader.readexactly(2))
    return host, port


def reply(writer: asyncio.StreamWriter, code: int) -> None:
    """Tell the browser how its request to connect ended (RFC 1928, section 6); 0: the way is open."""
    # Without waiting for it to be sent: a browser that has gone would leave the connection open.
    writer.write(bytes((_VERSION, code, 0, _IPV4)) + bytes(6))


async def _first(addresses: Sequence[Address], port: int) -> Ends:
    last = OSError(errno.EHOSTUNREACH, "no address")
    for at, address in enumerate(addresses, 1):
        try:
            async with asyncio.timeout(_PATIENCE_S if at < len(addresses) else None):
                return await asyncio.open_connection(str(address), port)
        except OSError as error:
            last = error
    raise last
