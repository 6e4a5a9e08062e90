"""Which transfers cost bytes on the wire, and which of them are requests."""

from typing import Final

from delest.records.pages.load import ServedFrom, Transfer
from delest.urls import host

_OVER_THE_NETWORK: Final = frozenset({ServedFrom.NETWORK, ServedFrom.REVALIDATED})


def transferred_bytes(transfer: Transfer) -> int:
    """Return what ``transfer`` cost on the wire, in bytes.

    Nothing for the cache, a service worker's store and inline data, whatever a tool noted for them; nothing also
    where the amount is not known, which `inexact` tells.
    """
    return transfer.transferred_bytes or 0 if transfer.served_from in _OVER_THE_NETWORK else 0


def is_request(transfer: Transfer) -> bool:
    """Tell whether ``transfer`` is a request that was answered over the network: it counts as one.

    Redirects and errors count; what failed without a byte and bytes that belong to no URL do not.
    """
    return (
        transfer.served_from in _OVER_THE_NETWORK
        and bool(host(transfer.url))
        and not (transfer.failure and not transfer.transferred_bytes)
    )


def inexact(transfer: Transfer) -> bool:
    """Tell whether the bytes of ``transfer`` are unknown or not known to the byte."""
    return transfer.served_from in _OVER_THE_NETWORK and (transfer.transferred_bytes is None or not transfer.exact)
