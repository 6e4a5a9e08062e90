import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.check.verdict import LOWER_BOUND, NOT_SETTLED, SCROLL_CUT, SCROLL_STUCK, check_pages
from delest.errors import ExitCode, InputError
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Budget, Unmeasured, VerdictOutcome
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.load import CacheState, Kind, Outcome
from delest.records.pages.weight import PageWeight, ResourceWeight, Share, Spread, Weight
from delest.records.runs.audit import SkippedPage
from delest.records.runs.skip_reason import SkipReason
from tests.page_loads import HOME, load, page, unhurried

MB = Budget(max_page_weight_bytes=1_000_000)


def weight(median_bytes, url=HOME, *, requests=10, inexact_transfers=0):
    return PageWeight(
        url=url,
        cold=Weight(
            transferred_bytes=Spread(median=median_bytes, low=median_bytes - 1, high=median_bytes + 1, loads=3),
            requests=Spread(median=requests, low=requests, high=requests, loads=3),
            by_kind=(Share(name="document", transferred_bytes=int(median_bytes), requests=requests),),
            by_party=(Share(name="first", transferred_bytes=int(median_bytes), requests=requests),),
            inexact_transfers=inexact_transfers,
        ),
        heaviest_resources=resources(url),
    )


def resources(url):
    """Five resources that bear the name of a page, heaviest first."""
    return tuple(
        ResourceWeight(url=f"{url}{n}.png", kind=Kind.IMAGE, first_party=True, transferred_bytes=70 - n, pages=1)
        for n in range(5)
    )


def check(pages, weights, budget=MB):
    return check_pages(pages, weights, budget)


@pytest.mark.parametrize(
    ("median_bytes", "expected"),
    [(999_999, VerdictOutcome.WITHIN), (1_000_000, VerdictOutcome.WITHIN), (1_000_000.5, VerdictOutcome.BREACHED)],
)
def test_a_page_that_equals_its_limit_is_within(median_bytes, expected):
    verdict = check([page(load())], [weight(median_bytes)])
    assert verdict.outcome is expected
    assert verdict.pages == 1


def test_a_breach_names_the_page_the_limit_and_its_own_heaviest_resources():
    other = f"{HOME}b"
    pages = [page(load()), page(load(url=other))]
    (breach,) = check(pages, [weight(2_000_000, other), weight(5_000)]).breaches
    assert (breach.page_url, breach.limit) == (other, "max_page_weight_bytes")
    assert (breach.allowed, breach.measured) == (1_000_000, 2_000_000)
    assert breach.heaviest == resources(other)


def test_requests_are_limited_too():
    verdict = check([page(load())], [weight(2_000_000, requests=11)], Budget(max_page_requests=10))
    assert [(b.limit, b.allowed, b.measured) for b in verdict.breaches] == [("max_page_requests", 10, 11)]


def test_a_page_over_both_limits_breaches_twice():
    budget = Budget(max_page_weight_bytes=1, max_page_requests=1)
    assert len(check([page(load())], [weight(2)], budget).breaches) == 2


def test_a_page_without_a_weight_is_never_a_pass():
    failed = page(
        load(outcome=Outcome.HTTP_ERROR, reason=Reason.of(ReasonCode.HTTP_ERROR, 503)),
        load(outcome=Outcome.TIMED_OUT, reason=Reason.of(ReasonCode.NO_RESPONSE, 30)),
    )
    verdict = check([page(load(url=f"{HOME}b")), failed], [weight(5_000, f"{HOME}b")])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert verdict.pages == 1
    (unmeasured,) = verdict.unmeasured
    assert (unmeasured.page_url, unmeasured.outcome) == (HOME, Outcome.TIMED_OUT)
    assert str(unmeasured.reason) == "no-response: 30"


def test_a_breach_outweighs_a_page_that_was_not_measured():
    failed = page(load(outcome=Outcome.FAILED, url=f"{HOME}b"))
    verdict = check([page(load()), failed], [weight(2_000_000)])
    assert verdict.outcome is VerdictOutcome.BREACHED
    assert len(verdict.unmeasured) == 1


def test_a_page_without_a_single_request_was_not_seen():
    verdict = check([page(load())], [weight(0, requests=0)])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert [each.reason.code for each in verdict.unmeasured] == [ReasonCode.NOT_MEASURED]


def test_nothing_measured_is_not_within():
    assert check([], []).outcome is VerdictOutcome.NOT_MEASURED


def test_a_lower_bound_can_breach():
    verdict = check([page(load(exact=False))], [weight(2_000_000, inexact_transfers=3)])
    assert verdict.outcome is VerdictOutcome.BREACHED


def test_a_lower_bound_cannot_be_within():
    verdict = check([page(load(), load(exact=False))], [weight(5_000)])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert [(u.outcome, u.reason) for u in verdict.unmeasured] == [(Outcome.OK, LOWER_BOUND)]


@pytest.mark.parametrize("budget", [MB, Budget(max_page_requests=10)])
def test_a_page_that_never_came_to_rest_cannot_be_within(budget):
    verdict = check([page(load(), load(settled_after_ms=None))], [weight(5_000)], budget)
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert [(u.outcome, u.reason) for u in verdict.unmeasured] == [(Outcome.OK, NOT_SETTLED)]
    assert check([page(load(settled_after_ms=None))], [weight(2_000_000, requests=11)], budget).breaches


