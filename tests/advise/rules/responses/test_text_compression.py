import gzip
import random
from pathlib import Path

import brotli
import pytest

from delest.advise.remedies import coding
from delest.advise.rules.responses import text_compression
from delest.advise.rules.responses.text_compression import examine, remedies
from delest.records.advice.finding import Confidence
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

TEXT = (Path(__file__).parents[4] / "fixtures" / "golden" / "co2js.json").read_bytes()


def sent(coded, **fields):
    return answer(TEXT, f"{HOME}app.js", sent_bytes=len(coded), kind=Kind.SCRIPT, mime_type="text/javascript", **fields)


def test_text_sent_as_it_is(shop):
    found = examine(capture(sent(TEXT)), shop)
    (offender,) = found.offenders
    assert (found.rule, found.confidence) == ("text-compression", Confidence.COMPUTED)
    assert offender.url == f"{HOME}app.js"
    avoidable = found.avoidable_bytes
    assert avoidable.low == len(TEXT) - len(gzip.compress(TEXT, 6))
    assert avoidable.central == len(TEXT) - len(brotli.compress(TEXT, quality=5))
    assert avoidable.high == len(TEXT) - len(brotli.compress(TEXT, quality=11))
    assert 0 < avoidable.low < avoidable.central < avoidable.high
    assert offender.remedy == "brotli 5"


def test_text_that_is_compressed_well_is_left_alone(shop):
    assert examine(capture(sent(brotli.compress(TEXT), content_encoding="br")), shop) is None


def test_weak_compression_is_found_and_gzip_would_not_help(shop):
    found = examine(capture(sent(gzip.compress(TEXT, 6), content_encoding="gzip")), shop)
    assert found.avoidable_bytes.low == 0
    assert found.avoidable_bytes.central > 1000


@pytest.mark.parametrize("mime_type", ["image/png", "font/woff2", "application/octet-stream", ""])
def test_what_is_not_text_is_not_examined(mime_type, shop):
    assert examine(capture(answer(TEXT, mime_type=mime_type)), shop) is None


@pytest.mark.parametrize(
    "mime_type",
    [
        "text/html; charset=utf-8",
        "TEXT/CSS",
        "image/svg+xml",
        "application/ld+json",
        "application/rss+xml",
        "application/json",
    ],
)
def test_types_of_text(mime_type, shop):
    assert examine(capture(answer(TEXT, mime_type=mime_type)), shop) is not None


def test_noise_named_text_gains_nothing(shop):
    noise = random.Random(1).randbytes(50_000)
    assert examine(capture(answer(noise, mime_type="text/plain")), shop) is None


def test_long_bodies_are_not_tried_at_the_slowest_level():
    made = coding.make(b"delest " * 150_000, {})
    assert made.best is None
    assert made.usual.size_bytes < 10_000


def test_bodies_beyond_the_limits_are_not_examined(monkeypatch, shop):
    monkeypatch.setattr(text_compression, "MAX_PAGE_BYTES", len(TEXT) + 10)
    other = answer(TEXT[:-20], f"{HOME}b.js", mime_type="text/javascript")
    found = examine(capture(other, sent(TEXT)), shop)
    assert [each.url for each in found.offenders] == [f"{HOME}app.js"]


def test_a_body_that_several_pages_share_is_compressed_once(shop):
    own = TEXT + b" "
    sent_twice = answer(own, f"{HOME}own.js", mime_type="text/javascript")
    kept = shop.kept
    first = examine(capture(sent_twice), shop)
    again = examine(capture(sent_twice, url=f"{HOME}b"), shop)
    assert shop.kept == kept + 1
    assert again.avoidable_bytes == first.avoidable_bytes
    assert again.page_url == f"{HOME}b"


def test_brotli_is_not_advised_over_plain_http_where_browsers_do_not_ask_for_it(shop):
    plain = answer(TEXT, "http://intranet.example.gouv.fr/app.js", mime_type="text/javascript")
    found = examine(capture(plain), shop)
    assert found.offenders[0].remedy == "gzip 6"
    assert found.avoidable_bytes.central == len(TEXT) - len(gzip.compress(TEXT, 6))
    assert found.avoidable_bytes.high == len(TEXT) - len(gzip.compress(TEXT, 9))


@pytest.mark.parametrize("head", [b"\0\1\0\0", b"OTTO", b"\0asm"])
def test_fonts_and_webassembly_that_compress_are_named(head, shop):
    body = head + TEXT
    assert examine(capture(answer(body, f"{HOME}a", kind=Kind.FONT, mime_type="font/ttf")), shop) is not None
    coded = answer(body, f"{HOME}a", sent_bytes=len(brotli.compress(body)), kind=Kind.FONT, content_encoding="br")
    assert examine(capture(coded), shop) is None


def test_the_remedy_is_the_coded_text_that_the_central_bound_stands_for(shop):
    (made,) = remedies(capture(sent(TEXT)), shop)
    assert (made.content_encoding, made.content_type) == ("br", "text/javascript")
    assert brotli.decompress(made.body) == TEXT
    assert len(TEXT) - len(made.body) == examine(capture(sent(TEXT)), shop).avoidable_bytes.central


def test_a_host_that_sends_brotli_already_can_send_it_for_this_text_too(shop):
    other = answer(b"x" * 900, f"{HOME}b.css", content_encoding="br", mime_type="text/css")
    coded = gzip.compress(TEXT, 6)
    avoidable = examine(capture(sent(coded, content_encoding="gzip"), other), shop).avoidable_bytes
    assert avoidable.low == avoidable.central == len(coded) - len(brotli.compress(TEXT, quality=5))
