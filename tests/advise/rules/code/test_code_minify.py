import gzip
import json
import random

import brotli
import pytest

from delest.advise.rules.code.code_minify import examine, remedies
from delest.records.advice.finding import Confidence
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

_DRAWN = random.Random(7)
CSS = "".join(
    f"/* {_DRAWN.randbytes(40).hex()} */\n.block-{_DRAWN.random():.9f}   {{\n    margin : {n}px ;\n}}\n".replace(
        "0.", ""
    )
    for n in range(400)
).encode()
JS = "".join(
    f"// {_DRAWN.randbytes(40).hex()}\nfunction act{n} ( element , count ) {{\n"
    f"    return element.at( count + {n} );\n}}\n"
    for n in range(400)
).encode()

SVG = b"<!-- %s -->\n    <g   />" % (b"x" * 99)


def sent(body, mime_type, coding="", coded=None):
    coded_bytes = len(body) if coded is None else len(coded)
    return answer(body, f"{HOME}a", sent_bytes=coded_bytes, mime_type=mime_type, content_encoding=coding)


@pytest.mark.parametrize(
    ("body", "mime_type"),
    [
        (CSS, "text/css; charset=utf-8"),
        (JS, "text/javascript"),
        (json.dumps([{"n": n, "x": [1.50]} for n in range(999)], indent=8).encode(), "application/json"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SVG * 99 + b"</svg>", "image/svg+xml"),
        (b"<!doctype html><title>x</title>" + b"<!-- %s -->\n      <p>x</p>" % (b"y" * 99) * 99, "text/html"),
    ],
)  # fmt: skip
def test_code_with_comments_and_spaces(body, mime_type, shop):
    found = examine(capture(sent(body, mime_type)), shop)
    assert (found.rule, found.confidence) == ("code-minify", Confidence.COMPUTED)
    assert found.offenders[0].remedy == "minify"
    (made,) = remedies(capture(sent(body, mime_type)), shop)
    avoidable = found.avoidable_bytes
    assert avoidable.low == avoidable.central == avoidable.high == len(body) - len(made.body)
    assert made.content_type.endswith("; charset=utf-8")


@pytest.mark.parametrize(
    ("coding", "compress", "named"),
    [
        ("gzip", lambda body: gzip.compress(body, 4), "minify, gzip 4"),
        ("gzip", lambda body: gzip.compress(body, 1), "minify, gzip 1"),
        ("br", lambda body: brotli.compress(body, quality=11), "minify, brotli 11"),
        ("br", lambda body: brotli.compress(body, quality=4), "minify, brotli 4"),
    ],
)
def test_the_minified_text_is_coded_as_the_site_codes_it(coding, compress, named, shop):
    page = capture(sent(JS, "text/javascript", coding, compress(JS)))
    (offender,) = examine(page, shop).offenders
    assert offender.remedy == named
    (made,) = remedies(page, shop)
    assert made.content_encoding == coding
    assert len(compress(JS)) - len(made.body) == offender.avoidable_bytes.central
    decoded = gzip.decompress(made.body) if coding == "gzip" else brotli.decompress(made.body)
    assert b"function act7(" in decoded
    assert compress(decoded)[10:] == made.body[10:]  # the head of gzip holds the time


def test_code_that_is_minified_already_is_left_alone(shop):
    (made,) = remedies(capture(sent(JS, "text/javascript")), shop)
    assert examine(capture(sent(made.body, "text/javascript")), shop) is None


@pytest.mark.parametrize(
    ("body", "mime_type"),
    [
        (JS, "text/plain"),
        (JS, ""),
        (JS + b"\0", "text/javascript"),
        (JS + b"function (", "text/javascript"),
        (JS.replace(b"return", b"\xff\xfe"), "text/javascript"),
        (JS[:1500], "text/javascript"),
    ],
)
def test_what_is_no_whole_code_or_too_little_is_left_alone(body, mime_type, shop):
    assert examine(capture(sent(body, mime_type)), shop) is None


def test_a_coding_that_is_not_known_is_left_alone(shop):
    assert examine(capture(sent(JS, "text/javascript", "dcb")), shop) is None


def test_licence_comments_stay(shop):
    body = b"/*! licence: EUPL */\n" + CSS
    (made,) = remedies(capture(answer(body, f"{HOME}a.css", kind=Kind.STYLESHEET, mime_type="text/css")), shop)
    assert b"licence: EUPL" in made.body
