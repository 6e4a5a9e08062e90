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
    """Return what tells whether a page is loaded once more.

    It is where its loads lead to different verdicts, each taken alone and all together.
    Where the verdict cannot be told of one page alone (loads with a filled cache, a budget for a template), a page is
    loaded once more where its weight varies.
    """
    by_template = any(entry.template for each in budget.sets for entry in each.entries)

    def hangs(loads: Sequence[PageLoad], own_origin: str) -> bool:
        if by_template or loads[0].cache_state is not CacheState.COLD:
            return varies(loads)
        some = [loads, *([load] for load in loads)]
        return len({_verdict(each, own_origin, budget, against) for each in some}) > 1

    return hangs


def _verdict(
    loads: Sequence[PageLoad], own_origin: str, budget: Budget, against: Against | None
) -> tuple[VerdictOutcome, bool | None]:
    """Return how loads of a page stand to the budget, and whether they regress from its baseline."""
    page = PageRecord(url=loads[0].requested_url, depth=0, loads=tuple(loads))
    weight = page_weight(loads)
    outcome = check_pages([page], [weight] if weight else [], budget, limited=False).outcome
    if against is None or (now := page_baseline(page, own_origin)) is None:
        return outcome, None
    before = against.baseline
    compared = compare(before, [now], before.conditions, third_parties=against.third_parties)
    return outcome, bool(compared.regressed)
