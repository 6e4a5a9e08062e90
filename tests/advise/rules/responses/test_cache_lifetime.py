import pytest
from msgspec.structs import replace

from delest.advise.rules.responses.cache_lifetime import LONG_S, examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import AnswerFields, Observed
from tests.page_loads import HOME, answer, capture


def page_with(fields, lifetime_s=None, kind=Kind.SCRIPT, body=b"x" * 5000):
    seen = Observed(answers=() if fields is None else (AnswerFields(url=HOME, fields=fields),))
    return replace(capture(answer(body, HOME, kind=kind, cache_lifetime_s=lifetime_s)), observed=seen)


@pytest.mark.parametrize(
    ("fields", "lifetime_s", "said"),
    [
        ({"cache-control": "no-store", "etag": "x"}, 0, "Cache-Control: no-store"),
        ({}, None, "Cache-Control: -"),
        ({"cache-control": "max-age=60"}, 60, "Cache-Control: max-age=60"),
    ],
)
def test_what_is_sent_whole_again(shop, fields, lifetime_s, said):
    found = examine(page_with(fields, lifetime_s), shop)
    assert found.effect is Effect.LATER_PAGES
    assert (found.avoidable_bytes.high, found.other_bytes.low) == (0, 5200)
    assert found.offenders[0].remedy == said


@pytest.mark.parametrize(
    "page",
    [
        page_with({"etag": "x"}, 60),
        page_with({"last-modified": "x"}),
        page_with({"cache-control": "max-age=604800"}, LONG_S),
        page_with({}, kind=Kind.DOCUMENT),
        page_with({}, body=b"x" * 700),
        page_with(None),
    ],
    ids=["etag", "last-modified", "a week", "the page itself", "small", "fields not known"],
)
def test_what_is_kept_or_only_asked_about(shop, page):
    assert examine(page, shop) is None
