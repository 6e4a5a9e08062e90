"""Which share of the views finds the cache in which state, and how wide the range is where that is assumed."""

import csv
from pathlib import Path
from statistics import median, quantiles

import pytest
from msgspec.structs import replace

from delest.convert.web.scenario import answer
from delest.factors import load
from delest.records.co2e.avoided import ViewShares
from delest.records.co2e.shares import ENTRIES, RETURNING, SharesBy, shares_of
from delest.records.co2e.traffic import Period, Traffic
from delest.records.pages.load import CacheState
from delest.records.pages.weight import PageWeight, Spread, Weight
from delest.records.runs.scope import Scope
from tests.page_loads import run_header, with_header

FIXTURES = Path(__file__).parents[2] / "fixtures" / "traffic"
HOME = "https://www.example.org/"
ALL = tuple(CacheState)
VIEWS = Traffic(views_per_year=1000, period=Period(days=365), source="table")


def test_what_is_assumed_is_what_public_reports_say():
    reports = ("ga4-gsa-domains-30-days.csv", "ga4-opm-pages-30-days.csv", "ga4-nsf-pages-30-days.csv")
    texts = [(FIXTURES / name).read_text("utf-8") for name in reports]
    rows = [row for text in texts for row in csv.DictReader(text.splitlines())]
    sites = [row for row in rows if float(row["visits"]) >= 10_000]
    assert len(sites) == 53
    entries = [float(row["visits"]) / float(row["pageviews"]) for row in sites]
    again = [1 - float(row["users"]) / float(row["visits"]) for row in sites]
    for found, assumed in ((entries, ENTRIES), (again, RETURNING)):
        deciles = quantiles(found, n=10)
        assert (deciles[0], median(found), deciles[-1]) == pytest.approx(
            (assumed.low, assumed.central, assumed.high), abs=0.005
        )


def test_what_the_user_gives_comes_first_then_what_the_source_counts():
    given = ViewShares(cold=0.5, in_visit=0.5)
    counted = replace(VIEWS, entry_share=0.4, returning_share=0.25)
    assert shares_of(given, counted, ALL).views == given
    used = shares_of(ViewShares(), counted, ALL)
    assert (used.by, used.ends) == (SharesBy.COUNTED, ())
    assert used.views == ViewShares(cold=pytest.approx(0.3), in_visit=pytest.approx(0.6), warm=pytest.approx(0.1))


def test_what_the_source_does_not_count_is_assumed_with_its_bounds():
    known = shares_of(ViewShares(), replace(VIEWS, entry_share=0.4), ALL)
    assert (known.by, len(known.ends)) == (SharesBy.ENTRIES_COUNTED, 2)
    assert {round(each.in_visit, 9) for each in (known.views, *known.ends)} == {0.6}
    used = shares_of(ViewShares(), VIEWS, ALL)
    assert (used.by, len(used.ends)) == (SharesBy.ASSUMED, 4)
    assert used.views.in_visit == pytest.approx(1 - ENTRIES.central)
    assert all(each.cold + each.in_visit + each.warm == pytest.approx(1) for each in used.ends)


@pytest.mark.parametrize(("traffic", "states"), [(None, ALL), (VIEWS, (CacheState.COLD,))])
def test_nothing_is_assumed_of_views_or_weights_that_are_not_known(traffic, states):
    used = shares_of(ViewShares(), traffic, states)
    assert (used.by, used.views, used.ends) == (SharesBy.COLD, ViewShares(), ())


def weighed(size):
    spread = Spread(median=size, low=size, high=size, loads=1)
    one = Spread(median=1, low=1, high=1, loads=1)
    return Weight(transferred_bytes=spread, requests=one, by_kind=(), by_party=(), inexact_transfers=0)


def test_assumed_shares_widen_the_range_of_kg():
    page = PageWeight(url=HOME, cold=weighed(2e6), in_visit=weighed(5e5), warm=weighed(1e5))
    header = with_header(run_header(Scope(start_urls=(HOME,)), target="-50%"), cache_states=ALL)
    found = answer(header, (page,), VIEWS, load.released())
    whole = found.attributed
    low, high = (
        1000 / 1e9 * (e * (1 - a) * 2e6 + (1 - e) * 5e5 + e * a * 1e5)
        for e, a in ((ENTRIES.low, RETURNING.high), (ENTRIES.high, RETURNING.low))
    )
    assert (whole.gb_per_year_bounds.low, whole.gb_per_year_bounds.high) == pytest.approx((low, high))
    ends = {reading.role.value: reading.kgco2e_per_year.central for reading in whole.readings}
    assert whole.kgco2e_per_year.low == pytest.approx(ends["low"] * low / whole.gb_per_year)
    assert whole.kgco2e_per_year.high == pytest.approx(ends["high"] * high / whole.gb_per_year)
    assert whole.kgco2e_per_year.central == ends["central"]
    half = found.avoided.converted
    assert half.kgco2e_per_year.high == pytest.approx(whole.kgco2e_per_year.high / 2)
    counted = answer(header, (page,), replace(VIEWS, entry_share=0.4, returning_share=0.2), load.released())
    assert counted.attributed.gb_per_year_bounds is None
