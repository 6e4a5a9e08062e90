"""Our own loads as HAR 1.2: valid, honest, and weighed again to the same bytes."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import assume, given

from delest.measure.har.read import read
from delest.measure.join import UNATTRIBUTED_URL, WEBRTC_URL
from delest.records.pages.load import Kind, PageLoad, ServedFrom
from delest.records.runs.audit import AuditReport
from delest.report.data.har import har_text
from delest.weigh.spread import load_bytes
from tests.page_loads import any_loads, load, transfer, unhurried

FIXTURES = Path(__file__).parents[2] / "fixtures"
HEADER = msgspec.json.decode((FIXTURES / "report" / "small.json").read_bytes(), type=AuditReport).header
STARTED = datetime(2026, 11, 25, 9, 30, 0, 123_000, tzinfo=timezone(timedelta(hours=1)))

TEXT = {"type": "string"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$"}
SIZE = {"type": "integer", "minimum": -1}
SPAN = {"type": "number", "minimum": 0}


def whole(**fields):
    """An object with these fields, all of them required."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def several(what):
    return {"type": "array", "items": what}


PAIR = whole(name=TEXT, value=TEXT)
REQUEST = whole(
    method=TEXT, url=TEXT, httpVersion=TEXT, cookies=several(PAIR), headers=several(PAIR), queryString=several(PAIR),
    headersSize=SIZE, bodySize=SIZE,
)  # fmt: skip
RESPONSE = whole(
    status={"type": "integer"}, statusText=TEXT, httpVersion=TEXT, cookies=several(PAIR), headers=several(PAIR),
    content=whole(size=SIZE, mimeType=TEXT), redirectURL=TEXT, headersSize=SIZE, bodySize=SIZE,
)  # fmt: skip
ENTRY = whole(
    startedDateTime=MOMENT, time=SPAN, request=REQUEST, response=RESPONSE, cache=whole(),
    timings=whole(send=SPAN, wait=SPAN, receive=SPAN),
)  # fmt: skip
TOOL = whole(name=TEXT, version=TEXT)
HAR = whole(
    log=whole(
        version={"const": "1.2"},
        creator=TOOL,
        browser=TOOL,
        pages=several(whole(startedDateTime=MOMENT, id=TEXT, title=TEXT, pageTimings=whole())),
        entries=several(ENTRY),
    )
)
"""What HAR 1.2 requires (http://www.softwareishard.com/blog/har-12-spec/)."""


def written(one):
    text = har_text(one, HEADER)
    jsonschema.validate(json.loads(text), HAR)
    return text


def again(one):
    (recorded,) = read("own.har", written(one).encode()).loads
    return recorded


@given(any_loads)
@unhurried
def test_any_load_is_valid_and_weighs_the_same_again(one):
    assume(not any(t.url.startswith("data:") and t.served_from is not ServedFrom.INLINE for t in one.transfers))
    recorded = read("own.har", written(one).encode()).loads
    assert sum(load_bytes(each.load) for each in recorded) == load_bytes(one)


def test_a_recorded_load_weighs_the_same_again():
    for one in msgspec.json.decode((FIXTURES / "loads" / "home.json").read_bytes(), type=list[PageLoad]):
        assert load_bytes(again(one).load) == load_bytes(one) > 0


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"status": 200, "encoded_body_bytes": 700}, 1000),
        ({"status": 200, "size": None, "encoded_body_bytes": 700}, 0),
        ({"status": None, "failure": "net::ERR_ABORTED"}, 1000),
        ({"status": 200, "url": UNATTRIBUTED_URL, "kind": Kind.OTHER}, 1000),
        ({"status": None, "url": WEBRTC_URL, "kind": Kind.OTHER}, 1000),
        ({"status": 304, "served_from": ServedFrom.REVALIDATED, "encoded_body_bytes": 9000}, 1000),
        ({"status": 200, "served_from": ServedFrom.CACHE, "size": 0, "encoded_body_bytes": 9000}, 0),
        ({"status": 200, "served_from": ServedFrom.SERVICE_WORKER, "size": 0}, 0),
        ({"status": None, "served_from": ServedFrom.INLINE, "url": "data:image/png;base64", "size": 0}, 0),
        ({"status": 101, "url": "wss://www.example.org/live", "kind": Kind.WEBSOCKET}, 1000),
    ],
)
def test_each_way_of_answering_weighs_the_same_again(fields, counted):
    one = load(transfer(**fields))
    assert load_bytes(one) == counted
    recorded = again(one).load
    assert load_bytes(recorded) == counted
    assert recorded.transfers[0].served_from is one.transfers[0].served_from


def test_moments_have_a_zone_and_count_from_the_start_of_the_load():
    one = load(transfer(start_ms=1500.25, end_ms=1600.5), transfer(), started_at=STARTED)
    log = json.loads(written(one))["log"]
    assert log["pages"][0]["startedDateTime"] == "2026-11-25T09:30:00.123+01:00"
    untimed, timed = log["entries"]
    assert (timed["startedDateTime"], timed["time"]) == ("2026-11-25T09:30:01.623+01:00", 100.25)
    assert untimed["timings"]["comment"] == "The time is not known."


def test_a_load_whose_moment_was_not_kept_says_so():
    log = json.loads(written(load(transfer())))["log"]
    assert log["pages"][0]["startedDateTime"] == HEADER.run.started_at.astimezone(UTC).isoformat(
        timespec="milliseconds"
    )
    assert "start of the run" in log["pages"][0]["comment"]


def test_what_is_not_known_is_minus_one_and_a_query_is_spelled_out():
    one = load(transfer("https://u:secret@www.example.org/?a=1&b=%C3%A9#c", None, exact=False))
    text = written(one)
    assert "secret" not in text
    entry = json.loads(text)["log"]["entries"][0]
    assert entry["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": "é"}]
    response = entry["response"]
    assert (response["_transferSize"], response["bodySize"], response["content"]["size"]) == (-1, -1, -1)
    assert entry["comment"]


def test_browser_and_tool():
    log = json.loads(written(load(transfer())))["log"]
    assert log["creator"]["name"] == "delest"
    assert log["browser"] == {"name": "Chromium", "version": "156.0.8078.79"}
