from itertools import permutations

import pytest

from delest.records.pages.load import CacheState, Outcome
from delest.records.pages.weight import Spread
from delest.weigh.spread import counted, load_bytes, median_load, spread
from tests.page_loads import load, transfer


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7], Spread(median=7, low=7, high=7, loads=1)),
        ([9, 1, 5], Spread(median=5, low=1, high=9, loads=3)),
        ([10, 4], Spread(median=7, low=4, high=10, loads=2)),
    ],
)
def test_spread(values, expected):
    assert spread(values) == expected


def test_the_median_load_is_a_real_one_the_lighter_of_two():
    loads = [load(transfer(size=size)) for size in (40, 10, 30, 20)]
    assert load_bytes(median_load(loads)) == 20


def test_loads_of_equal_weight_do_not_depend_on_their_order():
    loads = [load(transfer(size=5), title=title) for title in "abc"]
    assert {median_load(order).title for order in permutations(loads)} == {"b"}


def test_only_ok_loads_of_the_state_count():
    ok, warm = load(), load(cache_state=CacheState.WARM)
    assert counted([ok, warm, load(outcome=Outcome.TIMED_OUT)], CacheState.COLD) == (ok,)
