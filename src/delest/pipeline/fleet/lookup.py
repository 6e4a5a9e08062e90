"""The addresses of servers, looked up once a campaign."""

import asyncio
import socket
from collections.abc import Sequence
from typing import Final

from delest.records.fleet.service import Service
from delest.urls import host

_AT_ONCE: Final = 32
_PATIENCE_S: Final = 20.0


async def addresses_of(services: Sequence[Service]) -> dict[str, str]:
    """Return one address of each host, the lowest; a host that has none, or does not answer in time, is left out."""
    gate = asyncio.Semaphore(_AT_ONCE)
    names = sorted({host(each.url) for each in services if each.active})

    async def look_up(name: str) -> tuple[str, str]:
        async with gate:
            try:
                found = await asyncio.wait_for(
                    asyncio.get_running_loop().getaddrinfo(name.strip("[]"), None, type=socket.SOCK_STREAM), _PATIENCE_S
                )
            except (OSError, TimeoutError, UnicodeError):
                return name, ""
            return name, min((str(each[4][0]) for each in found), default="")

    found = await asyncio.gather(*map(look_up, names))
    return {name: address for name, address in found if address}
