"""Which share of the page views finds the cache in which state: given, counted by the source, or assumed with bounds.

What is assumed comes from the reports that US agencies publish of their sites (GSA/analytics.usa.gov, Google Analytics
4, 30 days): the 53 sites of at least 10 000 visits in ``fixtures/traffic``, their median and their first and last
decile. A test computes them again. Entries are visits by page views; people who came before are visits less people,
which does not know of visits before these 30 days.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import product
from typing import Final

from msgspec import Struct

from delest.records.co2e.avoided import ViewShares
from delest.records.co2e.traffic import Traffic
from delest.records.pages.load import CacheState
from delest.units import Estimate

ENTRIES: Final = Estimate(low=0.16, central=0.35, high=0.85)
"""Of the page views, those that begin a visit."""
RETURNING: Final = Estimate(low=0.12, central=0.29, high=0.55)
"""Of the visits, those of people who came before."""


class SharesBy(StrEnum):
    """How the shares are known."""

    COLD = "cold"
    """Not: every view counts as cold, an upper bound."""
    GIVEN = "given"
    COUNTED = "counted"
    """The source counts entries, and people who came before."""
    ENTRIES_COUNTED = "entries-counted"
    """The source counts entries; the share of people who came before is assumed."""
    ASSUMED = "assumed"
    """Both are."""


class SharesUsed(Struct, frozen=True, kw_only=True):
    """The shares that weights are averaged with."""

    by: SharesBy
    views: ViewShares
    ends: tuple[ViewShares, ...] = ()
    """At the bounds of what is assumed; empty: nothing is."""


def shares_of(given: ViewShares, traffic: Traffic | None, states: Sequence[CacheState]) -> SharesUsed:
    """Return the shares of the views by the state of the cache.

    A view that begins a visit is taken to find an empty cache, or the one that an earlier visit filled where the person
    came before; any other view the cache that the visit has filled.

    Args:
        given: by the user; all cold where they gave none.
        traffic: of the run.
        states: that pages were measured in; unless all were, nothing is assumed.
    """
    if given != ViewShares():
        return SharesUsed(by=SharesBy.GIVEN, views=given)
    if traffic is None or len(set(states)) < len(CacheState):
        return SharesUsed(by=SharesBy.COLD, views=given)
    entries, again = traffic.entry_share, traffic.returning_share
    if entries is not None and again is not None:
        return SharesUsed(by=SharesBy.COUNTED, views=_shares(entries, again))
    of_entries = (ENTRIES.low, ENTRIES.high) if entries is None else (entries,)
    of_again = (RETURNING.low, RETURNING.high) if again is None else (again,)
    return SharesUsed(
        by=SharesBy.ASSUMED if entries is None else SharesBy.ENTRIES_COUNTED,
        views=_shares(
            ENTRIES.central if entries is None else entries, RETURNING.central if again is None else again
        ),
        ends=tuple(_shares(*each) for each in product(of_entries, of_again)),
    )  # fmt: skip


def _shares(entries: float, again: float) -> ViewShares:
    return ViewShares(cold=entries * (1 - again), in_visit=1 - entries, warm=entries * again)
