import pytest
from msgspec.structs import replace

from delest.advise.rules.responses.cache_revalidation import examine, has_hash
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import AnswerFields, Observed
from tests.page_loads import HOME, answer, capture

HASHED = f"{HOME}app.3f9c2b1ad8e0.js"
SHORT = {"cache-control": "no-cache", "etag": "x"}


def page(fields, url=HASHED, lifetime_s=0.0):
    loaded = capture(answer(b"x" * 5000, url, kind=Kind.SCRIPT, cache_lifetime_s=lifetime_s, encoded_body_bytes=5000))
    return replace(loaded, observed=Observed(answers=(AnswerFields(url=url, fields=fields),)))


def test_a_file_with_a_hash_that_is_asked_for_again_costs_the_headers_of_the_answer(shop):
    found = examine(page(SHORT), shop)
    assert found.effect is Effect.LATER_PAGES
    assert (found.avoidable_bytes.high, found.other_bytes.low, found.other_bytes.high) == (0, 200, 200)
    assert found.offenders[0].remedy == "Cache-Control: no-cache"


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ({"cache-control": "max-age=60, immutable", "etag": "x"}, {}),
        (SHORT, {"lifetime_s": 31_536_000.0}),
        ({"cache-control": "no-store", "etag": "x"}, {}),
        ({"cache-control": "max-age=60"}, {"lifetime_s": 60.0}),
        (SHORT, {"url": f"{HOME}application.js"}),
    ],
)
def test_what_is_kept_long_sent_whole_or_has_no_hash_is_left_alone(shop, fields, more):
    assert examine(page(fields, **more), shop) is None


@pytest.mark.parametrize(
    ("name", "hashed"),
    [
        ("main.8c1f2a9b.css", True), ("index-B7xQz19k.js", True), ("chunk.0a1b2c3d4e5f.js", True),
        ("logo_3FzkQ2xy.svg", True),
        ("jquery-3.7.1.min.js", False), ("20261130.png", False), ("facade.js", False), ("deadbeef.js", False),
        ("photo-1024x768.jpg", False), ("IMG20240101Abc", True), ("", False),
    ],
)  # fmt: skip
def test_names_with_a_hash_are_told_from_others(name, hashed):
    assert has_hash(f"https://example.org/static/{name}?v=8c1f2a9b") is hashed


def test_an_address_that_cannot_be_read_has_no_hash():
    assert has_hash("http://[nowhere/main.8c1f2a9b.css") is False
