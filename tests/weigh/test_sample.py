import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.weigh.sample import (
    LEAST_PAGES,
    LEAST_PER_STRATUM,
    Stratum,
    allocation,
    mean_bytes,
    next_look,
    precise_enough,
    precision,
    student_quantile,
)
from tests.weigh.populations import DRAWS, SITES, sampled

sizes = st.lists(st.floats(1, 1e8), max_size=12)
strata = st.lists(
    st.builds(
        lambda more, drawn: Stratum(pages=len(drawn) + more, sizes_bytes=tuple(drawn)), st.integers(0, 500), sizes
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("name", SITES)
def test_the_interval_covers_the_truth_when_sampling_stops_at_five_percent(name):
    site = SITES[name]()
    draws = [sampled(site, seed, wanted=0.05) for seed in range(DRAWS)]
    assert sum(draw.covers for draw in draws) >= 0.93 * DRAWS
    assert all(precision(draw.interval) <= 0.05 for draw in draws)
    assert statistics.median(draw.pages for draw in draws) < sum(map(len, site))


@pytest.mark.parametrize("name", SITES)
def test_the_interval_covers_the_truth_when_the_page_limit_ends_the_sampling(name):
    site = SITES[name]()
    draws = [sampled(site, seed, at_most=60) for seed in range(DRAWS)]
    assert all(draw.pages == 60 for draw in draws)
    assert sum(draw.covers for draw in draws) >= 0.93 * DRAWS


def test_the_mean_weighs_each_stratum_by_its_pages():
    interval = mean_bytes(
        [Stratum(pages=90, sizes_bytes=(100.0, 120.0)), Stratum(pages=10, sizes_bytes=(900.0, 1100.0))]
    )
    assert interval.central == pytest.approx(0.9 * 110 + 0.1 * 1000)
    assert interval.low < interval.central < interval.high


def test_a_site_measured_whole_has_no_uncertainty():
    whole = [Stratum(pages=2, sizes_bytes=(1.0, 5.0)), Stratum(pages=1, sizes_bytes=(9.0,))]
    interval = mean_bytes(whole)
    assert (interval.low, interval.central, interval.high) == (5, 5, 5)
    assert precise_enough(whole, 0.0)


@pytest.mark.parametrize("drawn", [(), (5.0,)])
def test_a_spread_that_nothing_tells_of_is_no_interval(drawn):
    assert mean_bytes([Stratum(pages=100, sizes_bytes=drawn)]) is None


def test_a_stratum_without_a_page_drawn_counts_with_another():
    interval = mean_bytes([Stratum(pages=50, sizes_bytes=()), Stratum(pages=50, sizes_bytes=(10.0, 20.0, 30.0))])
    assert interval.central == pytest.approx(20)


def test_pages_all_alike_do_not_end_the_sampling_before_the_least_number():
    alike = Stratum(pages=1000, sizes_bytes=(7.0,) * (LEAST_PAGES - 1))
    assert not precise_enough([alike], 0.05)
    assert precise_enough([Stratum(pages=1000, sizes_bytes=(7.0,) * LEAST_PAGES)], 0.05)


def test_a_stratum_that_was_hardly_seen_goes_on():
    seen = Stratum(pages=1000, sizes_bytes=(7.0,) * 100)
    assert not precise_enough([seen, Stratum(pages=2, sizes_bytes=(7.0,))], 0.05)


def test_pages_go_first_to_each_stratum_then_where_they_lessen_the_variance():
    steady = Stratum(pages=100, sizes_bytes=(99.0, 100.0, 101.0) * 10)
    wild = Stratum(pages=100, sizes_bytes=(10.0, 100.0, 190.0) * 10)
    new = Stratum(pages=40, sizes_bytes=())
    assert allocation([steady, wild, new], LEAST_PER_STRATUM) == (0, 0, LEAST_PER_STRATUM)
    first, second, third = allocation([steady, wild, new], 33)
    assert first + second + third == 33
    assert third >= LEAST_PER_STRATUM
    assert second > 5 * first


@given(strata, st.integers(0, 300))
def test_no_more_is_drawn_than_there_is_or_was_asked_for(some, pages):
    drawn = allocation(some, pages)
    left = [s.pages - len(s.sizes_bytes) for s in some]
    assert all(n <= most for n, most in zip(drawn, left, strict=True))
    assert sum(drawn) == min(pages, sum(left))


@given(strata)
def test_the_mean_lies_within_its_bounds_and_those_of_the_weights(some):
    interval = mean_bytes(some)
    if interval is not None:
        seen = [size for s in some for size in s.sizes_bytes]
        assert 0 < interval.low <= interval.central <= interval.high
        assert min(seen) * 0.999 <= interval.central <= max(seen) * 1.001


@given(st.integers(0, 10_000))
def test_looks_are_far_apart(measured):
    assert next_look(measured) >= max(LEAST_PAGES, measured * 1.25)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1e6, 1.960)]
)
def test_students_quantiles_are_those_of_the_tables(freedom, quantile):
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, rel=0.01)


def test_less_than_two_degrees_of_freedom_are_taken_for_one():
    assert student_quantile(0.975, 1.5) == student_quantile(0.975, 1) == pytest.approx(12.706, rel=1e-3)
