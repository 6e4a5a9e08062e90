from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.records.load import Outcome
from delest.traffic.export import Export, Row
from delest.traffic.join import join_views
from delest.traffic.sources.csv import read
from tests.page_loads import HOME, load, page, unhurried

FIXTURES = Path(__file__).parents[2] / "fixtures" / "traffic"


def export(*rows, period_days=365):
    return Export(source="csv v.csv", period_days=period_days, rows=tuple(Row(page=p, views=v) for p, v in rows))


def pages(*urls):
    return [page(load(url=url)) for url in urls]


def views_of(traffic):
    return {each.url: each.views_per_year for each in traffic.pages}


@pytest.mark.parametrize(
    "written",
    [
        "https://www.example.gouv.fr/aide",
        "https://www.example.gouv.fr/aide/",
        "http://www.example.gouv.fr/aide",
        "https://example.gouv.fr/aide#top",
        "HTTPS://WWW.Example.GOUV.FR/aide",
        "/aide",
        "/aide/",
        "/x/../aide",
    ],
)
@pytest.mark.parametrize("url", [f"{HOME}aide", f"{HOME}aide/"])
def test_spellings_of_one_page(written, url):
    traffic, warnings = join_views(export((written, 70)), pages(url))
    assert views_of(traffic) == {url: 70}
    assert (traffic.coverage, warnings) == (1, ())


@pytest.mark.parametrize("written", ["/aide?p=2", "/Aide", "/aide/x", "https://autre.example.gouv.fr/aide"])
def test_other_pages_of_the_site(written):
    traffic, _ = join_views(export((written, 30), ("/aide", 70)), pages(f"{HOME}aide"))
    assert views_of(traffic) == {f"{HOME}aide": 70}
    assert traffic.views_per_year == 100
    assert traffic.coverage == pytest.approx(0.7)


def test_queries_tell_pages_apart():
    traffic, _ = join_views(export(("/?p=1", 1), ("/?p=2", 2), ("/", 4)), pages(HOME, f"{HOME}?p=2"))
    assert views_of(traffic) == {HOME: 4, f"{HOME}?p=2": 2}


def test_letters_outside_ascii_are_spelled_as_the_browser_does():
    traffic, _ = join_views(export(("/actualités", 5)), pages(f"{HOME}actualit%C3%A9s"))
    assert traffic.coverage == 1


def test_a_page_has_the_views_of_the_address_that_it_ends_at():
    moved = page(load(url=HOME, final_url=f"{HOME}accueil"))
    traffic, _ = join_views(export(("/", 1), ("/accueil", 9)), [moved])
    assert views_of(traffic) == {HOME: 10}


def test_a_pages_own_address_comes_before_one_that_others_end_at():
    moved = page(load(url=HOME, final_url=f"{HOME}fr/"))
    traffic, _ = join_views(export(("/fr/", 9)), [*pages(f"{HOME}fr/"), moved])
    assert views_of(traffic) == {f"{HOME}fr/": 9, HOME: 0}


def test_a_page_without_views_is_listed_with_none():
    traffic, _ = join_views(export(("/a", 9)), pages(f"{HOME}a", f"{HOME}b"))
    assert views_of(traffic) == {f"{HOME}a": 9, f"{HOME}b": 0}


def test_pages_that_could_not_be_measured_are_not_covered():
    failed = page(load(url=f"{HOME}b", outcome=Outcome.TIMED_OUT))
    traffic, _ = join_views(export(("/a", 25), ("/b", 75)), [*pages(f"{HOME}a"), failed])
    assert views_of(traffic) == {f"{HOME}a": 25}
    assert traffic.coverage == pytest.approx(0.25)


def test_a_month_is_scaled_to_a_year_and_says_so():
    traffic, _ = join_views(export(("/", 30), period_days=30), pages(HOME))
    assert traffic.views_per_year == pytest.approx(365)
    assert traffic.period == "30 d × 365/30"
    assert traffic.source == "csv v.csv"


def test_rows_of_other_sites_are_left_out_and_told():
    traffic, warnings = join_views(export(("/", 30), ("https://www.example.org/", 70)), pages(HOME))
    assert (traffic.views_per_year, traffic.coverage) == (30, 1)
    assert [str(each) for each in warnings] == ["csv v.csv: 1 line is of another site and was left out"]


def test_where_no_measured_page_is_found_only_the_total_is_known():
    traffic, warnings = join_views(export(("/a", 30)), pages(HOME))
    assert (traffic.views_per_year, traffic.coverage, traffic.pages) == (30, 0, ())
    assert "none of the measured pages" in str(warnings[0])


@pytest.mark.parametrize(
    ("rows", "records"),
    [
        ([("https://www.example.org/", 70)], pages(HOME)),
        ([("/", 0)], pages(HOME)),
        ([("/", 70)], []),
        ([("/", 70)], [page(load(outcome=Outcome.FAILED))]),
    ],
)
def test_no_view_of_the_site_is_an_error(rows, records):
    with pytest.raises(InputError, match=r"csv v\.csv: no page view") as raised:
        join_views(export(*rows), records)
    assert raised.value.remedy


def test_a_real_export_of_ga4():
    home, loans, errors = "https://www.sba.gov/", "https://www.sba.gov/funding-programs/loans/", "https://www.sba.gov/x"
    found = read(FIXTURES / "ga4-sba-pages-30-days.csv", 30)
    failed = page(load(url=errors, outcome=Outcome.HTTP_ERROR))
    traffic, warnings = join_views(found, [*pages(home, loans), failed])
    assert views_of(traffic) == {home: pytest.approx(351_310 * 365 / 30), loans: pytest.approx(176_282 * 365 / 30)}
    of_site = [row.views for row in found.rows if row.page.startswith(("https://www.sba.", "https://certify.sba."))]
    assert traffic.views_per_year == pytest.approx(sum(of_site) * 365 / 30)
    assert traffic.coverage == pytest.approx((351_310 + 176_282) / sum(of_site))
    assert warnings[0].values["n"] == len(found.rows) - len(of_site)


rows = st.lists(
    st.tuples(st.sampled_from(["/", "/a", "/a/", "/b?q=1", "/c"]), st.integers(0, 10**6)), min_size=1, max_size=8
)


@unhurried
@given(rows, st.integers(1, 1000))
def test_no_view_is_lost_or_counted_twice(drawn, period_days):
    measured = pages(HOME, f"{HOME}a", f"{HOME}b?q=1")
    total = sum(views for _, views in drawn)
    if not total:
        return
    traffic, _ = join_views(export(*drawn, period_days=period_days), measured)
    joined = sum(views for written, views in drawn if written != "/c")
    assert traffic.views_per_year == pytest.approx(total * 365 / period_days)
    assert sum(views_of(traffic).values()) == pytest.approx(joined * 365 / period_days)
    assert traffic.coverage == pytest.approx(joined / total)
