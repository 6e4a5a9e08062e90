"""A tape with other files in it, and what these should weigh less."""

import gzip
import hashlib
import zlib
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from msgspec.structs import replace

from delest.advise.page.answers import media
from delest.measure.replay import coding, wire
from delest.measure.replay.answers import Asked
from delest.measure.replay.capture import capture_of
from delest.measure.replay.changed import with_field, with_remedies
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Kind
from delest.records.pages.tape import Tape
from tests.measure.replay.test_answers import LOAD, SITE, answers, taped
from tests.page_loads import transfer

TEXT = b"body { color : red } " * 40
STYLE = taped(
    "/s.css",
    gzip.compress(TEXT),
    fields=(("Content-Type", "text/css"), ("Content-Encoding", "gzip"), ("Content-Length", "61"), ("X-Kept", "1")),
)


def tape(*responses, **fields):
    return Tape(page_url=SITE, recorded_at=datetime.now(UTC), load=LOAD, responses=responses, **fields)


def remedy(body, url=SITE + "/s.css", of=TEXT, **fields):
    digest = hashlib.sha256(of).hexdigest() if of else ""
    return Remedy(
        **{"rule": "r", "url": url, "body": body, "content_type": "text/css", "replaces_sha256": digest, **fields}
    )


def test_a_lighter_file_takes_the_place_of_the_one_that_it_was_made_of():
    changed = with_remedies(tape(STYLE, taped("/s.css", b"another")), [remedy(b"{}")])
    new, other = changed.tape.responses
    assert other.body == b"another"
    assert new.fields == (("X-Kept", "1"), ("Content-Type", "text/css"), ("Content-Length", "2"))
    assert [each.avoided_bytes for each in changed.expected] == [wire.sent_bytes(STYLE) - wire.sent_bytes(new)]


def test_of_two_for_the_same_response_the_lighter_one_is_taken():
    changed = with_remedies(tape(STYLE), [remedy(b"long"), remedy(b"x", content_encoding="br"), remedy(b"middle")])
    assert changed.tape.responses[0].body == b"x"
    assert changed.tape.responses[0].field("content-encoding") == "br"


@pytest.mark.parametrize("fields", [{"whole": False}, {"status": 206}, {"method": "POST"}, {"read": False}])
def test_what_did_not_come_whole_is_not_changed(fields):
    odd = replace(STYLE, **fields)
    assert with_remedies(tape(odd), [remedy(b"{}")]).tape.responses == (odd,)
    assert with_remedies(tape(odd), [remedy(b"{}")]).expected == ()


def film(start, end, total=100):
    fields = (
        ("Content-Range", f"bytes {start}-{end - 1}/{total}"),
        ("Content-Length", str(end - start)),
        ("ETag", "1"),
    )
    body = bytes(range(start, end))
    return taped("/film.mp4", body, status=206, asked_range=f"bytes={start}-", fields=fields)


def test_one_response_takes_the_place_of_all_parts_of_a_file():
    first, last = film(0, 60), film(50, 100)
    made = remedy(b"lighter", SITE + "/film.mp4", bytes(range(100)), content_type="video/webm", status=206)
    changed = with_remedies(tape(STYLE, first, last), [made])
    style, new = changed.tape.responses
    assert (style, new.body, new.status) == (STYLE, b"lighter", 206)
    assert new.field("content-range") == "bytes 0-6/7"
    (expected,) = changed.expected
    assert expected.avoided_bytes == wire.sent_bytes(first) + wire.sent_bytes(last) - wire.sent_bytes(new)
    end = answers(*changed.tape.responses).answer(Asked(method="GET", url=new.url, fields={"range": "bytes=3-"}))
    assert (end.body, end.field("content-range")) == (b"hter", "bytes 3-6/7")


def test_only_the_parts_of_the_file_itself_give_way():
    sent = taped("/film.mp4", b"stored", status=206, method="POST")
    made = remedy(b"lighter", SITE + "/film.mp4", b"", content_type="video/webm")
    changed = with_remedies(tape(film(0, 60), sent, film(60, 100)), [made])
    assert [each.body for each in changed.tape.responses] == [b"lighter", b"stored"]


