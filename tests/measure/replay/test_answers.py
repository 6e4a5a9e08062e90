"""Which taped response answers which request."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from delest.measure.replay.answers import Answers, Asked
from delest.measure.replay.dates import moved_on
from delest.records.pages.load import BrowserBuild, Outcome, PageLoad
from delest.records.pages.tape import Tape, TapedResponse

SITE = "https://www.example.org"
LOAD = PageLoad(
    requested_url=SITE,
    final_url=SITE,
    outcome=Outcome.OK,
    device=None,
    browser=BrowserBuild(product="x", mode="full", sandboxed=True),
)


def taped(path, body=b"", **fields):
    return TapedResponse(**{"url": SITE + path, "status": 200, "body": body, **fields})


def answers(*responses, age=timedelta(), **fields):
    tape = Tape(page_url=SITE, recorded_at=datetime.now(UTC), load=LOAD, responses=responses, **fields)
    return Answers(tape, age)


def ask(found, path, **fields):
    response = found.answer(Asked(method="GET", url=SITE + path, fields=fields))
    return None if response is None else response.body


def test_responses_come_in_their_turn_and_the_last_one_again():
    found = answers(taped("/a", b"1"), taped("/b", b"x"), taped("/a", b"2"))
    assert [ask(found, "/a") for _ in range(3)] == [b"1", b"2", b"2"]
    assert ask(found, "/c") is None
    assert found.missed == [f"GET {SITE}/c"]


def test_a_changing_value_in_the_query_finds_its_like():
    found = answers(taped("/a?t=1&k=x", b"x"), taped("/a?t=1&k=y", b"y"), taped("/a?other=1", b"o"))
    assert ask(found, "/a?t=999&k=y") == b"y"
    assert ask(found, "/a?t=1&k=x&more=1") is None


def test_a_range_is_answered_with_that_range():
    found = answers(taped("/v", b"all"), taped("/v", b"part", status=206, asked_range="bytes=5-9"))
    assert ask(found, "/v", range="bytes=5-9") == b"part"
    assert ask(found, "/v") == b"all"


def test_a_response_that_the_page_cut_off_is_not_replayed_where_it_came_whole():
    found = answers(taped("/f", b"ha", whole=False), taped("/f", b"hamlet"))
    assert [ask(found, "/f") for _ in range(2)] == [b"hamlet", b"hamlet"]
    assert ask(answers(taped("/f", b"ha", whole=False)), "/f") == b"ha"


def test_a_browser_that_has_it_is_told_so():
    dated = (("Last-Modified", "Sun, 01 Nov 2026 08:00:00 GMT"), ("ETag", '"v1"'), ("Content-Length", "3"))
    found = answers(taped("/a", b"new", fields=dated), age=timedelta(days=1))
    since = {"if-modified-since": "Mon, 02 Nov 2026 08:00:00 GMT"}
    response = found.answer(Asked(method="GET", url=SITE + "/a", fields=since))
    assert (response.status, response.body, [name for name, _ in response.fields]) == (304, b"", ["ETag"])
    assert ask(found, "/a", **{"if-none-match": 'W/"v1", "v0"'}) == b""
    assert ask(found, "/a", **{"if-none-match": '"v2"'}) == b"new"


def test_hosts_that_are_unknown_or_refused_have_no_door():
    found = answers(taped("/a", protocol="h3"), TapedResponse(url="http://t.example/x", status=200))
    assert found.origin("www.example.org", 443) == (True, True)
    assert found.origin("T.example", 80) == (False, False)
    assert found.origin("www.example.org", 80) is None
    assert answers(taped("/a"), refused_hosts=("www.example.org",)).origin("www.example.org", 443) is None


@pytest.mark.parametrize(
    ("name", "value", "later"),
    [
        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 06 Nov 1995 08:49:37 GMT"),
        ("expires", "0", "0"),
        ("Expires", "Thu, 01 Jan 9999 00:00:00 GMT", "Thu, 01 Jan 9999 00:00:00 GMT"),
        ("Set-Cookie", "a=b; expires=Sun, 06-Nov-1994 08:49:37 GMT;", "a=b; expires=Mon, 06-Nov-1995 08:49:37 GMT;"),
        ("X-Date", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ],
)  # fmt: skip
def test_dates_move_on_and_keep_their_length(name, value, later):
    moved = moved_on(((name, value),), timedelta(days=365))
    assert name == moved[0][0]
    assert len(moved[0][1]) == len(value)
    assert moved[0][1] == later or name == "Expires"


FILM = bytes(range(250))


def part(start, end, *, body=None, **fields):
    said = (("Content-Range", f"bytes {start}-{end - 1}/{len(FILM)}"), ("ETag", '"1"'), ("Content-Type", "video/mp4"))
    body = FILM[start:end] if body is None else body
    return taped("/v", body, status=206, asked_range=f"bytes={start}-", fields=said, **fields)


@pytest.mark.parametrize(
    ("asked", "body", "range_", "whole"),
    [
        ("bytes=0-", FILM[:100], "bytes 0-249/250", False),
        ("bytes=50-79", FILM[50:80], "bytes 50-79/250", True),
        ("bytes=90-", FILM[90:], "bytes 90-249/250", True),
        ("bytes=-20", FILM[-20:], "bytes 230-249/250", True),
        ("bytes=240-9999", FILM[240:], "bytes 240-249/250", True),
    ],
)
def test_a_range_that_was_not_recorded_is_made_of_the_parts_that_were(asked, body, range_, whole):
    first = part(0, 250, body=FILM[:100], whole=False)
    found = answers(first, part(100, 200), part(180, 250))
    response = found.answer(Asked(method="GET", url=f"{SITE}/v", fields={"range": asked}))
    assert (response.status, response.body, response.whole) == (206, body, whole)
    assert response.field("content-range") == range_
    if asked != "bytes=0-":
        assert response.field("content-length") == str(len(body))


@pytest.mark.parametrize("asked", ["bytes=250-", "bytes=9-5", "bytes=0-1,5-9", "pages=1-2", "bytes=-", "bytes=120-"])
def test_a_range_of_which_nothing_is_known_is_missed(asked):
    found = answers(part(0, 100), part(150, 250))
    assert found.answer(Asked(method="GET", url=f"{SITE}/v", fields={"range": asked})) is None
    assert found.missed == [f"GET {SITE}/v"]


def test_what_is_asked_for_whole_is_made_of_its_parts():
    assert ask(answers(part(100, 250), part(0, 120)), "/v") == FILM


def test_the_parts_of_a_file_are_those_of_one_method():
    found = answers(taped("/v", method="HEAD"), part(0, 120), part(100, 250))
    found.answer(Asked(method="HEAD", url=f"{SITE}/v", fields={"range": "bytes=0-9"}))
    assert ask(found, "/v") == FILM


def test_parts_of_another_version_of_the_file_are_left_out():
    other = replace(part(100, 250, body=b"x" * 150), fields=(("Content-Range", "bytes 100-249/250"), ("ETag", '"2"')))
    found = answers(part(0, 200), other)
    response = found.answer(Asked(method="GET", url=f"{SITE}/v", fields={"range": "bytes=150-"}))
    assert (response.body, response.whole) == (FILM[150:200], False)


def test_the_weight_of_a_part_that_was_cut_off_is_filled_with_the_bytes_of_the_file():
    cut = part(0, 250, body=FILM[:60] + bytes(90), whole=False, read=False, read_bytes=60)
    found = answers(cut, part(60, 100))
    assert ask(found, "/v", range="bytes=0-") == FILM[:100] + bytes(50)


def test_a_server_that_sends_all_for_a_range_does_so_again():
    assert ask(answers(taped("/v", FILM)), "/v", range="bytes=5-9") == FILM
    ranged = taped("/v", FILM, fields=(("Accept-Ranges", "bytes"),))
    assert ask(answers(ranged), "/v", range="bytes=5-9") == FILM[5:10]
