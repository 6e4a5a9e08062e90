"""A page is loaded a third time only where the verdict hangs on it."""

import pytest

from delest.pipeline.gating.baselines import Against
from delest.pipeline.gating.undecided import undecided
from delest.records.gate.baseline import Baseline, Conditions, PageBaseline, ResourceBaseline
from delest.records.gate.budget import Budget
from delest.records.gate.limit import BudgetSet, Limit, Measure, PageBudget
from delest.records.pages.load import CacheState, Kind
from tests.page_loads import HOME, load, transfer

ORIGIN = "https://www.example.gouv.fr"
PICTURE = HOME + "a.png"
BUDGET = Budget(max_page_weight_bytes=2_000)
OF_TEMPLATES = Budget(
    sets=(
        BudgetSet(
            dialect="own",
            entries=(
                PageBudget(
                    place="[[budget]] 1",
                    template="/news/*",
                    limits=(Limit(measure=Measure.WEIGHT, most=2_000, key="max_page_weight"),),
                ),
            ),
        ),
    )
)


def loads(*sizes, **fields):
    return [load(transfer(PICTURE, size), **fields) for size in sizes]


def baseline(size, **fields):
    picture = ResourceBaseline(name="/a.png", kind=Kind.IMAGE, first_party=True, transferred_bytes=size)
    page = PageBaseline(page="/", transferred_bytes=size, loads_bytes=((size, 0),), requests=1, resources=(picture,))
    conditions = Conditions(delest="0", browser="-", device="desktop", served="live")
    return Against(Baseline(measured_on="2026-11-29", conditions=conditions, pages=(page,), **fields))


@pytest.mark.parametrize(
    ("sizes", "against", "expected"),
    [
        ((1_500, 1_900), None, False),  # it varies, and both loads are within the budget
        ((2_100, 2_900), None, False),
        ((1_999, 2_001), None, True),
        ((1_500, 1_900), 2_000, False),  # lighter than before both times
        ((1_500, 1_900), 1_600, True),
        ((1_900, 1_950), 1_600, False),  # heavier than before both times
        ((1_700, 1_900), 1_600, True),  # heavier both times, and it varies
    ],
)
def test_one_more_load_is_needed_where_two_alone_lead_to_different_verdicts(sizes, against, expected):
    hangs = undecided(BUDGET, None if against is None else baseline(against))
    assert hangs(loads(*sizes), ORIGIN) is expected


def test_growth_within_the_tolerance_leaves_nothing_open():
    assert not undecided(Budget(), baseline(1_600, tolerance_share=0.2))(loads(1_500, 1_900), ORIGIN)


@pytest.mark.parametrize(
    ("budget", "fields"), [(OF_TEMPLATES, {}), (BUDGET, {"cache_state": CacheState.WARM})], ids=["template", "warm"]
)
def test_a_verdict_that_one_page_alone_does_not_tell_asks_for_a_load_where_the_weight_varies(budget, fields):
    hangs = undecided(budget, None)
    assert hangs(loads(1_500, 1_900, **fields), ORIGIN)
    assert not hangs(loads(1_900, 1_900, **fields), ORIGIN)
