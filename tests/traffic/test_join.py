from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.records.co2e.traffic import Export, Period, Row, UnmatchedReason, Unplaced
from delest.records.pages.load import Outcome
from delest.traffic.joined.join import Audited, join_views
from delest.traffic.reading import read_traffic
from tests.page_loads import HOME, load, page, unhurried

FIXTURES = Path(__file__).parents[2] / "fixtures" / "traffic"


def export(*rows, period_days=365):
    return Export(
        source="table",
        files=("v.csv",),
        period=Period(days=period_days),
        rows=tuple(Row(page=p, views=v) for p, v in rows),
    )


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
    assert (traffic.coverage.measured, warnings) == (1, ())


@pytest.mark.parametrize("written", ["/aide?p=2", "/aides", "/aide/x", "https://example.gouv.fr/autre"])
def test_other_pages_of_the_site(written):
    traffic, _ = join_views(export((written, 30), ("/aide", 70)), pages(f"{HOME}aide"))
    assert views_of(traffic) == {f"{HOME}aide": 70}
    assert traffic.views_per_year == 100
    assert traffic.coverage.measured == pytest.approx(0.7)


def test_queries_tell_pages_apart():
    traffic, _ = join_views(export(("/?p=1", 1), ("/?p=2", 2), ("/", 4)), pages(HOME, f"{HOME}?p=2"))
    assert views_of(traffic) == {HOME: 4, f"{HOME}?p=2": 2}


def test_letters_outside_ascii_are_spelled_as_the_browser_does():
    traffic, _ = join_views(export(("/actualités", 5)), pages(f"{HOME}actualit%C3%A9s"))
    assert traffic.coverage.measured == 1


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
    assert traffic.coverage.measured == pytest.approx(0.25)


def test_a_month_is_scaled_to_a_year_and_says_so():
    traffic, warnings = join_views(export(("/", 30), period_days=30), pages(HOME))
    assert traffic.views_per_year == pytest.approx(365)
    assert traffic.period == Period(days=30)
    assert traffic.source == "table v.csv"
    assert "30 days were scaled to a year (× 12.2)" in str(warnings[0])


def test_rows_of_other_sites_are_left_out_and_told():
    traffic, warnings = join_views(export(("/", 30), ("https://www.example.org/", 70)), pages(HOME))
    assert (traffic.views_per_year, traffic.coverage.measured) == (30, 1)
    assert [str(each) for each in warnings] == [
        "table v.csv: 1 line is of another site and was left out (70 page views; www.example.org)"
    ]


def test_where_no_measured_page_is_found_only_the_total_is_known():
    traffic, warnings = join_views(export(("/a", 30)), pages(HOME))
    assert (traffic.views_per_year, traffic.coverage.measured, traffic.pages) == (30, 0, ())
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
    with pytest.raises(InputError, match=r"table v\.csv: no page view") as raised:
        join_views(export(*rows), records)
    assert raised.value.remedy


def test_a_real_export_of_ga4():
    home, loans, errors = "https://www.sba.gov/", "https://www.sba.gov/funding-programs/loans/", "https://www.sba.gov/x"
    found = read_traffic([str(FIXTURES / "ga4-sba-pages-30-days.csv")])
    failed = page(load(url=errors, outcome=Outcome.HTTP_ERROR))
    traffic, warnings = join_views(found, [*pages(home, loans), failed])
    assert views_of(traffic) == {home: pytest.approx(351_310 * 365 / 30), loans: pytest.approx(176_282 * 365 / 30)}
    of_site = [row.views for row in found.rows if row.page.startswith(("https://www.sba.gov/", "https://sba.gov/"))]
    assert traffic.views_per_year == pytest.approx(sum(of_site) * 365 / 30)
    assert traffic.coverage.measured == pytest.approx((351_310 + 176_282) / sum(of_site))
    assert warnings[0].values["n"] == len(found.rows) - len(of_site)


def test_views_without_a_page_stay_in_the_whole():
    found = Export(
        source="matomo",
        period=Period(days=365),
        rows=(Row(page="/", views=120), Row(page="/1", views=30)),
        unplaced=(Unplaced(label="Others", views=700), Unplaced(label="aide - Others", views=60)),
    )
    traffic, _ = join_views(found, pages(HOME, f"{HOME}1"))
    assert traffic.views_per_year == 910
    assert traffic.coverage.measured == pytest.approx(150 / 910)
    assert traffic.coverage.unplaced == pytest.approx(760 / 910)


