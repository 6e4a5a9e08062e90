"""A log format: how it reads blocks. Workers in other processes find it by its name."""

import ipaddress
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct

from delest.errors import N_, InputError
from delest.traffic.logs.behaviour import Behaviour
from delest.traffic.logs.block import Agents, Block


class Layout(Struct, frozen=True, kw_only=True):
    """How the lines of one file are to be read; small enough to be sent to another process."""

    format: str
    """Module of ``sources`` that reads it."""
    variant: str = ""
    """Which of its layouts, in its own words."""
    fields: tuple[str, ...] = ()
    """Names of the columns, where the file names them."""
    in_order: bool = False
    """What a line says may change how the next ones are read: one process reads them all."""
    internal: tuple[str, ...] = ()
    """Networks whose requests are left out."""
    behaviour: Behaviour | None = None
    """How visitors are told by their behaviour; None: they are not."""


class Reader(Protocol):
    """What a module of ``sources`` that reads logs has."""

    def count(self, block: bytes, layout: Layout, agents: Agents) -> Block:
        """Return the counts of a block of whole lines."""


def reader_of(layout: Layout) -> Reader:
    """Return the module that reads a layout."""
    return cast("Reader", import_module(f"delest.traffic.sources.{layout.format}"))


@cache
def internal_test(networks: tuple[str, ...]) -> Callable[[bytes], bool] | None:
    """Return what tells whether a client's address is in one of ``networks``; None where there is none.

    Raises:
        InputError: not an address or a network.
    """
    if not networks:
        return None
    parsed = []
    for text in networks:
        try:
            parsed.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError as error:
            raise InputError(
                N_("{text!r} is not an address or a network"), remedy=N_("write it as 10.0.0.0/8"), text=text
            ) from error
    seen: dict[bytes, bool] = {}

    def is_internal(client: bytes) -> bool:
        if client not in seen:
            if len(seen) > 100_000:  # noqa: PLR2004 - addresses that are remembered, not kept
                seen.clear()
            seen[client] = _within(client, parsed)
        return seen[client]

    return is_internal


def _within(client: bytes, networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    text = client.decode("ascii", "replace").strip("[]")
    if text.count(":") == 1:  # IPv4 with a port
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in networks)
