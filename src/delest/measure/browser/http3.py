"""How the browser speaks HTTP/3: not at all, or with the audited origins from the first request on.

Left to itself Chromium tries QUIC against TCP and takes what answers first, so that the weight of the same page would
vary; forced, it speaks HTTP/3 or fails. QUIC passes no SOCKS proxy: where the gate stands, the audited origins alone go
round it, to an address that was judged and that the browser cannot look up again.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from delest.addresses import Address, Network, literal, reachable
from delest.urls import host


class Way(NamedTuple):
    """Switches of the browser, and the ``host:port`` that it reaches without its proxy."""

    switches: tuple[str, ...]
    round_the_proxy: tuple[str, ...] = ()


NEVER: Final = Way(("--disable-quic",))
_HTTPS_PORT: Final = 443
_IPV6: Final = 6


async def way(origins: Sequence[str], gated: Sequence[Network] | None) -> Way:
    """Return how these origins are reached; ``gated``: the gate stands, and what counts as public to it."""
    if not origins:
        return NEVER
    force = f"--origin-to-force-quic-on={','.join(map(_place, origins))}"
    if gated is None:
        return Way((force,))
    rules, direct = [], []
    for origin in origins:
        name = host(origin)
        try:
            address = (await reachable(name, _port(origin), gated))[0]
        except OSError:
            continue  # the gate refuses it, with its reason
        direct.append(_place(origin))
        if literal(name) is None:
            rules.append(pinned(origin, address))
    pins = (f"--host-resolver-rules={','.join(rules)}",) if rules else ()
    return Way((force, *pins), tuple(direct))


def pinned(origin: str, address: Address) -> str:
    """Return the rule by which the browser reaches an origin at this address alone."""
    written = f"[{address}]" if address.version == _IPV6 else str(address)
    return f"MAP {_place(origin)} {written}:{_port(origin)}"


def _port(origin: str) -> int:
    return urlsplit(origin).port or _HTTPS_PORT


def _place(origin: str) -> str:
    return f"{host(origin)}:{_port(origin)}"