@pytest.mark.parametrize("written", ["/index.html", "/INDEX.php", "/default.aspx", "/index.htm", "/?"])
def test_index_files_are_their_folder(written):
    traffic, _ = join_views(export((written, 5)), pages(HOME))
    assert traffic.coverage.measured == 1


def test_matomos_name_of_a_folders_page_and_another_case():
    traffic, _ = join_views(export(("/aide/index", 5), ("/AIDE", 2)), pages(f"{HOME}aide"))
    assert views_of(traffic) == {f"{HOME}aide": 7}


def test_case_makes_a_difference_where_two_pages_differ_by_it():
    traffic, _ = join_views(export(("/A", 5), ("/a", 2)), pages(f"{HOME}A", f"{HOME}a"))
    assert views_of(traffic) == {f"{HOME}A": 5, f"{HOME}a": 2}


def test_what_follows_the_visitor_is_dropped_as_the_crawl_does():
    audited = Audited(spelled=lambda url: url.partition("?")[0])
    traffic, _ = join_views(export(("/a?utm_source=x", 5), ("/a", 2)), pages(f"{HOME}a"), audited)
    assert views_of(traffic) == {f"{HOME}a": 7}


def by_folder(urls):
    found = {}
    for url in sorted(urls):
        found.setdefault(url.rpartition("/")[0], []).append(url)
    return {name: tuple(each) for name, each in found.items()}


def test_unseen_pages_are_answered_for_by_the_measured_ones_of_their_template():
    rows = (("/news/1", 10), ("/news/2", 5), ("/news/3", 40), ("/news/4", 20), ("/help/1", 25))
    audited = Audited(templates=by_folder)
    traffic, _ = join_views(export(*rows), pages(f"{HOME}news/1", f"{HOME}news/2"), audited)
    assert [page.modelled_per_year for page in traffic.pages] == [30, 30]
    assert traffic.coverage.measured == pytest.approx(0.15)
    assert traffic.coverage.modelled == pytest.approx(0.6)
    assert traffic.coverage.unmatched == pytest.approx(0.25)
    (family,) = traffic.templates
    assert (family.unseen_pages, family.views_per_year, family.modelled_per_year) == (2, 15, 60)
    assert [(each.address, each.reason) for each in traffic.unmatched] == [
        (f"{HOME}help/1", UnmatchedReason.NOT_MEASURED)
    ]


def test_searches_and_pages_that_failed_are_not_modelled():
    failed = page(load(url=f"{HOME}b", outcome=Outcome.TIMED_OUT))
    rows = (("/a", 1), ("/b", 30), ("/recherche?q=pain", 20))
    traffic, _ = join_views(export(*rows), [*pages(f"{HOME}a"), failed])
    assert [each.reason for each in traffic.unmatched] == [UnmatchedReason.FAILED, UnmatchedReason.SEARCH]


def test_only_the_hosts_of_the_audit_are_its_site():
    audited = Audited(hosts=("www.example.gouv.fr",))
    rows = (("/", 30), ("https://example.gouv.fr/", 5), ("https://autre.example.gouv.fr/", 70))
    traffic, warnings = join_views(export(*rows), pages(HOME), audited)
    assert traffic.views_per_year == 35
    assert "70 page views; autre.example.gouv.fr" in str(warnings[0])


def test_entries_are_a_share_of_the_views():
    found = Export(source="x", period=Period(days=365), rows=(Row(page="/", views=100, entries=25),))
    traffic, _ = join_views(found, pages(HOME))
    assert traffic.entry_share == pytest.approx(0.25)
    assert traffic.pages[0].entries_per_year == 25


def test_a_period_that_is_not_known_is_asked_for():
    with pytest.raises(InputError, match="says nowhere which period") as raised:
        join_views(Export(source="x", rows=(Row(page="/", views=1),)), pages(HOME))
    assert "--traffic-days" in str(raised.value.remedy)


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
    assert traffic.coverage.measured == pytest.approx(joined / total)
