"""The weight of a page, from its loads."""

from collections.abc import Sequence

from delest.records.load import CacheState, PageLoad
from delest.records.weight import PageWeight, Weight
from delest.weigh.shares import by_kind, by_party
from delest.weigh.spread import counted, load_bytes, median_load, spread
from delest.weigh.wire import inexact, is_request


def page_weight(loads: Sequence[PageLoad]) -> PageWeight | None:
    """Return the weight of the page that ``loads`` are of, or None if no cold load ended ok.

    Only loads that ended ok count, each state of the cache apart. The spreads are over all of these; the shares by kind
    and by party are of the load of median weight, the lighter of two middle ones, so that they add up to a real load.
    """
    cold = counted(loads, CacheState.COLD)
    if not cold:
        return None
    in_visit, warm = counted(loads, CacheState.IN_VISIT), counted(loads, CacheState.WARM)
    typical = median_load(cold)
    return PageWeight(
        url=typical.requested_url,
        title=typical.title,
        cold=_weight(cold),
        in_visit=_weight(in_visit) if in_visit else None,
        warm=_weight(warm) if warm else None,
    )


def _weight(loads: Sequence[PageLoad]) -> Weight:
    typical = median_load(loads)
    return Weight(
        transferred_bytes=spread([load_bytes(load) for load in loads]),
        requests=spread([sum(map(is_request, load.transfers)) for load in loads]),
        by_kind=by_kind(typical),
        by_party=by_party(typical),
        inexact_transfers=sum(map(inexact, typical.transfers)),
    )
