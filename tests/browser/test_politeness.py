"""What an audit does when a site says "not now", or nothing at all."""

import asyncio

import pytest

from delest import pipeline
from delest.crawl.site import breaker, pace
from delest.pipeline import Order
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from tests.browser.small_site import Answer, SmallSite
from tests.browser.small_site import page as page_of
from tests.browser.watcher import Watcher
from tests.page_loads import run_header

pytestmark = pytest.mark.browser


@pytest.fixture
def site():
    with SmallSite() as running:
        yield running


def audited(tmp_path, browser_path, *starts, runs=1, **scope):
    header = run_header(Scope(start_urls=starts, use_sitemap=False, **scope), loads=runs)
    load = LoadOptions(browser_path=browser_path, stay_s=0.1, quiet_s=0.1, limit_s=30.0)
    order = Order(header=header, load=load, run=tmp_path / "run")
    watcher = Watcher()
    return asyncio.run(pipeline.audit(order, watcher, asyncio.Event())), watcher


def test_a_page_that_asks_to_come_back_later_is_loaded_again(site, tmp_path, browser_path):
    def recover():
        site.answers["/busy"] = page_of("/found")

    site.answers["/"] = page_of("/busy", "/other")
    site.answers["/busy"] = Answer(status=429, headers={"Retry-After": "1"}, before=recover)
    site.answers["/other"] = site.answers["/found"] = page_of()
    report, watcher = audited(tmp_path, browser_path, site.url())
    assert {each.url: each.loads[-1].outcome for each in report.pages} == {
        site.url(path): Outcome.OK for path in ("/", "/busy", "/other", "/found")
    }
    assert [path for path in site.asked if path == "/busy"] == ["/busy"] * 2
    assert len(watcher.ended) == 4


def test_a_page_that_never_recovers_is_an_error_after_three_loads(site, tmp_path, browser_path):
    site.answers["/"] = Answer(status=503, headers={"Retry-After": "0"})
    report, _ = audited(tmp_path, browser_path, site.url())
    (only,) = report.pages
    assert (only.loads[-1].outcome, str(only.loads[-1].reason)) == (Outcome.HTTP_ERROR, "http-error: 503")
    assert site.asked.count("/") == 3


def test_a_site_that_asks_for_a_day_is_asked_once(site, tmp_path, browser_path):
    site.answers["/"] = Answer(status=429, headers={"Retry-After": "86400"})
    report, _ = audited(tmp_path, browser_path, site.url())
    assert [str(each.loads[-1].reason) for each in report.pages] == ["http-error: 429"]
    assert site.asked.count("/") == 1


def test_a_site_that_asks_for_a_day_at_a_further_load_is_left_alone_too(site, tmp_path, browser_path):
    def enough():
        site.answers["/"] = Answer(status=429, headers={"Retry-After": "86400"})

    site.answers["/"] = page_of("/other")
    site.answers["/"] = Answer(site.answers["/"].body, before=enough)
    report, _ = audited(tmp_path, browser_path, site.url(), runs=5)
    assert [load.outcome for load in report.pages[0].loads] == [Outcome.OK, Outcome.HTTP_ERROR]
    assert site.asked.count("/") == 2
    assert [each.reason for each in report.end.skipped] == ["host-failing"]


def test_the_pages_of_a_failing_host_are_left_alone_and_no_check_passes(site, tmp_path, browser_path, monkeypatch):
    monkeypatch.setattr(breaker, "RESTS_S", (0.01, 0.01))
    monkeypatch.setattr(pace, "LONGEST_GAP_S", 0.01)
    paths = [f"/{n}" for n in range(breaker.FAILURES + 5)]
    site.answers |= dict.fromkeys(paths, Answer(status=500))
    report, _ = audited(tmp_path, browser_path, *map(site.url, paths), follow_links=False)
    loaded = {each.url for each in report.pages}
    left_alone = {each.url for each in report.end.skipped if each.reason == "host-failing"}
    assert len(loaded) == breaker.FAILURES + 2
    assert left_alone == set(map(site.url, paths)) - loaded
    verdict = pipeline.check(report, Budget(max_page_weight_bytes=1_000_000))
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert left_alone <= {each.page_url for each in verdict.unmeasured}
