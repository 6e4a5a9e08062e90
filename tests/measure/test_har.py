"""Recordings of other tools: their bytes where they tell them, and what they do not tell."""

import json
from pathlib import Path

import pytest

from delest.errors import InputError
from delest.measure.har.read import read
from delest.records.pages.load import Kind, Outcome, ServedFrom
from delest.records.pages.recording import Unknown

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "har"
PAGE = {"id": "p1", "title": "Home"}
HTML = "https://www.example.org/"


def entry(url=HTML, *, mime="text/html", status=200, page="p1", header=100, body=1000, size=2000, **more):
    """One entry as developer tools write it; further keywords are fields of the answer, or of the entry itself."""
    of_entry = {
        name: value for name, value in more.items() if name in {"cache", "_fromCache", "_fetchType", "_bytesIn"}
    }
    response = {"status": status, "headersSize": header, "bodySize": body, "content": {"size": size, "mimeType": mime}}
    response |= {name: value for name, value in more.items() if name not in of_entry}
    return {"pageref": page, "request": {"url": url, "method": "GET"}, "response": response, **of_entry}


def recorded(*entries, pages=(PAGE,), **log):
    data = json.dumps({"log": {"version": "1.2", "pages": list(pages), "entries": list(entries), **log}})
    return read("a.har", data.encode()).loads


def only(*entries):
    (load,) = recorded(*entries)
    return load


@pytest.mark.parametrize("name", ["etat-lu-2018", "golang-2019"])
def test_the_tools_own_count_of_whole_answers_is_the_weight(name):
    content = (RECORDINGS / f"{name}.har").read_bytes()
    entries = json.loads(content)["log"]["entries"]
    (recording,) = read(name, content).loads
    assert recording.load.transferred_bytes == sum(each["response"]["_transferSize"] for each in entries)
    assert recording.load.outcome is Outcome.OK
    assert len(recording.load.transfers) == len(entries)
    assert not recording.load.exact
    assert not any(transfer.exact for transfer in recording.load.transfers)


def test_real_oddities_are_counted_and_told():
    (load,) = read("odd", (RECORDINGS / "odd-missing-pageref.har").read_bytes()).loads
    assert load.unknown == {Unknown.NO_ADDRESS: 2, Unknown.NO_PAGE: 1, Unknown.NO_DOCUMENT: 1}
    assert load.load.transferred_bytes > 0


def test_browser_and_tool_are_named():
    log = {"creator": {"name": "Proxy", "version": "4"}, "browser": {"name": "Firefox", "version": "140"}}
    (load,) = recorded(entry(), **log)
    assert (load.load.browser.product, load.load.browser.mode) == ("Firefox 140", "recorded")
    assert load.load.device is None
    assert load.load.title == "Home"


@pytest.mark.parametrize(
    ("sizes", "counted", "unknown"),
    [
        ({"_transferSize": 700}, 700, set()),
        ({"_transferSize": 700, "headersSize": -1, "bodySize": -1}, 700, set()),
        ({"_transferSize": None}, 1100, set()),
        ({"_transferSize": -1}, 1100, set()),
        ({"_transferSize": 0}, 1100, set()),
        ({"headersSize": -1}, 1000, {Unknown.NO_HEADER_SIZE}),
        ({"headersSize": 0}, 1000, {Unknown.NO_HEADER_SIZE}),
        ({"bodySize": -1}, 100, {Unknown.NO_BODY_SIZE}),
        ({"bodySize": 0}, 100, set()),
        ({"headersSize": -1, "bodySize": -1}, None, {Unknown.NO_SIZE}),
        ({"headersSize": None, "bodySize": None}, None, {Unknown.NO_SIZE}),
        ({"bodySize": 1e300, "headersSize": -1}, None, {Unknown.NO_SIZE}),
        ({"_bytesIn": "4321", "bodySize": 0}, 4321, set()),
        ({"_bytesIn": ""}, 1100, set()),
        ({"_bytesIn": "9" * 5000}, 1100, set()),
        ({"_bytesIn": 10**400}, 1100, {Unknown.BAD_COUNT}),
        ({"_bytesIn": float("nan")}, 1100, {Unknown.BAD_COUNT}),
        ({"_bytesIn": float("inf")}, 1100, {Unknown.BAD_COUNT}),
        ({"_transferSize": float("nan")}, 1100, {Unknown.BAD_COUNT}),
    ],
)
def test_sizes(sizes, counted, unknown):
    load = only(entry(**sizes))
    assert load.load.transfers[0].transferred_bytes == counted
    assert load.unknown.keys() == unknown


@pytest.mark.parametrize("body", [2000, 1000])
def test_a_compressed_body_with_its_decoded_size_is_told(body):
    load = only(entry(body=body, headers=[{"name": "Content-Encoding", "value": "gzip"}]))
    assert (Unknown.DECODED_SIZE in load.unknown) is (body == 2000)
    assert load.load.transferred_bytes == 100 + body


