"""Whether the verdict on a page hangs on one more load of it."""

from collections.abc import Sequence

from delest.check.baseline import compare
from delest.check.verdict import check_pages
from delest.pipeline.gating.gate import Against, page_baseline
from delest.pipeline.order import Undecided
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.load import CacheState, PageLoad
from delest.records.runs.audit import PageRecord
from delest.weigh.page import page_weight
from delest.weigh.repeats import varies


def undecided(budget: Budget, against: Against | None) -> Undecided:
    """Return what tells whether a page is loaded once more: its loads, each taken alone, lead to different verdicts.

    Where the verdict cannot be told of one page alone (loads with a filled cache, a budget for a template), a page is
    loaded once more where its weight varies.
    """
    by_template = any(entry.template for each in budget.sets for entry in each.entries)

    def hangs(loads: Sequence[PageLoad], own_origin: str) -> bool:
        if by_template or loads[0].cache_state is not CacheState.COLD:
            return varies(loads)
        return len({_verdict(load, own_origin, budget, against) for load in loads}) > 1

    return hangs


def _verdict(
    load: PageLoad, own_origin: str, budget: Budget, against: Against | None
) -> tuple[VerdictOutcome, bool | None]:
    """Return how one load stands to the budget, and whether it regresses from its baseline."""
    page = PageRecord(url=load.requested_url, depth=0, loads=(load,))
    weight = page_weight([load])
    outcome = check_pages([page], [weight] if weight else [], budget, limited=False).outcome
    if against is None or (now := page_baseline(page, own_origin)) is None:
        return outcome, None
    before = against.baseline
    compared = compare(before, [now], before.conditions, third_parties=against.third_parties)
    return outcome, bool(compared.regressed)
