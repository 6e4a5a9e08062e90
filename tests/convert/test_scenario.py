import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.convert.web.scenario import PER_VIEWS, answer, attributed, to_target
from delest.errors import InputError
from delest.factors import load
from delest.records.co2e.avoided import Conditions, Role, ViewShares
from delest.records.co2e.traffic import PageViews, Period, Traffic
from delest.records.pages.weight import PageWeight, Spread, Weight
from delest.records.runs.audit import Answer
from delest.records.runs.scope import Scope
from tests.page_loads import run_header, unhurried, with_header

SETS = load.released()
HEAVY, LIGHT = "https://example.org/heavy", "https://example.org/light"


def weight(url, median_bytes, low=None, high=None):
    """The weight of a page; loaded once unless ``low`` and ``high`` say otherwise."""
    low, high = median_bytes if low is None else low, median_bytes if high is None else high
    spread = Spread(median=median_bytes, low=low, high=high, loads=1 if low == high else 3)
    requests = Spread(median=1, low=1, high=1, loads=spread.loads)
    return PageWeight(
        url=url, cold=Weight(transferred_bytes=spread, requests=requests, by_kind=(), by_party=(), inexact_transfers=0)
    )


def traffic(views=0.0, **by_page):
    """Views of the site, or of the pages ``heavy`` and ``light``."""
    pages = tuple(PageViews(url=f"https://example.org/{name}", views_per_year=n) for name, n in by_page.items())
    total = math.fsum(by_page.values()) or views
    return Traffic(views_per_year=total, pages=pages, period=Period(days=365), source="number")


SITE = (weight(HEAVY, 2e6), weight(LIGHT, 4e5))
weights = st.lists(st.floats(0, 1e8).map(lambda size: weight(HEAVY, size)), min_size=1, max_size=4)


def kg(converted):
    return {reading.role: reading.kgco2e_per_year.central for reading in converted.readings}


def test_without_traffic_a_million_views_are_spread_evenly():
    converted = attributed(SITE, None, SETS)
    assert converted.views_per_year == PER_VIEWS
    assert converted.gb_per_year == pytest.approx((2e6 + 4e5) / 2 * 1e6 / 1e9)


def test_the_views_of_the_site_are_spread_evenly():
    assert attributed(SITE, traffic(views=500), SETS).gb_per_year == pytest.approx(250 * 2.4e6 / 1e9)


def test_views_by_page_weigh_each_page_by_its_own():
    converted = attributed(SITE, traffic(heavy=1000, light=9000), SETS)
    assert converted.views_per_year == 10_000
    assert converted.gb_per_year == pytest.approx((1000 * 2e6 + 9000 * 4e5) / 1e9)


def test_pages_without_views_and_views_without_a_measured_page_count_nothing():
    converted = attributed(SITE, traffic(heavy=1000, elsewhere=1e9), SETS)
    assert converted.views_per_year == 1000
    assert converted.gb_per_year == pytest.approx(2.0)


@pytest.mark.parametrize("views", [traffic(views=0), traffic(elsewhere=5)])
def test_nothing_is_said_without_a_view_of_a_measured_page(views):
    assert attributed(SITE, views, SETS) is None
    assert to_target(SITE, views, "1 kB", SETS) is None


def test_nothing_is_said_of_no_pages():
    assert attributed((), traffic(views=5), SETS) is None
    assert to_target((), None, "1 kB", SETS) is None


@given(weights, st.floats(1, 1e9), st.floats(0.1, 100))
@unhurried
def test_twice_the_views_are_twice_the_kg(pages, views, times):
    once, more = (kg(attributed(pages, traffic(views=n), SETS)) for n in (views, views * times))
    assert more == pytest.approx({role: each * times for role, each in once.items()})


@given(weights, st.floats(0.1, 100))
@unhurried
def test_twice_the_weight_is_twice_the_kg(pages, times):
    heavier = [weight(each.url, each.cold.transferred_bytes.median * times) for each in pages]
    once, more = kg(attributed(pages, None, SETS)), kg(attributed(heavier, None, SETS))
    assert more == pytest.approx({role: each * times for role, each in once.items()})


def test_a_target_brings_heavy_pages_down_and_leaves_light_ones_alone():
    avoided = to_target(SITE, traffic(heavy=100, light=300), "500 kB", SETS)
    assert avoided.target == "500 kB"
    assert avoided.baseline_bytes_per_view == pytest.approx((100 * 2e6 + 300 * 4e5) / 400)
    assert avoided.scenario_bytes_per_view == pytest.approx((100 * 5e5 + 300 * 4e5) / 400)
    assert avoided.converted.gb_per_year == pytest.approx(100 * 1.5e6 / 1e9)
    assert not avoided.below_noise


