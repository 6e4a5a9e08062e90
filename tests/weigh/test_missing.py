from delest.records.pages.failed_request import Cause, FailedRequest, Failures
from delest.records.pages.load import CacheState, Kind, Outcome
from delest.weigh.missing import missing
from tests.page_loads import load

CDN = "https://cdn.example/a.js"


def lost(url, requests=1, of=1):
    named = FailedRequest(url=url, kind=Kind.SCRIPT, cause=Cause.NETWORK, requests=requests)
    return load(failures=Failures(lost=of, named=(named,)))


def test_nothing_is_missing_where_nothing_was_lost():
    assert missing([load(), load()]) == frozenset()


def test_lost_requests_of_all_cold_loads_are_named():
    assert missing([load(), lost(CDN)]) == {CDN}


def test_more_than_is_named_and_bytes_that_were_not_counted_have_no_name():
    assert missing([lost(CDN, requests=3, of=3)]) == {CDN}
    assert missing([lost(CDN, of=60)]) == {CDN, ""}
    assert missing([load(exact=False)]) == {""}


def test_other_loads_do_not_matter():
    failed = load(outcome=Outcome.FAILED, exact=False)
    warm = load(cache_state=CacheState.WARM, exact=False)
    assert missing([load(), failed, warm]) == frozenset()
