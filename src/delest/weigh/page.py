"""The weight of a page, from its loads."""

from collections.abc import Sequence

from delest.records.pages.consent import Choice
from delest.records.pages.load import CacheState, PageLoad
from delest.records.pages.weight import PageWeight, Spread, Weight
from delest.weigh.shares import by_kind, by_party
from delest.weigh.spread import counted, load_bytes, median_load, spread
from delest.weigh.wire import inexact, is_request


def page_weight(loads: Sequence[PageLoad], consent_loads: Sequence[PageLoad] = ()) -> PageWeight | None:
    """Return the weight of the page that ``loads`` are of, or None if no cold load ended ok.

    ``consent_loads`` are those made to compare the answers to its consent banner: one counts only where its choice was
    made.

    Only loads that ended ok count, each state of the cache apart. The spreads are over all of these; the shares by kind
    and by party are of the load of median weight, the lighter of two middle ones, so that they add up to a real load.
    """
    cold = counted(loads, CacheState.COLD)
    if not cold:
        return None
    in_visit, warm = counted(loads, CacheState.IN_VISIT), counted(loads, CacheState.WARM)
    refused, accepted = _chosen(consent_loads, Choice.REFUSE), _chosen(consent_loads, Choice.ACCEPT)
    typical = median_load(cold)
    return PageWeight(
        url=typical.requested_url,
        title=typical.title,
        cold=_weight(cold),
        in_visit=_weight(in_visit) if in_visit else None,
        warm=_weight(warm) if warm else None,
        refused=_weight(refused) if refused else None,
        accepted=_weight(accepted) if accepted else None,
    )


def _chosen(loads: Sequence[PageLoad], choice: Choice) -> tuple[PageLoad, ...]:
    made = (load for load in loads if load.consent and load.consent.choice is choice and not load.consent.reason)
    return counted(made, CacheState.COLD)


def _weight(loads: Sequence[PageLoad]) -> Weight:
    typical = median_load(loads)
    return Weight(
        transferred_bytes=spread([load_bytes(load) for load in loads]),
        requests=spread([sum(map(is_request, load.transfers)) for load in loads]),
        by_kind=by_kind(typical),
        by_party=by_party(typical),
        inexact_transfers=sum(map(inexact, typical.transfers)),
        before_interaction_bytes=_spread([load.before_interaction_bytes for load in loads]),
        before_scroll_bytes=_spread([load.before_scroll_bytes for load in loads]),
    )


def _spread(values: Sequence[int | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    return spread(known) if len(known) == len(values) else None
