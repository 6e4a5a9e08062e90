"""The connections of delest's own requests: to public addresses only, where the audit started from one."""

import ssl
from collections.abc import Iterable, Sequence

import httpcore
import httpx

from delest.addresses import REASON, Network, PrivateAddressError, is_private_name, reachable

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class PublicDoors(httpx.AsyncHTTPTransport):
    """Connects to public addresses only: every name is looked up here, and the address judged is the one used."""

    def __init__(self, tls: ssl.SSLContext, counts_as_public: Sequence[Network]) -> None:
        super().__init__(verify=tls)
        self._pool = httpcore.AsyncConnectionPool(ssl_context=tls, network_backend=_Judged(counts_as_public))


async def refuse_private_names(request: httpx.Request) -> None:
    """Refuse a literal private address; behind a proxy, which looks names up itself, no more can be judged.

    Raises:
        ConnectError: the request names one.
    """
    if is_private_name(request.url.host):
        raise httpx.ConnectError(REASON, request=request)


class _Judged(httpcore.AsyncNetworkBackend):
    def __init__(self, counts_as_public: Sequence[Network]) -> None:
        self._counts_as_public = counts_as_public
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        last: Exception = httpcore.ConnectError("no address")
        try:
            addresses = await reachable(host, port, self._counts_as_public)
        except PrivateAddressError as error:
            raise httpcore.ConnectError(REASON) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses:
            try:
                return await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last
