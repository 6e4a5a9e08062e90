import pytest

from delest.check.verdict import REQUESTS_LOST, check_pages
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.gate.limit import BudgetSet, Limit, Measure, PageBudget
from delest.records.pages.failed_request import Cause, FailedRequest, Failures
from delest.records.pages.load import CacheState, Kind
from delest.weigh.page import page_weight
from tests.page_loads import load, page, transfer


def losing(*urls, lost=None):
    named = tuple(FailedRequest(url=url, kind=Kind.SCRIPT, cause=Cause.NETWORK) for url in urls)
    return page(load(transfer(), failures=Failures(lost=len(urls) if lost is None else lost, named=named)))


def verdict(record, *patterns):
    budget = Budget(max_page_weight_bytes=1_000_000_000, allow_failed=patterns)
    return check_pages([record], [page_weight(record.loads)], budget)


def test_a_page_that_lost_a_request_does_not_pass():
    found = verdict(losing("https://cdn.example/a.js"))
    assert found.outcome is VerdictOutcome.NOT_MEASURED
    assert found.unmeasured[0].reason == REQUESTS_LOST
    assert [each.url for each in found.unmeasured[0].failed] == ["https://cdn.example/a.js"]


@pytest.mark.parametrize("pattern", ["cdn.example", "CDN.example", "*.example", "https://cdn.example/*", "*/a.js"])
def test_a_pattern_lets_what_it_names_pass_and_is_counted(pattern):
    found = verdict(losing("https://cdn.example/a.js"), pattern)
    assert found.outcome is VerdictOutcome.WITHIN
    assert [(each.pattern, each.requests) for each in found.allowed] == [(pattern, 1)]


@pytest.mark.parametrize("pattern", ["example", "other.example", "https://cdn.example/b*", "[a-z]*"])
def test_a_pattern_lets_nothing_else_pass(pattern):
    assert verdict(losing("https://cdn.example/a.js"), pattern).outcome is VerdictOutcome.NOT_MEASURED


def test_one_allowed_failure_does_not_excuse_another():
    found = verdict(losing("https://cdn.example/a.js", "https://site.example/b.js"), "cdn.example")
    assert [each.url for each in found.unmeasured[0].failed] == ["https://site.example/b.js"]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [(CacheState.COLD, VerdictOutcome.WITHIN), (CacheState.WARM, VerdictOutcome.NOT_MEASURED)],
)
def test_a_load_that_a_limit_is_on_must_be_whole_whatever_the_state_of_the_cache(state, outcome):
    lost = Failures(lost=1, named=(FailedRequest(url="https://a.example/b", kind=Kind.SCRIPT, cause=Cause.CUT),))
    for more in ({"failures": lost}, {"settled_after_ms": None}):
        record = page(load(transfer()), load(cache_state=CacheState.WARM, **more))
        limit = Limit(measure=Measure.WEIGHT, most=1e9, key="w", state=state)
        sets = (BudgetSet(dialect="delest", entries=(PageBudget(place="", limits=(limit,)),)),)
        assert check_pages([record], [page_weight(record.loads)], Budget(sets=sets)).outcome is outcome


def test_more_lost_requests_than_are_named_are_not_allowed():
    assert verdict(losing("https://cdn.example/a.js", lost=2), "cdn.example").outcome is VerdictOutcome.NOT_MEASURED
