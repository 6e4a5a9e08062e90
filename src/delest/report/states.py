"""The states of the cache that pages are weighed in: their names, and what a page weighs in each."""

from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.audit import AuditReport
from delest.records.load import CacheState
from delest.records.weight import PageWeight, Spread
from delest.report.words import _

_NAMES: Final = {CacheState.COLD: N_("cold"), CacheState.IN_VISIT: N_("in-visit"), CacheState.WARM: N_("warm")}


class InState(NamedTuple):
    """What a page weighs in one state of the cache."""

    state: CacheState
    transferred_bytes: Spread | None
    """None: it was not measured in this state."""


def compared(report: AuditReport) -> bool:
    """Tell whether any page was measured with more than an empty cache."""
    return any(page.in_visit or page.warm for page in report.weights)


def in_each(page: PageWeight) -> tuple[InState, ...]:
    """Return what a page weighs in each state, cold first."""
    weights = {CacheState.COLD: page.cold, CacheState.IN_VISIT: page.in_visit, CacheState.WARM: page.warm}
    return tuple(InState(state, weight.transferred_bytes if weight else None) for state, weight in weights.items())


def state_name(state: CacheState) -> str:
    """Return what a state of the cache is called."""
    return _(_NAMES[state])


def explained() -> str:
    """Return what the names mean."""
    return _(
        "Cold: the cache is empty. In-visit: it holds another page of the site. Warm: it holds the page itself,"
        " seen before. A dash: not measured in this state."
    )