def test_parts_that_are_not_the_whole_file_stay_unless_a_file_is_given_for_them():
    parts = film(0, 60), film(70, 100)
    made = remedy(b"lighter", SITE + "/film.mp4", bytes(range(100)), content_type="video/webm")
    assert with_remedies(tape(*parts), [made]).tape.responses == parts
    given = with_remedies(tape(*parts), [replace(made, replaces_sha256="")])
    assert [each.body for each in given.tape.responses] == [b"lighter"]


def test_a_file_that_came_in_parts_is_the_body_of_the_first_of_them():
    sent = [transfer(SITE + "/film.mp4", 300, Kind.MEDIA, status=206, protocol="h2") for _ in range(2)]
    parts = film(40, 100), film(0, 50)
    captured = capture_of(replace(tape(*parts), load=replace(LOAD, transfers=tuple(sent))))
    first, second = captured.load.transfers
    assert captured.bodies[first.body_sha256] == bytes(range(100))
    assert second.body_sha256 == ""
    (whole,) = media(captured)
    assert (whole.transferred_bytes, whole.body_sha256) == (600, first.body_sha256)


def test_an_error_page_that_was_read_in_part_gives_way_to_none():
    page = taped("/gone.png", b"<h1>Not", status=404, whole=False, fields=(("Content-Length", "5000"),))
    size = len(wire.head(page)) + 5_000
    changed = with_remedies(
        tape(wire.fitted(page, size)), [remedy(b"", SITE + "/gone.png", of=b"", content_type="text/html", status=404)]
    )
    (new,) = changed.tape.responses
    assert wire.sent_bytes(new) == len(wire.head(new)) < 100
    assert [each.avoided_bytes for each in changed.expected] == [size - wire.sent_bytes(new)]


def test_a_field_is_set_for_some_addresses_alone():
    changed = with_field(tape(STYLE, taped("/x")), [SITE + "/s.css"], "Cache-Control", "max-age=9")
    assert [each.field("cache-control") for each in changed.responses] == ["max-age=9", ""]


def test_a_response_costs_what_the_scale_said():
    chunks = taped("/c", b"x" * 300, fields=(("Transfer-Encoding", "chunked"),), wire_bytes=400)
    assert wire.sent_bytes(chunks) == 400
    assert wire.chunked(chunks).endswith(b"0\r\n\r\n")
    spaced = wire.fitted(taped("/s", b"abc", fields=(("Server", "x"),)), 100)
    assert (wire.sent_bytes(spaced), spaced.fields[0][1].strip()) == (100, "x")
    cut = wire.fitted(
        taped("/i", b"abc", fields=(("Content-Length", "9"),), whole=False),
        len(wire.head(taped("/i", fields=(("Content-Length", "9"),)))) + 9,
    )
    assert (cut.body, cut.whole, cut.read) == (b"abc" + bytes(6), True, False)
    assert wire.fitted(chunks, 3) is chunks


def test_no_field_can_end_its_line():
    head = wire.head(taped("/", fields=(("X", "a\r\nSet-Cookie: b"),)))
    assert head.count(b"\r\n") == 3


def test_what_was_not_read_is_as_long_as_it_was_said_to_be():
    assert len(wire.body(taped("/r", status=302, read=False, fields=(("Content-Length", "7"),)))) == 7
    assert wire.body(taped("/r", read=False, fields=(("Content-Length", "9" * 30),))) == b""
    assert not wire.has_body(taped("/h"), "HEAD")


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "", "identity", "GZIP"])
def test_bodies_are_decoded_within_bounds(name):
    coders = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    coder = coders.get(name.lower(), bytes)
    assert coding.decoded(coder(TEXT), name) == TEXT
    if coder is not bytes:
        assert coding.decoded(coder(bytes(61_000_000)), name) is None
        assert coding.decoded(b"\xff\xfe nonsense", name) is None


def test_a_tape_is_examined_as_a_page_that_was_just_loaded():
    one = replace(
        tape(STYLE), load=replace(LOAD, transfers=(transfer(SITE + "/s.css", kind=Kind.STYLESHEET, protocol="h2"),))
    )
    capture = capture_of(one)
    digest = capture.load.transfers[0].body_sha256
    assert capture.bodies == {digest: TEXT}
    assert answers(STYLE).origin("www.example.org", 443) == (True, False)
