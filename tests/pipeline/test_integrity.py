"""Hashes that pages name of their files change with the files."""

import base64
import gzip
import hashlib

from delest.measure.replay import coding
from delest.pipeline.proving.integrity import with_integrity
from delest.records.advice.remedy import Remedy
from tests.measure.replay.test_answers import SITE, taped
from tests.measure.replay.test_changed import tape

SCRIPT = b"console . log ( 1 )  ;" * 30


def named(body, name="sha384"):
    return f"{name}-{base64.b64encode(hashlib.new(name, body).digest()).decode()}".encode()


def page(body):
    html = b'<script src=/a.js integrity="' + named(body) + b'" crossorigin></script>' + b" " * 500
    return taped("/", gzip.compress(html), fields=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"))), html


def lighter(**fields):
    own = {"rule": "r", "url": SITE + "/a.js", "body": b"console.log(1)", "content_type": "text/javascript"}
    return Remedy(**(own | fields))


def test_the_page_names_the_hash_of_the_new_file():
    document, html = page(SCRIPT)
    made = with_integrity(tape(document, taped("/a.js", SCRIPT)), [lighter()])
    assert [each.url for each in made] == [SITE + "/a.js", SITE + "/"]
    assert made[1].content_encoding == "gzip"
    assert coding.decoded(made[1].body, "gzip") == html.replace(named(SCRIPT), named(b"console.log(1)"))


def test_a_page_that_is_changed_itself_keeps_its_change():
    document, html = page(SCRIPT)
    smaller = lighter(url=SITE + "/", body=html.strip(), content_type="text/html")
    made = with_integrity(tape(document, taped("/a.js", SCRIPT)), [lighter(), smaller])
    assert len(made) == 2
    assert made[1].body == html.strip().replace(named(SCRIPT), named(b"console.log(1)"))


def test_pages_without_hashes_are_left_alone():
    remedies = [lighter(), lighter(rule="other")]
    assert with_integrity(tape(page(b"another")[0], taped("/a.js", SCRIPT)), remedies) == tuple(remedies)
    assert with_integrity(tape(), remedies) == tuple(remedies)
