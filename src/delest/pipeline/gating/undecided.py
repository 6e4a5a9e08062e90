"""Whether the verdict on a page depends on one more load of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from delest.check.baseline import compare
from delest.check.verdict import check_pages
from delest.pipeline.gating.baselines import Against, page_baseline
from delest.pipeline.order import Undecided
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.load import CacheState, PageLoad
from delest.records.runs.audit import PageRecord
from delest.weigh.page import page_weight
from delest.weigh.repeats import varies

_ONE_MORE: Final = 3
"""Loads that settle whether one of two was an exception."""


class _Growth(NamedTuple):
    heavier: bool
    open: bool


def undecided(budget: Budget, against: Against | None) -> Undecided:
    """Return what tells whether a page is loaded once more.

    It is, a third time, where its loads lead to different verdicts, each taken alone and all together; and further on
    while it varies and seems heavier than in the baseline, and its loads are too few to say that this is not chance.
    Where the verdict cannot be told of one page alone (loads with a filled cache, a budget for a template), a page is
    loaded a third time where its weight varies.
    """
    by_template = any(entry.template for each in budget.sets for entry in each.entries)

    def hangs(loads: Sequence[PageLoad], own_origin: str) -> bool:
        is_early = len(loads) < _ONE_MORE
        if loads[0].cache_state is not CacheState.COLD:
            return is_early and varies(loads)
        together = _growth(loads, own_origin, against)
        if together.open or not is_early:
            return together.open
        if by_template:
            return varies(loads)
        some = [loads, *([load] for load in loads)]
        return len({(_outcome(each, budget), _growth(each, own_origin, against).heavier) for each in some}) > 1

    return hangs


def _outcome(loads: Sequence[PageLoad], budget: Budget) -> VerdictOutcome:
    page = PageRecord(url=loads[0].requested_url, depth=0, loads=tuple(loads))
    weight = page_weight(loads)
    return check_pages([page], [weight] if weight else [], budget, limited=False).outcome


def _growth(loads: Sequence[PageLoad], own_origin: str, against: Against | None) -> _Growth:
    """Return how a page compares with its baseline."""
    page = PageRecord(url=loads[0].requested_url, depth=0, loads=tuple(loads))
    if against is None or (now := page_baseline(page, own_origin)) is None:
        return _Growth(heavier=False, open=False)
    before = against.baseline
    compared = compare(before, [now], before.conditions, third_parties=against.third_parties)
    return _Growth(bool(compared.regressed), any(change.open for change in compared.changes))
