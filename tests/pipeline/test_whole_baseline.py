"""A baseline has only pages whose weight misses nothing."""

from datetime import UTC, datetime

import pytest

from delest.errors import InputError, NotMeasuredError
from delest.pipeline.gating.baselines import Against, baseline_at, renewed
from delest.pipeline.gating.gate import first_budget
from delest.pipeline.gating.run import check_run
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.failed_request import Cause, FailedRequest, Failures
from delest.records.pages.load import Kind, Outcome
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.report import kinds
from delest.store.journal import Journal
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.org"
ENDED = RunEnd(ended_at=datetime.now(UTC), complete=True, known_pages=2)
LOST = Failures(lost=1, named=(FailedRequest(url="https://cdn.example/a.js", kind=Kind.SCRIPT, cause=Cause.NETWORK),))


def saved(run, **failures):
    with Journal.create(run, run_header(Scope(start_urls=(f"{SITE}/",)))) as journal:
        for name, failed in failures.items():
            url = f"{SITE}/{name}"
            journal.add(page(load(transfer(url, 1_000, Kind.DOCUMENT), url=url, failures=failed)))
        journal.end(ENDED)
    return run


def test_a_page_that_lost_requests_is_named_and_left_out_unless_they_are_allowed(tmp_path):
    run = saved(tmp_path / "run", whole=Failures(), lost=LOST)
    found = renewed(run, None, "live", None)
    assert [each.page for each in found.now.pages] == ["/whole"]
    assert [each.page_url for each in found.unmeasured] == [f"{SITE}/lost"]
    assert found.now.incomplete == ("/lost",)
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
        journal.end(ENDED)
    found = renewed(tmp_path / "run", None, "live", None)
    assert [each.page for each in found.now.pages] == ["/news"]
    assert [each.page_url for each in found.unmeasured] == ["https://blog.example.org/news"]


INCOMPLETE = {
    "not settled": {"settled_after_ms": None},
    "not exact": {"exact": False},
    "not scrolled to its end": {"scroll_cut": True},
    "in vain": {"outcome": Outcome.TIMED_OUT},
}


@pytest.mark.parametrize("fields", INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_page_that_was_not_measured_completely_is_never_compared(tmp_path, fields):
    with Journal.create(tmp_path / "before", run_header(Scope(start_urls=(f"{SITE}/",)))) as journal:
        for name, more in (("whole", {}), ("cut", fields)):
            url = f"{SITE}/{name}"
            journal.add(page(load(transfer(url, 1_000, Kind.DOCUMENT), url=url, **more)))
        journal.end(ENDED)
    found = renewed(tmp_path / "before", None, "live", None)
    assert ([each.page for each in found.now.pages], found.now.incomplete) == (["/whole"], ("/cut",))
    now = saved(tmp_path / "now", whole=Failures(), cut=Failures())
    for baseline in (found.now, baseline_at(tmp_path / "before", "live")):
        verdict = check_run(now, Budget(), Against(baseline)).verdict
        assert verdict.outcome is VerdictOutcome.NOT_MEASURED
        assert verdict.baseline.incomplete_pages == ("/cut",)
        assert verdict.baseline.new_pages == ()


def test_an_audit_that_was_cut_off_neither_passes_nor_is_a_baseline(tmp_path):
    run = tmp_path / "run"
    with Journal.create(run, run_header(Scope(start_urls=(f"{SITE}/",)))) as journal:
        journal.add(page(load(transfer(f"{SITE}/", 1_000, Kind.DOCUMENT), url=f"{SITE}/")))
    budget = Budget(max_page_weight_bytes=5_000)
    assert (found := check_run(run, budget, None).verdict).outcome is VerdictOutcome.NOT_MEASURED
    assert "cut off" in "".join(kinds.check(found).pieces("text"))
    assert 'errors="1"' in "".join(kinds.check(found).pieces("junit"))
    with pytest.raises(InputError, match="cannot be a baseline"):
        baseline_at(run, "live")
    with Journal.open(run) as journal:
        journal.end(ENDED)
    assert check_run(run, budget, None).verdict.outcome is VerdictOutcome.WITHIN


def test_no_budget_is_made_of_lower_bounds(tmp_path):
    made = first_budget(saved(tmp_path / "run", whole=Failures(), lost=LOST), 0.1)
    assert [each.page_url for each in made.unmeasured] == [f"{SITE}/lost"]
    assert "1 measured page" in made.toml
    with pytest.raises(NotMeasuredError):
        first_budget(saved(tmp_path / "other", lost=LOST), 0.1)
