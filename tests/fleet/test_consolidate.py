from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from delest.convert.web.range import convert
from delest.factors.load import released
from delest.fleet.consolidate import consolidate
from delest.reason import Reason, ReasonCode
from delest.records.fleet.campaign import Campaign, CampaignHeader, Entry, State
from delest.records.fleet.report import Break
from delest.records.fleet.result import Conditions, PageResult, RuleResult, ServiceResult
from delest.records.fleet.service import Service
from delest.units import GB_BYTES, exactly

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def priced(gb):
    return convert(gb, released())


def result(weights, *, views=None, loads=1, spread=0.0, browser="Chrome 156", avoidable=1000.0):
    pages = tuple(
        PageResult(url=f"https://x.example/{n}", bytes=w, spread_bytes=spread, loads=loads, requests=3)
        for n, w in enumerate(weights)
    )
    mean = sum(weights) / len(weights)
    rules = (RuleResult(rule="text-compression", title="t", pages=1, avoidable_bytes=exactly(avoidable), avoids=True),)
    return ServiceResult(
        run_id="r", delest_version="0.1.0", started_at=NOW, ended_at=NOW,
        conditions=Conditions(device="desktop", browser=browser, consent="as-is", stay_s=10, real_time=False),
        pages_known=len(pages), pages_loaded=len(pages), pages=pages, mean_bytes=mean, view_bytes=mean,
        mean_requests=3, third_party_share=0.5, views_per_year=views,
        bytes_per_year=None if views is None else views * mean,
        kgco2e_per_year=None if views is None else priced(views * mean / GB_BYTES).kgco2e_per_year,
        avoidable_bytes=avoidable, rules=rules, own_bytes=5000.0,
    )  # fmt: skip


def entry(ident, found=None, *, state=None, reason=None, **facts):
    state = state or (State.DONE if found else State.FAILED)
    service = Service(id=ident, url=f"https://{ident}.example/", ministry="M", **facts)
    return Entry(service=service, state=state, reason=reason, result=found)


def campaign(*entries, name="2026-T4", days=0):
    header = CampaignHeader(
        name=name, created_at=NOW - timedelta(days=days), source="s.csv", delest_version="0.1.0", factor_sets=()
    )
    return Campaign(header=header, entries=entries)


@pytest.fixture
def report():
    dead = Reason(code=ReasonCode.NAME_NOT_FOUND)
    return consolidate(
        campaign(
            entry("light", result([100_000.0], views=1e6, avoidable=10), budget_bytes=150_000),
            entry("heavy", result([300_000.0, 500_000.0], views=2e6), budget_bytes=400_000),
            entry("unseen", result([200_000.0])),
            entry("dead", reason=dead),
            entry("gone", reason=dead),
            entry("asleep", state=State.EXCLUDED),
        ),
        (),
        priced,
        anonymous=False,
    )


def test_what_was_not_measured_is_in_no_figure(report):
    assert (report.known, len(report.entries)) == (5, 5)
    assert report.spread.median == 200_000
    assert (report.with_budget, report.within_budget) == (2, 1)
    (why,) = report.unmeasured
    assert (why.reason, [each.service.id for each in why.entries]) == (ReasonCode.NAME_NOT_FOUND, ["dead", "gone"])
    (group,) = report.groups
    assert (group.known, group.measured) == (5, 3)


def test_totals_are_those_of_known_traffic(report):
    total = 1e6 * 100_000 + 2e6 * 400_000
    assert (report.with_views, report.bytes_per_year) == (2, total)
    parts = [each.result.kgco2e_per_year for each in report.entries if each.result and each.result.kgco2e_per_year]
    assert report.converted.kgco2e_per_year.central == pytest.approx(sum(each.central for each in parts))
    (action,) = report.actions
    assert (action.services, action.services_with_views) == (3, 2)
    assert action.bytes_per_year.central == pytest.approx(1e6 * 10 + 2e6 * 1000)
    assert report.own_bytes == 15_000


def test_where_help_is_worth_most_comes_first(report):
    assert [each.service.id for each in report.entries] == ["heavy", "light", "unseen", "dead", "gone"]


def trend_of(before, now):
    earlier = campaign(*before, name="2026-T3", days=90)
    (found,) = consolidate(campaign(*now), (earlier,), priced, anonymous=False).trends
    return found


def test_only_what_both_editions_measured_is_compared():
    found = trend_of(
        [entry("a", result([100.0, 900.0])), entry("old", result([9e9]))],
        [entry("a", result([80.0], views=10.0)), entry("new", result([9e9]))],
    )
    assert (found.services, found.pages, found.before_bytes, found.after_bytes) == (1, 1, 100, 80)
    assert found.bytes_per_year == pytest.approx(200)
    assert (found.only_before, found.only_after) == (("old",), ("new",))
    assert found.noise_bytes is None
    assert found.converted is None


def test_a_reduction_is_claimed_beyond_the_spread_alone():
    before, now = result([1e6], loads=3, spread=100.0), result([9e5], loads=3, spread=200.0, views=1e6)
    assert trend_of([entry("a", before)], [entry("a", now)]).converted.kgco2e_per_year.central > 0
    wide = replace(now, pages=(replace(now.pages[0], spread_bytes=2e5),))
    assert trend_of([entry("a", before)], [entry("a", wide)]).converted is None
    other = replace(now, conditions=replace(now.conditions, browser="Chrome 157"))
    found = trend_of([entry("a", before)], [entry("a", other)])
    assert (found.converted, found.breaks) == (None, (Break.BROWSER,))


def test_more_page_views_are_an_effect_apart():
    found = trend_of(
        [entry("a", result([100.0], views=1000.0)), entry("b", result([100.0]))],
        [entry("a", result([80.0], views=1500.0)), entry("b", result([80.0], views=10.0))],
    )
    assert found.bytes_per_year == pytest.approx(1510 * 20)
    assert (found.traffic_bytes_per_year, found.traffic_services) == (pytest.approx(500 * 80), 1)


def test_pages_of_which_one_edition_alone_lost_requests_are_no_trend():
    whole, lost = result([100_000.0, 50_000.0]), result([20_000.0, 50_000.0])
    lost = replace(lost, pages=(replace(lost.pages[0], lost=("https://cdn.example/a.js",)), lost.pages[1]))
    found = trend_of([entry("a", whole)], [entry("a", lost)])
    assert (found.pages, found.before_bytes, found.after_bytes) == (1, 50_000, 50_000)
    assert trend_of([entry("a", lost)], [entry("a", lost)]).pages == 2


def test_an_edition_without_a_page_in_common_is_no_trend():
    earlier = campaign(entry("b", result([1.0])), name="2026-T3")
    assert consolidate(campaign(entry("a", result([1.0]))), (earlier,), priced, anonymous=False).trends == ()
