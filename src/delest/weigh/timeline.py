"""What a page asked for, in the order in which it asked."""

from collections.abc import Sequence
from typing import Final

from delest.records.pages.load import CacheState, PageLoad, Transfer
from delest.records.pages.weight import Request
from delest.weigh.parties import Party, party
from delest.weigh.spread import counted, median_load
from delest.weigh.wire import transferred_bytes

MOST_REQUESTS: Final = 60
"""Of one page: those of most bytes."""


def timeline(loads: Sequence[PageLoad]) -> tuple[Request, ...]:
    """Return the requests of a page's median cold load that cost bytes and have a time; nothing if no load ended ok."""
    cold = counted(loads, CacheState.COLD)
    if not cold:
        return ()
    typical = median_load(cold)
    heaviest = sorted((each for each in typical.transfers if _timed(each)), key=lambda each: -transferred_bytes(each))
    made = (
        Request(
            url=each.url.partition("#")[0],
            kind=each.kind,
            first_party=party(each, typical.final_url) is Party.FIRST,
            transferred_bytes=transferred_bytes(each),
            start_ms=each.start_ms or 0.0,
            end_ms=each.end_ms or 0.0,
        )
        for each in heaviest[:MOST_REQUESTS]
    )
    return tuple(sorted(made, key=lambda each: (each.start_ms, each.url)))


def _timed(transfer: Transfer) -> bool:
    known = transfer.start_ms is not None and transfer.end_ms is not None and transfer.end_ms >= transfer.start_ms
    return known and transferred_bytes(transfer) > 0