@pytest.mark.parametrize(
    ("marks", "served_from", "counted"),
    [
        ({"_fromCache": "memory"}, ServedFrom.CACHE, 0),
        ({"_fetchType": "Disk Cache"}, ServedFrom.CACHE, 0),
        ({"cache": {"beforeRequest": {"lastAccess": "2026-01-01", "eTag": "", "hitCount": 1}}}, ServedFrom.CACHE, 0),
        ({"cache": {"beforeRequest": {"hitCount": 1}}, "_transferSize": 90}, ServedFrom.NETWORK, 90),
        ({"_transferSize": 0, "bodySize": 0}, ServedFrom.CACHE, 0),
        ({"_fetchedViaServiceWorker": True}, ServedFrom.SERVICE_WORKER, 0),
        ({"_fetchType": "Service Worker"}, ServedFrom.SERVICE_WORKER, 0),
        ({"status": 304}, ServedFrom.REVALIDATED, 100),
        ({"status": 304, "_transferSize": 80}, ServedFrom.REVALIDATED, 80),
        ({"url": "data:image/png;base64,AAAA"}, ServedFrom.INLINE, 0),
        ({"url": "blob:https://www.example.org/1"}, ServedFrom.INLINE, 0),
    ],
)
def test_only_what_crossed_is_counted(marks, served_from, counted):
    load = only(entry(), entry(**({"url": f"{HTML}a.png", "mime": "image/png"} | marks)))
    transfer = load.load.transfers[1]
    assert (transfer.served_from, transfer.transferred_bytes) == (served_from, counted)
    assert "AAAA" not in transfer.url


def test_no_answer():
    load = only(entry(), entry(f"{HTML}late.js", status=0, header=-1, body=300))
    assert load.load.transferred_bytes == 1100
    assert load.load.transfers[1].failure == "not-recorded"
    assert load.unknown == {Unknown.NO_ANSWER: 1}


def test_several_pages_and_what_belongs_to_none():
    pages = [{"id": "p1"}, {"id": "p2"}, {"id": "empty"}]
    first, second = recorded(
        entry(),
        entry(f"{HTML}lost.js", page="p9"),
        entry(f"{HTML}two", page="p2"),
        entry(f"{HTML}no.js", page=None),
        pages=pages,
    )
    assert [t.url for t in first.load.transfers] == [HTML, f"{HTML}lost.js"]
    assert [t.url for t in second.load.transfers] == [f"{HTML}two", f"{HTML}no.js"]
    assert first.unknown == second.unknown == {Unknown.NO_PAGE: 1}


def test_without_pages_all_is_one_load_and_nothing_is_stray():
    (load,) = recorded(entry(page=None), entry(f"{HTML}a.css", page=None, mime="text/css"), pages=())
    assert load.load.final_url == HTML
    assert load.unknown == {}


def test_redirects_lead_to_the_page():
    load = only(entry("http://example.org/", status=301, body=0), entry(), entry(f"{HTML}frame"))
    assert (load.load.requested_url, load.load.final_url) == ("http://example.org/", HTML)
    assert load.load.transfers[0].redirect_hop


def test_an_error_page_has_its_reason_and_a_recording_without_document_says_so():
    assert str(only(entry(status=404)).load.reason) == "http-error: 404"
    late = only(entry(f"{HTML}a.js", mime="text/javascript"))
    assert late.load.outcome is Outcome.OK
    assert late.unknown == {Unknown.NO_DOCUMENT: 1}
    silent = only(entry(status=0))
    assert (silent.load.outcome, str(silent.load.reason)) == (Outcome.FAILED, "not-recorded")


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("text/html; charset=utf-8", Kind.DOCUMENT),
        ("text/css", Kind.STYLESHEET),
        ("application/x-javascript", Kind.SCRIPT),
        ("application/font-woff", Kind.FONT),
        ("application/json", Kind.FETCH),
        ("video/mp4", Kind.MEDIA),
        ("", Kind.OTHER),
    ],
)
def test_kinds(mime, kind):
    assert only(entry(mime=mime)).load.transfers[0].kind is kind


def test_half_a_surrogate_pair_in_a_body_and_a_byte_order_mark_do_no_harm():
    data = json.dumps({"log": {"entries": [entry(f"{HTML}\ud800", text="\ud800")]}}).encode()
    (load,) = read("a.har", b"\xef\xbb\xbf" + data).loads
    assert load.load.transfers[0].url == f"{HTML}?"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "broken.har is empty"),
        (b'{"log": {"entries": [', "line 1 column"),
        (b'\n{"log": {"entries": [}', "line 2 column"),
        (b"<html>", "line 1 column 1"),
        (b"\xff\xfe\x00", "it is not UTF-8 text"),
        (b'{"a":' + b"[" * 200_000, "recursion"),
        (b"[]", "Expected `object`"),
        (b"{}", "`log`"),
        (b'{"log": {}}', "`entries`"),
        (b'{"log": {"entries": {}}}', "$.log.entries"),
        (json.dumps({"log": {"entries": [entry(), entry(bodySize="many")]}}).encode(), "entries[1].response.bodySize"),
        (json.dumps({"log": {"entries": [entry(), {"request": {}}]}}).encode(), "entries[1]"),
        (json.dumps({"log": {"entries": [entry(headers={"a": "b"})]}}).encode(), "entries[0].response.headers"),
    ],
)
def test_what_is_no_recording_names_the_file_the_place_and_what_to_do(data, said):
    with pytest.raises(InputError) as raised:
        read("broken.har", data)
    assert "broken.har" in str(raised.value)
    assert said in str(raised.value)
    assert raised.value.remedy
