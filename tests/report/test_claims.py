from msgspec.structs import replace

from delest.records.co2e.avoided import Conditions, Role, ViewShares
from delest.records.co2e.traffic import Coverage, PageViews, Period
from delest.records.runs.audit import SkippedPage
from delest.records.runs.skip_reason import SkipReason
from delest.report.figures import plain, written
from delest.report.pages.audit.answer import opening
from delest.report.pages.co2e.basis import ALL_COLD, SHARES_UNUSED, SPREAD_EVENLY, basis
from delest.report.pages.co2e.claims import claims, partial_run, reading_bounds
from delest.report.pages.co2e.short import brief_basis
from delest.report.said import of_kg
from tests.page_loads import with_header
from tests.rendered import facts, said


def test_the_answer_comes_first(small):
    weight, compared, today, target = said(opening(small))
    assert weight == (
        "A page view of www.example.org transfers 1.3 MB on average: 4 pages measured, from 615 kB to 2.5 MB."
    )
    assert compared == "That is 65% of the median inner page of the web, 2.0 MB (HTTP Archive, 2025)."
    assert today.startswith("At 2,000,000 page views a year")
    assert target.startswith("From 1.3 MB to 500 kB per page view, the estimated reduction attributed to data transfer")


def test_one_page_is_not_a_mean(small):
    assert said(opening(replace(small, site=replace(small.site, pages=1))))[0] == (
        "A page view of www.example.org transfers 1.3 MB: 1 page measured."
    )


def test_the_mean_that_is_named_is_the_one_that_the_kg_count(small):
    weight = said(opening(replace(small, attributed=replace(small.attributed, gb_per_year=4000.0))))[0]
    assert "transfers 2.0 MB on average" in weight


def test_a_telephone_is_compared_with_telephones(small):
    mobile = replace(small, header=with_header(small.header, device=replace(small.header.loading.device, mobile=True)))
    assert "72% of the median inner page of the web, 1.8 MB" in said(opening(mobile))[1]


def test_a_site_that_was_not_measured_has_no_weight(small):
    empty = replace(small, site=None, weights=(), attributed=None, avoided=None)
    assert said(opening(empty)) == ("No page of www.example.org could be measured.",)
    assert basis(empty) == brief_basis(empty) == ()


def test_without_traffic_the_kg_are_per_million_page_views(small):
    today, target = claims(replace(small, traffic=None))
    assert today.per == target.per == "per million page views"
    assert "--views-per-year N" in " ".join(said(basis(replace(small, traffic=None))[0].said))


def test_within_the_noise_nothing_is_claimed(small):
    claim = claims(replace(small, avoided=replace(small.avoided, below_noise=True)))[1]
    assert claim.converted is None
    assert plain(claim.sentence).endswith("no reduction may be claimed.")
    assert "kg" not in plain(claim.sentence)


def test_a_target_above_every_page_avoids_nothing(small):
    nothing = replace(small.avoided, converted=replace(small.avoided.converted, gb_per_year=0.0))
    claim = claims(replace(small, avoided=nothing))[1]
    assert claim.converted is None
    assert claim.sentence == "No page weighs more than the target: there is nothing to avoid."


def test_readings_have_two_significant_digits(small):
    texts = {reading.role: written(of_kg(reading.kgco2e_per_year.central)) for reading in small.attributed.readings}
    assert texts == {Role.LOW: "210 g", Role.CENTRAL: "45 kg", Role.HIGH: "160 kg", Role.PUBLISHED: "450 kg"}
    bounds = {reading.role: reading_bounds(reading) for reading in small.attributed.readings}
    assert plain(bounds[Role.CENTRAL]) == "25 kg to 65 kg"
    assert bounds[Role.PUBLISHED] is None


def test_what_is_known_of_the_traffic_is_said(small):
    coverage = Coverage(measured=0.876, unmatched=0.124)
    traffic = replace(small.traffic, period=Period(days=30), coverage=coverage, robots_excluded=None)
    parts = said(basis(replace(small, traffic=traffic))[0].said)
    assert parts == (
        "2,000,000 a year",
        "source: a figure given",
        "period: 30 days, scaled to a year",
        "robots: not known",
        "on measured pages: 88%",
        "on pages neither measured nor modelled, in no figure: 12%",
        "each counted as a load with an empty cache: an upper bound",
        "spread evenly over the measured pages, an assumption",
    )


def test_views_known_by_page_are_not_said_to_be_spread(small):
    by_page = replace(small.traffic, pages=(PageViews(url="https://www.example.org/", views_per_year=2e6),))
    assert said(basis(replace(small, traffic=by_page))[0].said)[-1] == ALL_COLD
    assert said(basis(replace(small, traffic=None))[0].said)[-2:] == (ALL_COLD, SPREAD_EVENLY)


def test_a_run_that_its_time_limit_ended_says_so(small):
    skipped = (SkippedPage(url="https://www.example.org/x", reason=SkipReason.TIME_LIMIT),)
    end = replace(small.end, complete=False)
    assert "interrupted" in partial_run(replace(small, end=end))
    assert "time limit" in partial_run(replace(small, end=replace(end, skipped=skipped)))


def test_shares_of_the_views_are_said_and_where_they_could_not_be_used(three_states, small):
    shares = ViewShares(cold=0.2, in_visit=0.5, warm=0.3)
    asked = [
        replace(r, header=with_header(r.header, conditions=Conditions(shares=shares))) for r in (three_states, small)
    ]
    given, unused = (said(basis(report)[0].said)[4:] for report in asked)
    assert given == (
        "as given, 20% with an empty cache, 50% in-visit, 30% warm",
        "on pages not measured in all three states (3), each counted as cold: an upper bound",
        SPREAD_EVENLY,
    )
    assert unused == (SHARES_UNUSED, SPREAD_EVENLY)


def test_an_unknown_noise_is_said(small):
    once = replace(small, avoided=replace(small.avoided, below_noise=None))
    noise = ("the noise of the weights is not known: one load per page; see --loads",)
    assert facts(basis(once))["noise"] == noise
    assert "noise" not in facts(basis(small))
    assert claims(once)[1].converted is not None


def test_evidence_of_green_hosting_is_named(small):
    green = replace(small.attributed, green_hosting="certificate 42")
    assert facts(basis(replace(small, attributed=green)))["green hosting"] == ("certificate 42",)
