"""The connections of delest's own requests: as a browser makes them, and to public addresses only where asked."""

import ssl
from collections.abc import Iterable, Sequence
from typing import Final

import httpcore
import httpx

from delest.addresses import Network, PrivateAddressError, is_localhost, is_private_name, look_up, reachable
from delest.crawl.heads import Lenient

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LOCATION: Final = "location"


class Doors(httpx.AsyncHTTPTransport):
    """Connects as browsers do: ``*.localhost`` is this machine, a redirect may lead to any name, heads may be untidy.

    With ``public_only``, to public addresses only: names are looked up here, and the address judged is the one used.
    Behind a ``proxy``, which looks names up itself, it connects to that alone.
    """

    def __init__(
        self, tls: ssl.SSLContext, *, proxy: str | None = None, public_only: bool = False,
        counts_as_public: Sequence[Network] = (),
    ) -> None:  # fmt: skip
        super().__init__(verify=tls, trust_env=False, proxy=proxy)
        if proxy is None:
            backend = _Judged(counts_as_public) if public_only else _Own()
            self._pool = httpcore.AsyncConnectionPool(ssl_context=tls, network_backend=backend)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, with where it redirects to put aside: httpx would follow the rules of IDNA 2008 there."""
        response = await super().handle_async_request(request)
        if response.status_code in _REDIRECTS and _LOCATION in response.headers:
            response.extensions[_LOCATION] = response.headers[_LOCATION]
            del response.headers[_LOCATION]
        return response


def redirects_to(response: httpx.Response) -> str | None:
    """Return where an answer redirects to, as written; None: it does not."""
    location: str | None = response.extensions.get(_LOCATION)
    return location


async def refuse_private_names(request: httpx.Request) -> None:
    """Refuse a literal private address; behind a proxy, which looks names up itself, no more can be judged.

    Raises:
        ConnectError: the request names one.
    """
    if is_private_name(request.url.raw_host.decode("ascii")):
        refused = PrivateAddressError()
        raise httpx.ConnectError(str(refused), request=request) from refused


class _Own(httpcore.AsyncNetworkBackend):
    """Looks names up as the system does, but for those of this machine."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        last: Exception = httpcore.ConnectError("no address")
        try:
            addresses = await self._addresses(host, port)
        except PrivateAddressError as error:
            raise httpcore.ConnectError(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses:
            try:
                return Lenient(await self._network.connect_tcp(address, port, timeout, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Return what to connect to, in this order."""
        return [str(address) for address in await look_up(host, port)] if is_localhost(host) else [host]


class _Judged(_Own):
    """Looks every name up itself, and gives no address of one that has a private one."""

    def __init__(self, counts_as_public: Sequence[Network]) -> None:
        super().__init__()
        self._counts_as_public = counts_as_public

    async def _addresses(self, host: str, port: int) -> list[str]:
        return [str(address) for address in await reachable(host, port, self._counts_as_public)]
