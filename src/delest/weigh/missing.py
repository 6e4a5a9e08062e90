"""Whose bytes a page's weight misses: two weights compare only where the same is missing. Pure."""

from collections.abc import Iterable

from delest.records.pages.load import CacheState, LoadFacts, Outcome


def missing(loads: Iterable[LoadFacts]) -> frozenset[str]:
    """Return the addresses of which the cold loads of a page lost requests.

    An empty text is among them where more is missing than has a name: requests beyond those that are named, or bytes
    that were not counted.
    """
    cold = [load for load in loads if load.outcome is Outcome.OK and load.cache_state is CacheState.COLD]
    lost = {each.url for load in cold for each in load.failures.named if each.lost}
    named = all(load.failures.lost <= sum(each.requests for each in load.failures.named if each.lost) for load in cold)
    return frozenset(lost if named and all(load.exact for load in cold) else lost | {""})
