"""A baseline has only pages whose weight misses nothing."""

import pytest

from delest.errors import NotMeasuredError
from delest.pipeline.gating.gate import renewed
from delest.records.pages.failed_request import Cause, FailedRequest, Failures
from delest.records.pages.load import Kind
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.org"
LOST = Failures(lost=1, named=(FailedRequest(url="https://cdn.example/a.js", kind=Kind.SCRIPT, cause=Cause.NETWORK),))


def saved(run, **failures):
    with Journal.create(run, run_header(Scope(start_urls=(f"{SITE}/",)))) as journal:
        for name, failed in failures.items():
            url = f"{SITE}/{name}"
            journal.add(page(load(transfer(url, 1_000, Kind.DOCUMENT), url=url, failures=failed)))
    return run


def test_a_page_that_lost_requests_is_named_and_left_out_unless_they_are_allowed(tmp_path):
    run = saved(tmp_path / "run", whole=Failures(), lost=LOST)
    found = renewed(run, None, "live", None)
    assert [each.page for each in found.now.pages] == ["/whole"]
    assert found.unmeasured == (f"{SITE}/lost",)
    allowed = renewed(run, None, "live", None, ("cdn.example",))
    assert [each.page for each in allowed.now.pages] == ["/lost", "/whole"]
    assert allowed.unmeasured == ()


def test_no_baseline_is_made_of_lower_bounds_alone(tmp_path):
    with pytest.raises(NotMeasuredError):
        renewed(saved(tmp_path / "run", lost=LOST), None, "live", None)


def test_a_page_that_lost_requests_costs_no_page_of_another_host_under_the_same_path(tmp_path):
    with Journal.create(tmp_path / "run", run_header(Scope(start_urls=(f"{SITE}/",)))) as journal:
        for url, failed in ((f"{SITE}/news", Failures()), ("https://blog.example.org/news", LOST)):
            journal.add(page(load(transfer(url, 1_000, Kind.DOCUMENT), url=url, failures=failed)))
    found = renewed(tmp_path / "run", None, "live", None)
    assert [each.page for each in found.now.pages] == ["/news"]
    assert found.unmeasured == ("https://blog.example.org/news",)