@pytest.mark.parametrize("target", ["70%", "-30%"])
def test_a_target_in_percent_is_of_each_page(target):
    avoided = to_target(SITE, None, target, SETS)
    assert avoided.scenario_bytes_per_view == pytest.approx(0.7 * avoided.baseline_bytes_per_view)
    assert kg(avoided.converted) == pytest.approx(
        {role: 0.3 * each for role, each in kg(attributed(SITE, None, SETS)).items()}
    )


def test_a_target_that_all_pages_meet_avoids_nothing():
    avoided = to_target(SITE, None, "2 MB", SETS)
    assert avoided.converted.gb_per_year == 0
    assert set(kg(avoided.converted).values()) == {0.0}


@given(weights, st.integers(0, 10**8))
@unhurried
def test_a_target_never_adds_and_never_avoids_more_than_there_is(pages, target):
    avoided, whole = to_target(pages, None, f"{target} B", SETS), attributed(pages, None, SETS)
    assert -1e-9 <= avoided.converted.gb_per_year <= whole.gb_per_year * (1 + 1e-9)
    assert avoided.scenario_bytes_per_view <= max(target, 1e-9) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("low", "high", "below"),
    [(0.999e6, 1e6, False), (0.95e6, 1.04e6, False), (0.95e6, 1.05e6, True), (0.5e6, 1.5e6, True)],
)
def test_a_difference_within_the_spread_of_the_loads_may_not_be_claimed(low, high, below):
    avoided = to_target([weight(HEAVY, 1e6, low, high)], None, "-10%", SETS)
    assert avoided.below_noise is below


def test_with_one_load_per_page_the_noise_is_not_known():
    assert to_target(SITE, None, "-10%", SETS).below_noise is None


def test_the_spread_counts_by_views():
    pages = (weight(HEAVY, 1e6, 0.5e6, 1.5e6), weight(LIGHT, 1e6))
    assert to_target(pages, traffic(heavy=1, light=99), "-10%", SETS).below_noise is False
    assert to_target(pages, traffic(heavy=99, light=1), "-10%", SETS).below_noise is True


@pytest.mark.parametrize("target", ["half", "120%", "-500 kB"])
def test_a_target_that_is_none_is_refused(target):
    with pytest.raises(InputError, match=target):
        to_target(SITE, None, target, SETS)


def test_conditions_reach_the_models():
    germany = Conditions(country="DEU")
    assert attributed(SITE, None, SETS, germany).country == "DEU"
    assert to_target(SITE, None, "-10%", SETS, germany).converted.country == "DEU"
    with pytest.raises(InputError):
        attributed(SITE, None, SETS, Conditions(country="XYZ"))


def test_the_published_example_of_a_site_of_one_page():
    """MiNumEco: a million views, from 2 Mo to 500 Ko, 259 kg."""
    avoided = to_target([weight(HEAVY, 2e6)], traffic(views=1e6), "500 Ko", SETS)
    assert kg(avoided.converted)[Role.PUBLISHED] == pytest.approx(259, abs=0.5)


def test_a_run_is_answered_under_its_own_conditions_and_target():
    header = run_header(Scope(start_urls=(HEAVY,)), conditions=Conditions(country="DEU"))
    assert answer(header, SITE, None, SETS) == Answer(
        attributed=attributed(SITE, None, SETS, header.question.conditions), avoided=None
    )
    aimed = answer(with_header(header, target="-10%"), SITE, None, SETS)
    assert aimed.avoided == to_target(SITE, None, "-10%", SETS, header.question.conditions)


def in_three_states(cold, in_visit, warm):
    heavy = weight(HEAVY, cold)
    return replace(heavy, in_visit=weight(HEAVY, in_visit).cold, warm=weight(HEAVY, warm).cold)


SHARES = Conditions(shares=ViewShares(cold=0.2, in_visit=0.5, warm=0.3))


def test_views_find_the_cache_as_the_shares_say_where_all_three_weights_are_measured():
    pages = (in_three_states(2e6, 1e6, 1e5), weight(LIGHT, 4e5))
    views = traffic(heavy=1000, light=9000)
    measured = 1000 * (0.2 * 2e6 + 0.5 * 1e6 + 0.3 * 1e5)
    assert attributed(pages, views, SETS, SHARES).gb_per_year == pytest.approx((measured + 9000 * 4e5) / 1e9)
    found = to_target(pages, views, "500 kB", SETS, SHARES)
    assert found.converted.gb_per_year == pytest.approx(1000 * (0.2 * 1.5e6 + 0.5 * 5e5) / 1e9)


def test_a_page_without_all_three_weights_counts_as_cold():
    half = replace(in_three_states(2e6, 1e6, 1e5), warm=None)
    assert attributed((half,), traffic(views=5), SETS, SHARES).gb_per_year == pytest.approx(5 * 2e6 / 1e9)


def test_without_shares_every_view_is_cold():
    known = in_three_states(2e6, 1e6, 1e5)
    assert attributed((known,), traffic(views=5), SETS) == attributed((weight(HEAVY, 2e6),), traffic(views=5), SETS)
