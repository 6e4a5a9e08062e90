"""What servers say of files that are not loaded, by a real server on loopback."""

import asyncio
import threading

import pytest

from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.documents import stated_size as room
from delest.crawl.documents.stated_size import stated_size
from delest.reason import Reason, ReasonCode
from delest.records.runs.scope import Access

PDF = {"Content-Type": "application/pdf; x=y"}


async def never(_):
    return None


async def always(_):
    return Reason(code=ReasonCode.OUT_OF_SCOPE)


def asked(url, *, access=None, refusal=never):
    async def run():
        async with open_client(access or Access(), USER_AGENT) as client:
            return (await stated_size(client, url, refusal)).document

    return asyncio.run(run())


def size(said):
    return said.stated_bytes, said.stated_in, str(said.reason or "")


def test_a_head_request_that_says_all_is_the_only_one(site, answer):
    site.answers["/a.pdf"] = answer(b"x" * 70_000, headers=PDF)
    said = asked(f"{site.origin}/a.pdf")
    assert size(said) == (70_000, "content-length", "")
    assert (said.status, said.mime_type, said.family, said.content_encoding) == (200, "application/pdf", "text", "")
    assert site.methods == ["HEAD"]
    headers = site.headers_of("/a.pdf")
    assert headers["User-Agent"] == USER_AGENT
    assert headers["Accept-Encoding"] == "gzip, deflate, br, zstd"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_where_head_is_refused_the_first_byte_is_asked_for(site, answer, status):
    part = {**PDF, "Content-Range": "bytes 0-0/123456"}
    refusal = answer(b"<p>no", status=status, headers={"Content-Type": "text/html"})
    site.answers["/a.pdf"] = answer(b"x", status=206, headers=part, to_head=refusal)
    assert size(asked(f"{site.origin}/a.pdf")) == (123_456, "content-range", "")
    assert site.methods == ["HEAD", "GET"]
    assert site.asked[-1][1]["Range"] == "bytes=0-0"


def test_where_head_says_nothing_a_server_that_knows_no_ranges_is_hung_up_on(site, answer):
    hold = threading.Event()
    site.answers["/a.zip"] = answer(b"x" * 5_000_000, hold=hold, to_head=answer(headers={"Content-Length": "0"}))
    assert size(asked(f"{site.origin}/a.zip")) == (5_000_000, "content-length", "")
    hold.set()


@pytest.mark.parametrize(
    "length", ["-5", "many", "1e9", "", "5, 6", "0x10", "9" * 16, "٣"], ids=["negative", *map(str, range(7))]
)
def test_a_length_that_is_none_is_not_known(site, answer, length):
    lie = answer(headers={"Content-Length": length.encode().decode("latin-1")}, status=200)
    site.answers["/a.pdf"] = answer(b"", to_head=lie, status=206, headers={"Content-Range": f"bytes 0-0/{length}"[:60]})
    said = asked(f"{site.origin}/a.pdf")
    assert said.stated_bytes is None
    assert said.reason


def test_an_empty_file_is_empty(site, answer):
    empty = {"Content-Range": "bytes */0"}
    site.answers["/a.csv"] = answer(status=416, headers=empty, to_head=answer(headers={"Content-Length": "0"}))
    said = asked(f"{site.origin}/a.csv")
    assert (*size(said), said.status) == (0, "content-range", "", 200)


def test_the_coding_belongs_to_the_size(site, answer):
    site.answers["/a.csv"] = answer(b"x" * 10, headers={"Content-Encoding": "br"})
    said = asked(f"{site.origin}/a.csv")
    assert (*size(said), said.content_encoding) == (10, "content-length", "", "br")


def test_the_size_without_the_coding_is_not_that_of_a_download(site, answer):
    head = answer(headers={"Content-Encoding": "gzip", "Content-Length": ""})
    site.answers["/a.csv"] = answer(b"x", status=206, headers={"Content-Range": "bytes 0-0/9000"}, to_head=head)
    assert size(asked(f"{site.origin}/a.csv")) == (None, "", "size-compressed")


def test_a_page_that_bears_the_name_of_a_file_is_no_document(site, answer):
    site.answers["/File:map.png"] = answer(b"<p>x", headers={"Content-Type": "text/html"})
    assert size(asked(f"{site.origin}/File:map.png")) == (None, "", "not-a-document: text/html")
    assert site.methods == ["HEAD"]


def test_what_is_not_there_has_no_size_and_a_reason(site):
    said = asked(f"{site.origin}/gone.pdf")
    assert (said.status, *size(said)) == (404, None, "", "http-error: 404")


@pytest.mark.parametrize("status", [401, 410, 429, 503])
def test_a_refusal_that_has_nothing_to_do_with_the_method_stands(site, answer, status):
    site.answers["/a.pdf"] = answer(status=status)
    assert size(asked(f"{site.origin}/a.pdf")) == (None, "", f"http-error: {status}")
    assert site.methods == ["HEAD"]


def test_redirects_are_followed(site, answer):
    site.answers |= {
        "/latest": answer(status=302, headers={"Location": "/v2/a.pdf"}),
        "/v2/a.pdf": answer(b"x" * 9, headers=PDF),
    }
    said = asked(f"{site.origin}/latest")
    assert (said.url, said.final_url, said.stated_bytes) == (f"{site.origin}/latest", f"{site.origin}/v2/a.pdf", 9)


def test_a_place_that_may_not_be_asked_is_named_and_not_asked(site, stranger, answer):
    site.answers["/a.pdf"] = answer(status=302, headers={"Location": f"{stranger.origin}/a.pdf"})
    said = asked(f"{site.origin}/a.pdf", refusal=always)
    assert (said.final_url, str(said.reason)) == (f"{stranger.origin}/a.pdf", "out-of-scope")
    assert (stranger.asked, site.methods) == ([], ["HEAD"])


def test_redirects_end(site, answer):
    site.answers["/a.pdf"] = answer(status=301, headers={"Location": "/a.pdf"})
    assert asked(f"{site.origin}/a.pdf").reason == Reason.of(ReasonCode.TOO_MANY_REDIRECTS, 5)


def test_private_addresses_are_out_of_reach_of_a_public_audit(site, answer):
    site.answers["/a.pdf"] = answer(b"x")
    said = asked(f"{site.origin}/a.pdf", access=Access(public_only=True))
    assert said.status is None
    assert said.reason.code is ReasonCode.PRIVATE_ADDRESS
    assert site.asked == []


def test_a_server_that_never_answers_does_not_hold_up_the_others(site, answer, monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(room, "ASK_LIMIT_S", 0.3)
    site.answers["/a.pdf"] = answer(b"x", before=never)
    said = asked(f"{site.origin}/a.pdf")
    never.set()
    assert (said.stated_bytes, str(said.reason)) == (None, "no-response: 0.3")
