"""First and third party: the same registrable domain as the page, or another."""

from enum import StrEnum

from delest.records.pages.load import Transfer
from delest.urls import host, same_site


class Party(StrEnum):
    """Whose a transfer is, seen from its page."""

    FIRST = "first"
    THIRD = "third"


def party(transfer: Transfer, page_url: str) -> Party:
    """Return whose ``transfer`` is on a page whose final URL is ``page_url``.

    Bytes without a host, such as those that could not be attributed, are the page's own: no third party is named
    without evidence.
    """
    return Party.FIRST if not host(transfer.url) or same_site(transfer.url, page_url) else Party.THIRD
