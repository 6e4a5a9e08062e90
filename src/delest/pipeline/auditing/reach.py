"""Whether an audit may reach private addresses: only if it starts from one."""

from collections.abc import Iterable

from msgspec.structs import replace

from delest.addresses import is_private_name, is_public, look_up, networks
from delest.records.runs.scope import Access
from delest.urls import host


async def within_reach(access: Access, start_urls: Iterable[str]) -> Access:
    """Return the access with private addresses out of reach, unless a start URL is private itself.

    Behind a proxy names are the proxy's to look up, so that only an address written out tells.
    """
    known = networks(access.counts_as_public)
    for name in {host(url) for url in start_urls}:
        if is_private_name(name, known):
            return access
        if access.proxy:
            continue
        try:
            addresses = await look_up(name, 0)
        except OSError:
            continue  # the page load will say so
        if not all(is_public(address, known) for address in addresses):
            return access
    return replace(access, public_only=True)


def in_one_word(access: Access) -> str:
    """Return what ``RunEnd.private_addresses`` says."""
    if not access.public_only:
        return "open"
    return "proxy" if access.proxy else "closed"
