"""What an audit says before any page is loaded, and what a run on disk becomes; whole audits are in tests/browser."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from delest import pipeline
from delest.errors import InputError, NoBrowserError
from delest.pipeline import Order
from delest.reason import Reason, ReasonCode
from delest.records.co2e.avoided import Conditions
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.load import Outcome
from delest.records.runs.audit import RunEnd, SkippedPage
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access, SampleOrder, Scope
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.traffic.given import traffic_of
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked
from tests.browser.watcher import Watcher
from tests.page_loads import load, page, run_header, transfer, with_header

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEADER = run_header(Scope(start_urls=("http://127.0.0.1:9/",)), started_at=NOON)
SMALL = page(load(transfer(url="https://example.org/s", size=100), url="https://example.org/small"))
LARGE = page(load(transfer(url="https://example.org/l", size=900), url="https://example.org/large"))
GONE = page(
    load(url="https://example.org/gone", outcome=Outcome.HTTP_ERROR, reason=Reason.of(ReasonCode.HTTP_ERROR, 404))
)


def audit(run, header=HEADER, **options):
    order = Order(header=header, load=LoadOptions(**options), run=run)
    return asyncio.run(pipeline.audit(order, Watcher(), asyncio.Event()))


def reported(run, *pages, end=None, **header):
    with Journal.create(run, with_header(HEADER, **header)) as journal:
        for each in pages:
            journal.add(each)
        if end is not None:
            journal.end(end)
        return pipeline.report(journal)


@pytest.mark.parametrize(
    "asked",
    [
        {"views_per_year": float("nan")},
        {"views_per_year": float("inf")},
        {"conditions": Conditions(country="XYZ")},
        {"conditions": Conditions(models=("no-such-model",))},
        {"conditions": Conditions(mobile_share=float("nan"))},
    ],
)
def test_what_cannot_be_priced_is_told_before_anything_is_written(tmp_path, asked):
    with pytest.raises(InputError):
        audit(tmp_path / "run", with_header(HEADER, **asked))
    assert not (tmp_path / "run").exists()


def test_a_run_directory_in_use_is_told_before_a_browser_is_looked_for(tmp_path):
    reported(tmp_path, SMALL)
    with pytest.raises(InputError, match="already contains an audit"):
        audit(tmp_path, browser_path="/nowhere")


def test_a_browser_that_is_not_there_is_its_own_error(tmp_path):
    with pytest.raises(NoBrowserError, match="/nowhere"):
        audit(tmp_path, browser_path="/nowhere")


def test_a_browser_that_does_not_start_is_its_own_error(tmp_path):
    (tmp_path / "no-browser").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "no-browser").chmod(0o755)
    with pytest.raises(NoBrowserError, match="does not start"):
        audit(tmp_path / "run", browser_path=str(tmp_path / "no-browser"))


def test_an_authority_that_cannot_be_read_is_its_own_error(tmp_path):
    with pytest.raises(InputError, match="no certificate authority"):
        audit(tmp_path / "run", access=Access(ca_file=str(Path(__file__))))


def test_a_finished_run_is_reported_as_it_ended(tmp_path):
    end = RunEnd(ended_at=NOON, complete=True, known_pages=3)
    audited = reported(tmp_path, SMALL, GONE, LARGE, end=end)
    assert audited.end == end
    assert [each.url for each in audited.weights] == [LARGE.url, SMALL.url]
    assert audited.site.pages == 2
    assert audited.site.median_bytes == 500
    assert audited.browser.product.startswith("Chromium")
    assert audited.avoided is None


def test_a_run_that_was_cut_off_is_reported_as_incomplete(tmp_path):
    audited = reported(tmp_path, SMALL, views_per_year=1000.0, target="-50%")
    assert not audited.end.complete
    assert audited.end.known_pages == 1
    assert audited.traffic.views_per_year == 1000
    assert audited.avoided.baseline_bytes_per_view == 100
    assert audited.avoided.scenario_bytes_per_view == 50


def test_a_run_that_was_cut_off_ended_when_it_last_wrote(tmp_path):
    reported(tmp_path, SMALL)
    last = NOON.timestamp() + 90
    os.utime(tmp_path / FILE_NAME, (last, last))
    with Journal.open(tmp_path) as journal:
        assert (pipeline.report(journal).end.ended_at - NOON).total_seconds() == 90


def views(tmp_path, text, *pages):
    (tmp_path / "views.csv").write_text(text)
    return traffic_of(read_traffic([str(tmp_path / "views.csv")], Asked(days=73)), pages)


def test_views_by_page_weigh_each_page_as_often_as_it_is_seen(tmp_path):
    text = "url,views\nhttps://example.org/small,300\n/large,100\nhttps://other.net/,5\n/large,?\n"
    traffic, warnings = views(tmp_path, text, SMALL, LARGE)
    end = RunEnd(ended_at=NOON, complete=True, known_pages=2, traffic=traffic, warnings=warnings)
    audited = reported(tmp_path / "run", SMALL, LARGE, end=end, target="100 B")
    assert audited.traffic.views_per_year == audited.attributed.views_per_year == 2000
    assert audited.avoided.baseline_bytes_per_view == (300 * 100 + 100 * 900) / 400
    assert list(map(str, audited.end.warnings)) == [
        (
            "views.csv: 1 line could not be read and was left out (line 5): '/large, ?' is not an address with a count"
            " of 0 or more"
        ),
        "table views.csv: 1 line is of another site and was left out (5 page views; other.net)",
        "73 days were scaled to a year (× 5): seasons and events of the other months are not in them",
    ]


def test_a_run_without_a_page_is_reported_as_empty(tmp_path):
    audited = reported(tmp_path, target="-50%")
    assert (audited.pages, audited.weights, audited.site, audited.browser) == ((), (), None, None)
    assert (audited.attributed, audited.avoided) == (None, None)


def test_a_run_of_pages_that_failed_has_no_weight(tmp_path):
    audited = reported(tmp_path, GONE, target="-50%")
    assert (audited.weights, audited.site, audited.attributed, audited.avoided) == ((), None, None, None)


def test_a_check_names_the_page_that_is_too_heavy(tmp_path):
    verdict = pipeline.check(reported(tmp_path, SMALL, LARGE), Budget(max_page_weight_bytes=500))
    assert verdict.outcome is VerdictOutcome.BREACHED
    assert [each.page_url for each in verdict.breaches] == [LARGE.url]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("host-failing", VerdictOutcome.NOT_MEASURED),
        ("robots-unread", VerdictOutcome.NOT_MEASURED),
        ("robots", VerdictOutcome.WITHIN),
        ("limit", VerdictOutcome.WITHIN),
        ("time-limit", VerdictOutcome.NOT_MEASURED),
        ("not-drawn", VerdictOutcome.WITHIN),
        ("same-content", VerdictOutcome.WITHIN),
        ("not-kept", VerdictOutcome.WITHIN),
    ],
)
def test_a_check_does_not_pass_where_a_host_kept_pages_from_being_loaded(tmp_path, reason, outcome):
    skipped = (SkippedPage(url="https://docs.example.org/", reason=reason),)
    end = RunEnd(ended_at=NOON, complete=True, known_pages=2, skipped=skipped)
    audited = reported(tmp_path, SMALL, end=end)
    assert pipeline.check(audited, Budget(max_page_weight_bytes=500)).outcome is outcome


@pytest.mark.parametrize(
    ("scope", "outcome"),
    [
        ({"max_pages_by_default": True}, VerdictOutcome.NOT_MEASURED),
        ({"max_pages_by_default": True, "follow_links": False}, VerdictOutcome.WITHIN),
        ({"max_pages_by_default": True, "sample": SampleOrder(seed=1, precision=0.1)}, VerdictOutcome.WITHIN),
        ({}, VerdictOutcome.WITHIN),
    ],
)
def test_a_check_passes_on_a_part_of_the_site_only_where_somebody_chose_that(tmp_path, scope, outcome):
    end = RunEnd(ended_at=NOON, complete=True, known_pages=128, skipped_pages={"limit": 125, "same-page": 2})
    audited = reported(tmp_path, SMALL, end=end, scope=replace(HEADER.scope, **scope))
    verdict = pipeline.check(audited, Budget(max_page_weight_bytes=500))
    assert verdict.outcome is outcome
    assert verdict.unchecked_pages == {"limit": 125}
