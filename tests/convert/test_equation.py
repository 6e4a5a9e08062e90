import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.convert.web.equation import Change, PageChange, avoided
from delest.errors import InputError
from delest.factors import load
from delest.records.co2e.avoided import ViewShares

WEIGHT = st.floats(0, 1e9)
CHANGE = st.builds(Change, baseline_bytes=WEIGHT, scenario_bytes=WEIGHT)
PAGES = st.lists(
    st.builds(
        PageChange,
        url=st.just("https://example.org/"),
        views_per_year=st.floats(1, 1e9),
        cold=CHANGE,
        in_visit=st.one_of(st.none(), CHANGE),
        warm=st.one_of(st.none(), CHANGE),
    ),
    min_size=1,
    max_size=5,
)


def page(views, baseline, scenario, **states):
    return PageChange(
        url="https://example.org/",
        views_per_year=views,
        cold=Change(baseline_bytes=baseline, scenario_bytes=scenario),
        **states,
    )


def test_the_equation_by_hand(sets):
    pages = [
        page(
            1000,
            2e6,
            1e6,
            in_visit=Change(baseline_bytes=5e5, scenario_bytes=4e5),
            warm=Change(baseline_bytes=2e5, scenario_bytes=1e5),
        ),
        page(3000, 1e6, 1e6),
    ]
    found = avoided(pages, sets, shares=ViewShares(cold=0.5, in_visit=0.3, warm=0.2), target="1 MB")
    assert found.converted.gb_per_year == pytest.approx(1000 * (0.5 * 1e6 + 0.3 * 1e5 + 0.2 * 1e5) / 1e9)
    assert found.converted.views_per_year == 4000
    assert found.baseline_bytes_per_view == pytest.approx((1000 * (1e6 + 1.5e5 + 4e4) + 3000 * 1e6) / 4000)
    assert found.target == "1 MB"


def test_views_in_a_state_that_was_not_measured_count_as_cold(sets):
    found = avoided([page(1000, 2e6, 1e6)], sets, shares=ViewShares(cold=0.2, in_visit=0.3, warm=0.5))
    assert found.converted.gb_per_year == pytest.approx(1.0)


@given(pages=PAGES)
def test_swapping_baseline_and_scenario_changes_the_sign(pages):
    def swap(change):
        return change and Change(baseline_bytes=change.scenario_bytes, scenario_bytes=change.baseline_bytes)

    swapped = [
        PageChange(
            url=p.url,
            views_per_year=p.views_per_year,
            cold=swap(p.cold),
            in_visit=swap(p.in_visit),
            warm=swap(p.warm),
        )
        for p in pages
    ]
    shares = ViewShares(cold=0.5, in_visit=0.25, warm=0.25)
    one = avoided(pages, load.released(), shares=shares)
    other = avoided(swapped, load.released(), shares=shares)
    assert other.converted.kgco2e_per_year == one.converted.kgco2e_per_year * -1


@pytest.mark.parametrize(
    ("pages", "shares"),
    [
        ([], ViewShares()),
        ([page(0, 2e6, 1e6)], ViewShares()),
        ([page(-1, 2e6, 1e6)], ViewShares()),
        ([page(float("nan"), 2e6, 1e6)], ViewShares()),
        ([page(1, 2e6, 1e6)], ViewShares(cold=0.5)),
        ([page(1, 2e6, 1e6)], ViewShares(cold=1.5, warm=-0.5)),
    ],
)
def test_no_views_or_odd_shares_are_refused(sets, pages, shares):
    with pytest.raises(InputError):
        avoided(pages, sets, shares=shares)
