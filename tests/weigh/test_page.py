from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.records.pages.consent import Answered, Choice
from delest.records.pages.load import CacheState, Outcome, PageLoad
from delest.weigh.page import page_weight
from delest.weigh.spread import counted, load_bytes, median_load
from tests.page_loads import HOME, any_loads, load, transfer, unhurried

RECORDED = Path(__file__).parents[2] / "fixtures" / "loads" / "home.json"


@pytest.fixture(scope="module")
def recorded():
    return msgspec.json.decode(RECORDED.read_bytes(), type=tuple[PageLoad, ...])


def test_recorded_loads_of_one_page(recorded):
    weight = page_weight(recorded)
    assert weight.url == HOME
    assert weight.title == "Accueil"
    cold, warm = weight.cold, weight.warm
    assert (cold.transferred_bytes.median, cold.transferred_bytes.low, cold.transferred_bytes.high) == (
        61_830,
        61_400,
        84_230,
    )
    assert cold.transferred_bytes.loads == 3  # the load that timed out is not one of them
    assert cold.requests.median == 5
    assert [(s.name, s.transferred_bytes, s.requests) for s in cold.by_kind] == [
        ("image", 41_000, 1),
        ("document", 9_030, 2),
        ("stylesheet", 8_200, 1),
        ("script", 3_600, 1),
    ]
    assert [(s.name, s.transferred_bytes) for s in cold.by_party] == [("first", 58_230), ("third", 3_600)]
    assert cold.inexact_transfers == 1
    assert warm.transferred_bytes.median == 9_100
    assert warm.requests.median == 2


@pytest.mark.parametrize(
    "loads",
    [
        [],
        [load(transfer(), outcome=Outcome.FAILED)],
        [load(transfer(), cache_state=CacheState.WARM)],
    ],
)
def test_a_page_without_a_cold_load_that_ended_ok_has_no_weight(loads):
    assert page_weight(loads) is None


def test_two_loads_have_the_mean_of_both_as_median_and_the_shares_of_the_lighter():
    weight = page_weight([load(transfer(size=100)), load(transfer(size=200))])
    assert weight.cold.transferred_bytes.median == 150
    assert weight.cold.by_kind[0].transferred_bytes == 100


@unhurried
@given(st.lists(any_loads, max_size=5), st.randoms())
def test_the_order_of_the_loads_changes_nothing(loads, random):
    shuffled = random.sample(loads, len(loads))
    assert page_weight(loads) == page_weight(shuffled)


@unhurried
@given(st.lists(any_loads, max_size=5))
def test_the_shares_add_up_to_the_median_load(loads):
    cold = counted(loads, CacheState.COLD)
    weight = page_weight(loads)
    assert (weight is None) is (not cold)
    if weight:
        total = load_bytes(median_load(cold))
        assert sum(share.transferred_bytes for share in weight.cold.by_kind) == total
        assert sum(share.transferred_bytes for share in weight.cold.by_party) == total
        spread = weight.cold.transferred_bytes
        assert spread.low <= total <= spread.median <= spread.high
        assert spread.loads % 2 == 0 or total == spread.median


def test_answers_count_beside_the_page_as_it_comes_and_only_where_they_were_made():
    def answered(size, choice, reason=None, **fields):
        return load(transfer(size=size), consent=Answered(choice=choice, reason=reason), **fields)

    compared = [
        answered(400, Choice.REFUSE), answered(600, Choice.REFUSE), answered(9_000, Choice.REFUSE, "it stayed"),
        answered(5_000, Choice.ACCEPT, outcome=Outcome.TIMED_OUT),
    ]  # fmt: skip
    as_it_comes = [load(transfer(size=1_000))]
    weight = page_weight(as_it_comes, compared)
    assert weight.cold == page_weight(as_it_comes).cold
    assert weight.refused.transferred_bytes.median == 500
    assert weight.refused.transferred_bytes.loads == 2
    assert weight.accepted is None
    assert page_weight([], compared) is None
