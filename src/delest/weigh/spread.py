"""A quantity over repeated loads, and the load that stands for them."""

import statistics
from collections.abc import Iterable, Sequence

import msgspec

from delest.records.pages.load import CacheState, Outcome, PageLoad
from delest.records.pages.weight import Spread
from delest.weigh.wire import transferred_bytes


def spread(values: Sequence[float]) -> Spread:
    """Return median, low and high of ``values`` (never empty), in their unit."""
    return Spread(median=statistics.median(values), low=min(values), high=max(values), loads=len(values))


def load_bytes(load: PageLoad) -> int:
    """Return the transferred bytes of one load."""
    return sum(map(transferred_bytes, load.transfers))


def counted(loads: Iterable[PageLoad], state: CacheState) -> tuple[PageLoad, ...]:
    """Return the loads that have a weight: those that ended ok, in this cache state."""
    return tuple(load for load in loads if load.outcome is Outcome.OK and load.cache_state is state)


def median_load(loads: Sequence[PageLoad]) -> PageLoad:
    """Return the load of median weight, the lighter of two middle ones: a real load, whose parts add up.

    Loads of equal weight are ordered by content, so that the answer does not depend on the order of ``loads``.
    """
    if len(loads) == 1:
        return loads[0]
    ordered = sorted(loads, key=lambda load: (load_bytes(load), msgspec.json.encode(load)))
    return ordered[(len(ordered) - 1) // 2]