@pytest.mark.parametrize(("field", "reason"), [("scroll_cut", SCROLL_CUT), ("scroll_stuck", SCROLL_STUCK)])
def test_a_page_that_was_not_scrolled_to_its_end_cannot_be_within(field, reason):
    verdict = check([page(load(), load(**{field: True}))], [weight(5_000)])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert [(u.outcome, u.reason) for u in verdict.unmeasured] == [(Outcome.OK, reason)]
    assert check([page(load(**{field: True}))], [weight(2_000_000)]).breaches


@pytest.mark.parametrize(
    "loads",
    [
        [load()],  # transfers share a connection's headers, but the load agrees with the ledger
        [load(), load(exact=False, outcome=Outcome.TIMED_OUT)],
        [load(), load(exact=False, cache_state=CacheState.WARM)],
        [load(), load(settled_after_ms=None, outcome=Outcome.TIMED_OUT)],
        [load(), load(settled_after_ms=None, cache_state=CacheState.WARM)],
    ],
)
def test_only_the_counted_loads_must_be_whole(loads):
    assert check([page(*loads)], [weight(5_000, inexact_transfers=3)]).outcome is VerdictOutcome.WITHIN


def test_bytes_that_were_not_counted_may_be_requests_too():
    verdict = check([page(load(exact=False))], [weight(5_000)], Budget(max_page_requests=10))
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED


def test_a_budget_without_a_limit_is_refused():
    with pytest.raises(InputError) as raised:
        check([page(load())], [weight(5_000)], Budget())
    assert raised.value.exit_code is ExitCode.USAGE
    assert "--max-page-weight" in str(raised.value.remedy)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans(), st.booleans()), max_size=5), st.integers(0, 100))
def test_within_means_every_page_was_measured_exactly_and_is_not_over(drawn, limit_bytes):
    pages, weights = [], []
    for n, (size_bytes, measured, exact) in enumerate(drawn):
        url = f"{HOME}{n}"
        pages.append(page(load(url=url, exact=exact, outcome=Outcome.OK if measured else Outcome.FAILED)))
        if measured:
            weights.append(weight(size_bytes, url))
    outcome = check(pages, weights, Budget(max_page_weight_bytes=limit_bytes)).outcome
    over = any(measured and size_bytes > limit_bytes for size_bytes, measured, _ in drawn)
    known = bool(drawn) and all(measured and exact for _, measured, exact in drawn)
    assert (outcome is VerdictOutcome.BREACHED) is over
    assert (outcome is VerdictOutcome.WITHIN) is (known and not over)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (SkipReason.ROBOTS, Outcome.BLOCKED),
        (SkipReason.ROBOTS_UNREAD, Outcome.FAILED),
        (SkipReason.TIME_LIMIT, Outcome.TIMED_OUT),
        (SkipReason.HOST_FAILING, Outcome.FAILED),
    ],
)
def test_a_page_that_was_asked_for_and_never_loaded_is_no_pass(reason, outcome):
    refused = SkippedPage(url=HOME + "private", reason=reason)
    verdict = check_pages([page(load())], [weight(10)], MB, [refused])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert verdict.pages == 1
    assert verdict.unmeasured == (Unmeasured(page_url=HOME + "private", outcome=outcome, reason=reason.reason),)


def answered(*answers):
    """A page each, whose banner met this end."""
    reasons = {"stayed": ReasonCode.BANNER_STAYED, "none": ReasonCode.NO_BANNER}
    for n, (choice, end) in enumerate(answers):
        reason = Reason(code=reasons[end]) if end in reasons else None
        yield page(load(url=f"{HOME}{n}", consent=Answered(choice=choice, reason=reason)))


@pytest.mark.parametrize(
    ("answers", "unmeasured"),
    [
        ([(Choice.ACCEPT, "made"), (Choice.ACCEPT, "none")], []),
        ([(Choice.ACCEPT, "made"), (Choice.ACCEPT, "stayed")], [1]),
        ([(Choice.REFUSE, "stayed"), (Choice.REFUSE, "none")], [0]),
        ([(Choice.ACCEPT, "none"), (Choice.ACCEPT, "none")], [0, 1]),  # a banner of a kind that is not known
        ([(Choice.REFUSE, "none"), (Choice.REFUSE, "none")], []),  # nothing to refuse
    ],
)
def test_a_page_behind_a_banner_that_was_to_be_answered_is_not_measured(answers, unmeasured):
    pages = list(answered(*answers))
    verdict = check(pages, [weight(1, each.url) for each in pages])
    assert [each.page_url for each in verdict.unmeasured] == [f"{HOME}{n}" for n in unmeasured]
    assert (verdict.outcome is VerdictOutcome.WITHIN) is (not unmeasured)


def test_a_banner_that_was_answered_on_one_load_and_not_on_the_next_is_no_pass():
    made = Answered(choice=Choice.REFUSE, banner="Klaro")
    stayed = replace(made, reason=Reason(code=ReasonCode.BANNER_STAYED))
    verdict = check([page(load(consent=made), load(consent=stayed))], [weight(1)])
    assert verdict.outcome is VerdictOutcome.NOT_MEASURED
    assert [each.reason.code for each in verdict.unmeasured] == [ReasonCode.BANNER_STAYED]
