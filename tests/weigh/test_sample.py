import math
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from delest.weigh.expected import least_pages
from delest.weigh.sample import (
    FIRST_EXPECTED_LOOK,
    LEAST_PAGES,
    LEAST_PER_STRATUM,
    allocation,
    mean_bytes,
    next_round,
    precise_enough,
    precision,
    stands_alone,
    student_quantile,
    widened,
)
from delest.weigh.stratum import Stratum
from tests.weigh.populations import FAMILIES, FORECASTS, foretold, generated, recorded, sampled, small

TRIED = 200

sizes = st.lists(st.floats(1, 1e8), max_size=12)
strata = st.lists(
    st.builds(
        lambda more, drawn: Stratum(pages=len(drawn) + more, sizes_bytes=tuple(drawn)), st.integers(0, 500), sizes
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("stop", [{"wanted": 0.1}, {"at_most": 60}], ids=["at ten percent", "at 60 pages"])
def test_the_interval_covers_the_truth_on_sites_it_was_not_made_for(name, stop):
    sites = [generated(FAMILIES[name], "tests", member) for member in range(20)]
    draws = [sampled(sites[n % 20], ("tests", name, n), **stop) for n in range(TRIED)]
    assert sum(draw.covers for draw in draws) >= 0.93 * TRIED
    assert all(precision(draw.interval) <= 0.1 or draw.pages == 60 for draw in draws)


@pytest.mark.parametrize("told", FORECASTS)
@pytest.mark.parametrize("name", ["rare heavy pages", "nearly alike"])
def test_the_interval_covers_the_truth_whatever_the_expectations_are_worth(name, told):
    sites = [generated(FAMILIES[name], "tests", member) for member in range(20)]
    forecast, tried = FORECASTS[told], range(TRIED // 2)
    draws = [sampled(sites[n % 20], ("tests", name, told, n), wanted=0.1, forecast=forecast) for n in tried]
    assert sum(draw.covers for draw in draws) >= 0.93 * len(draws)


def test_good_expectations_spare_pages():
    sites = [generated(FAMILIES["few templates"], "tests", member) for member in range(20)]
    shares = {
        told: statistics.median(
            sampled(site, "cost", wanted=0.05, forecast=forecast).pages / sum(map(len, site)) for site in sites
        )
        for told, forecast in (("well", FORECASTS["well told"]), ("not", None))
    }
    assert shares["well"] < 0.25 < shares["not"]


def classes(*, ratio=1.5, pages=500, drawn=50, off=0.0):
    """Two classes of pages that weigh ``ratio`` times what was expected, every other one ``off`` more or less."""
    light, heavy = (tuple(base + n for n in range(drawn)) for base in (100.0, 300.0))
    return [
        Stratum(
            pages=pages, expected_bytes=told, expected_per_page_bytes=statistics.fmean(told) + 10,
            sizes_bytes=tuple(ratio * each * (1 + off * (-1) ** n) for n, each in enumerate(told)),
        )
        for told in (light, heavy)
    ]  # fmt: skip


def test_expectations_correct_the_mean_by_what_they_tell_of_pages_not_drawn():
    some = classes()
    interval = mean_bytes(some)
    assert interval.central == pytest.approx(1.5 * (124.5 + 324.5 + 20) / 2)
    assert precision(interval) < precision(mean_bytes([structs.replace(s, expected_bytes=None) for s in some]))
    assert precision(interval) < precision(mean_bytes(classes(off=0.1)))


def test_expectations_that_tell_little_or_of_few_pages_change_nothing():
    for some in (classes(drawn=40), classes(off=0.9)):
        plain = [structs.replace(s, expected_bytes=None) for s in some]
        assert mean_bytes(some) == mean_bytes(plain)
    assert not precise_enough(classes(drawn=44, pages=500), 0.9)
    assert precise_enough(classes(drawn=46, pages=500), 0.9)


def test_on_a_small_site_expectations_count_from_a_quarter_of_the_pages_on():
    assert [least_pages(known) for known in (217, 374, 375, 3302)] == [52, 89, 90, 90]
    assert not precise_enough(classes(drawn=23, pages=100), 0.9)
    assert precise_enough(classes(drawn=24, pages=100), 0.9)


@pytest.mark.parametrize(("drawn", "pages", "kind"), [(27, 108, 12), (50, 500, 20)])
def test_expectations_that_are_right_leave_the_page_and_the_kind_of_page_that_were_not_drawn(drawn, pages, kind):
    n, whole = 2 * drawn, 2 * pages
    error = student_quantile(0.975, n) * math.sqrt(1 - n / whole) * (1 + 8 * (1 - n / whole) ** kind) / n
    assert precision(mean_bytes(classes(drawn=drawn, pages=pages))) == pytest.approx(math.expm1(error))


@pytest.mark.parametrize("told", ["well told", "half told"])
@pytest.mark.parametrize("name", ["few templates", "rare heavy pages"])
def test_a_small_site_takes_a_quarter_of_its_pages_where_the_html_tells_what_they_weigh(name, told):
    sites = [small(FAMILIES[name], "tests", member) for member in range(20)]
    tried, forecast = range(TRIED // 2), FORECASTS[told]
    draws = [sampled(sites[n % 20], ("tests", name, told, n), wanted=0.05, forecast=forecast) for n in tried]
    assert sum(draw.covers for draw in draws) >= 0.93 * len(draws)
    shares = [draw.pages / sum(map(len, sites[n % 20])) for n, draw in enumerate(draws)]
    assert statistics.median(shares) <= (0.25 if told == "well told" else 0.45)


def test_a_heavy_page_that_one_class_shows_draws_no_pages_away_from_the_others():
    light, heavy = classes()
    shown = structs.replace(light, sizes_bytes=(*light.sizes_bytes[:-1], 9_000.0))
    assert allocation([shown, heavy], 60) == allocation([light, heavy], 60)


def test_the_interval_covers_the_truth_on_a_real_site_that_was_audited_whole():
    site = recorded(Path("fixtures/sampling/dsfr.csv"))
    draws = [sampled(site, seed, wanted=0.1) for seed in range(TRIED)]
    assert sum(draw.covers for draw in draws) >= 0.93 * TRIED
    assert statistics.median(draw.pages for draw in draws) < 0.8 * sum(map(len, site))


@pytest.mark.parametrize("name", ["dsfr", "minumeco"])
def test_a_quarter_of_a_real_site_tells_its_mean_to_five_percent(name):
    site, told = foretold(Path(f"fixtures/sampling/foretold/{name}.csv"))
    draws = [sampled(site, (name, seed), wanted=0.05, forecast=told) for seed in range(TRIED // 2)]
    assert sum(draw.covers for draw in draws) >= 0.93 * len(draws)
    assert statistics.median(draw.pages for draw in draws) <= len(site[0]) / 4


def test_a_sample_spares_most_of_a_large_site():
    sites = [generated(FAMILIES["large templates"], "tests", member) for member in range(20)]
    spared = [1 - sampled(site, "cost", wanted=0.1).pages / sum(map(len, site)) for site in sites]
    assert statistics.median(spared) > 0.9


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


def test_pages_all_alike_are_not_taken_for_all_pages():
    few = mean_bytes([Stratum(pages=1000, sizes_bytes=(7.0,) * 10)])
    more = mean_bytes([Stratum(pages=1000, sizes_bytes=(7.0,) * 500)])
    assert precision(few) > 0.3
    assert 0 < precision(more) < 0.01


def test_a_bound_is_as_far_off_as_one_page_tells():
    interval = mean_bytes([Stratum(pages=100, sizes_bytes=(5.0,))])
    assert interval.low < 0.001
    assert interval.high > 5e5


def test_pages_that_were_not_kept_widen_the_interval_by_what_they_may_weigh():
    interval = mean_bytes([Stratum(pages=100, sizes_bytes=(500.0, 700.0, 900.0) * 20)])
    wider = widened(interval, 2 / 3, (500.0, 700.0, 900.0))
    assert wider.low == pytest.approx(interval.low / 3 + 500 * 2 / 3)
    assert wider.high == pytest.approx(interval.high / 3 + 900 * 2 / 3)
    assert wider.central == interval.central
    assert widened(interval, 0.0, (1.0,)) == interval


@given(strata, st.floats(0, 0.99))
def test_a_widened_interval_holds_the_narrow_ones_mean(some, share):
    interval = mean_bytes(some)
    if interval is not None:
        wider = widened(interval, share, [size for s in some for size in s.sizes_bytes])
        assert 0 < wider.low <= wider.central <= wider.high


def test_no_page_drawn_is_no_mean():
    assert mean_bytes([Stratum(pages=100, sizes_bytes=())]) is None
    assert mean_bytes([]) is None


def test_pages_of_which_none_was_drawn_count_like_the_others_while_they_are_few():
    drawn = Stratum(pages=95, sizes_bytes=(10.0, 20.0, 30.0))
    assert mean_bytes([Stratum(pages=5, sizes_bytes=()), drawn]).central == pytest.approx(20)
    assert mean_bytes([Stratum(pages=6, sizes_bytes=()), drawn]) is None


def test_views_weigh_the_pages():
    often = Stratum(pages=10, sizes_bytes=(100.0, 100.0), views=(90.0, 90.0), views_per_page=90)
    seldom = Stratum(pages=90, sizes_bytes=(500.0, 500.0), views=(1.0, 1.0))
    assert mean_bytes([often, seldom]).central == pytest.approx((900 * 100 + 90 * 500) / 990)


def test_pages_that_nobody_sees_have_no_mean_per_view():
    assert mean_bytes([Stratum(pages=10, sizes_bytes=(5.0, 6.0), views=(0.0, 0.0), views_per_page=0)]) is None


def test_pages_all_alike_do_not_end_the_sampling_before_the_least_number():
    alike = Stratum(pages=1000, sizes_bytes=(7.0,) * (LEAST_PAGES - 1))
    assert not precise_enough([alike], 0.05)
    assert precise_enough([Stratum(pages=1000, sizes_bytes=(7.0,) * 300)], 0.05)


def test_a_stratum_that_was_hardly_seen_goes_on():
    seen = Stratum(pages=1000, sizes_bytes=(7.0,) * 900)
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
def test_rounds_grow_with_the_sample(measured):
    end = next_round(measured)
    assert end > measured
    assert end >= measured * 1.25 or end == LEAST_PAGES


@given(st.integers(0, 200), st.integers(0, 500))
def test_a_round_ends_with_the_least_pages_that_expected_weights_need(measured, pages):
    end = next_round(measured, expected_pages=pages)
    first = min(FIRST_EXPECTED_LOOK, pages // 4)
    assert end == (first if LEAST_PAGES <= measured < first < next_round(measured) else next_round(measured))


def test_a_template_stands_alone_where_its_share_of_the_sample_is_three_pages():
    assert stands_alone(10, 100, 30)
    assert not stands_alone(9, 100, 30)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1e6, 1.960)]
)
def test_students_quantiles_are_those_of_the_tables(freedom, quantile):
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, rel=0.01)


def test_less_than_two_degrees_of_freedom_are_taken_for_one():
    assert student_quantile(0.975, 1.5) == student_quantile(0.975, 1) == pytest.approx(12.706, rel=1e-3)
