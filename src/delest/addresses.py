"""Which network addresses an audit may reach: public ones alone, once it started from a public one.

A name is looked up once, every address it has is judged, and the connection goes to an address that was judged: a name
that answers differently the next time gains nothing (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_LOOKUPS: Final = ThreadPoolExecutor(32, thread_name_prefix="look-up")
"""For delest's own requests: no slow name holds up other work, nor other work a name."""

_NOT_PUBLIC_V4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
"""Source: IANA IPv4 special-purpose address registry (RFC 6890), multicast (RFC 5771) and reserved space (RFC 1112)."""
_GLOBAL_UNICAST_V6: Final = IPv6Network("2000::/3")
"""Source: RFC 4291, section 2.4; whatever lies outside is local, multicast or unassigned."""
_NOT_PUBLIC_V6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
"""Source: IANA IPv6 special-purpose address registry: protocol assignments (Teredo among them), documentation."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""An IPv4 address in its last 32 bits (RFC 6052)."""


class PrivateAddressError(OSError):
    """A connection to an address that is out of reach."""

    def __init__(self) -> None:
        super().__init__("private address")


def is_public(address: Address, counts_as_public: Iterable[Network] = ()) -> bool:
    """Tell whether anybody on the Internet could reach ``address``; an IPv4 address inside an IPv6 one is judged."""
    if any(address.version == network.version and address in network for network in counts_as_public):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    inner = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(inner, counts_as_public)
    return address in _GLOBAL_UNICAST_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def literal(host: str) -> Address | None:
    """Return the address that ``host`` spells (brackets, octal, hexadecimal and short forms too), or None: a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))  # as every C library reads 0x7f.1, 017700000001 and 2130706433
    except (OSError, UnicodeError, ValueError):
        return None


def is_private_name(host: str, counts_as_public: Iterable[Network] = ()) -> bool:
    """Tell, without looking anything up, whether ``host`` stands for an address that is not public."""
    name = host.lower().rstrip(".")
    address = literal(name)
    if address is not None:
        return not is_public(address, counts_as_public)
    return is_localhost(name)


def is_localhost(host: str) -> bool:
    """Tell whether a name stands for this machine (RFC 6761, section 6.3)."""
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return networks from their notation (``192.0.2.0/24``)."""
    return tuple(map(ip_network, texts))


async def look_up(host: str, port: int, threads: Executor = _LOOKUPS) -> list[Address]:
    """Return the addresses of a host, in the order of preference of this machine; asked for in one of ``threads``.

    Raises:
        OSError: it has none.
    """
    known = literal(host)
    if known is not None:
        return [known]
    if is_localhost(host):
        return [IPv4Address("127.0.0.1"), IPv6Address("::1")]  # as browsers do; many resolvers know "localhost" alone
    try:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(threads, ask)
    except UnicodeError as error:
        raise socket.gaierror(str(error)) from error
    return list(dict.fromkeys(ip_address(entry[4][0]) for entry in found))


async def reachable(
    host: str, port: int, counts_as_public: Iterable[Network] = (), threads: Executor = _LOOKUPS
) -> list[Address]:
    """Return the addresses of a host if all of them are public.

    Raises:
        PrivateAddressError: one of them is not.
        OSError: it has none.
    """
    if is_private_name(host, counts_as_public):
        raise PrivateAddressError
    addresses = await look_up(host, port, threads)
    if not all(is_public(address, counts_as_public) for address in addresses):
        raise PrivateAddressError
    return addresses
