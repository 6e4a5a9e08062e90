import random

import pytest

from delest.compare.statistics import LEAST_PAGES, certainty, chance, change, mean_certainty
from delest.records.gate.comparison import Certainty
from delest.records.pages.weight import Spread


def spread(low, high=None, loads=2):
    high = low if high is None else high
    return Spread(median=(low + high) / 2, low=low, high=high, loads=loads)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (spread(100, 110), spread(50, 60), Certainty.LIGHTER),
        (spread(50, 60), spread(100, 110), Certainty.HEAVIER),
        (spread(100, 110), spread(105, 120), Certainty.NOISE),
        (spread(100, loads=1), spread(50, loads=1), Certainty.UNKNOWN),
        (spread(100), spread(100), Certainty.NOISE),
    ],
)
def test_a_page_changed_where_its_loads_do_not_overlap(before, after, expected):
    assert certainty(before, after) is expected


def test_the_bounds_of_a_change_are_those_of_the_loads():
    found = change(spread(100, 110), spread(50, 70))
    assert (found.low, found.central, found.high) == (-60, -45, -30)


def test_swapping_the_sides_changes_the_sign():
    one, other = spread(100, 110), spread(50, 70)
    there, back = change(one, other), change(other, one)
    assert (there.low, there.central, there.high) == (-back.high, -back.central, -back.low)


def test_few_pages_are_no_proof_by_signs():
    assert chance([-1.0] * (LEAST_PAGES - 1)) is None
    assert chance([-1.0] * LEAST_PAGES) == 2 / 2**LEAST_PAGES


def test_the_draws_agree_with_the_whole_count():
    rng = random.Random(7)
    few = [rng.gauss(-0.4, 1) for _ in range(14)]
    exact = chance(few)
    drawn = chance([*few, 1e-12])
    assert drawn == pytest.approx(exact, abs=0.03)


def mean(befores, afters):
    pairs = list(zip(befores, afters, strict=True))
    return mean_certainty([change(*pair) for pair in pairs], [certainty(*pair) for pair in pairs])[0]


def test_a_change_of_all_pages_is_sure_even_where_each_was_loaded_once():
    before = [spread(1000 + n, loads=1) for n in range(12)]
    after = [spread(900 + n, loads=1) for n in range(12)]
    assert mean(before, after) is Certainty.LIGHTER
    assert mean(after, before) is Certainty.HEAVIER


def test_few_pages_loaded_once_say_nothing():
    assert mean([spread(1000, loads=1)] * 3, [spread(10, loads=1)] * 3) is Certainty.UNKNOWN


def test_one_page_loaded_twice_is_enough_where_it_is_beyond_its_spread():
    assert mean([spread(1000, 1010)], [spread(500, 510)]) is Certainty.LIGHTER


@pytest.mark.parametrize("loads", [1, 2, 3])
def test_alike_audits_are_called_different_in_at_most_five_of_a_hundred(loads):
    """Noise of three kinds: none on most pages, a few bytes on some, a slice of advertising on others."""
    rng = random.Random(20_261_129 + loads)

    def load(page):
        noise = {0: 0, 1: rng.randint(-40, 40), 2: rng.choice([0, 80_000, 150_000])}[page % 3]
        return 500_000 + 1_000 * page + noise

    def side(pages):
        made = [[load(page) for _ in range(loads)] for page in range(pages)]
        return [Spread(median=sorted(m)[(len(m) - 1) // 2], low=min(m), high=max(m), loads=loads) for m in made]

    claimed = 0
    for _try in range(100):
        pages = rng.randint(1, 40)
        claimed += mean(side(pages), side(pages)) in {Certainty.LIGHTER, Certainty.HEAVIER}
    assert claimed <= 5
