"""Chromium's network log file, read line by line; what a real browser writes is read in tests/browser/test_proof.py."""

import base64
import json

import pytest

from delest.measure.replay.netlog_file import UnreadableLogError, read_log, without_secrets

TYPES = {
    "REQUEST_ALIVE": 2,
    "URL_REQUEST_START_JOB": 10,
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": 11,
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": 12,
    "HTTP_TRANSACTION_READ_RESPONSE_HEADERS": 13,
    "URL_REQUEST_JOB_BYTES_READ": 14,
    "URL_REQUEST_JOB_FILTERED_BYTES_READ": 15,
    "SOMETHING_ELSE": 16,
}
HEAD = b'{"constants":' + json.dumps({"logEventTypes": TYPES}).encode() + b",\n"
URL = "https://www.example.org/a.js"


def event(name, source=1, phase=0, **params):
    told = {"params": params, "phase": phase, "source": {"id": source, "type": 1}, "time": "1", "type": TYPES[name]}
    return json.dumps(told, separators=(",", ":")).encode() + b",\n"


def start(url=URL, source=1, method="GET"):
    return event("URL_REQUEST_START_JOB", source, 1, url=url, method=method)


def sent(source=1, *lines):
    return event("HTTP_TRANSACTION_SEND_REQUEST_HEADERS", source, headers=["Host: x", *lines])


def answered(*lines, source=1):
    return event("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", source, headers=list(lines))


def body(content, source=1, *, coded=False):
    name = "URL_REQUEST_JOB_BYTES_READ" if coded else "URL_REQUEST_JOB_FILTERED_BYTES_READ"
    return event(name, source, byte_count=len(content), bytes=base64.b64encode(content).decode())


def ended(source=1, **params):
    return event("REQUEST_ALIVE", source, 2, **params)


def read(*lines):
    return read_log([HEAD, b'"events": [\n', *lines])


def test_the_body_is_kept_as_coded_and_fields_as_sent():
    log = read(
        start(),
        sent(1, "Range: bytes=0-"),
        answered("HTTP/1.1 200 All right", "Content-Encoding: gzip", "X-Odd:  two words ", "Content-Length: 6"),
        body(b"abc", coded=True), body(b"plain text"), body(b"def", coded=True),
        ended(),
    )  # fmt: skip
    (response,) = log.responses
    assert (response.url, response.status, response.phrase, response.body) == (URL, 200, "All right", b"abcdef")
    assert response.fields == (("Content-Encoding", "gzip"), ("X-Odd", "two words"), ("Content-Length", "6"))
    assert (response.asked_range, response.protocol, response.whole, response.read) == (
        "bytes=0-",
        "http/1.1",
        True,
        True,
    )


def test_hops_are_responses_of_their_own_whose_bodies_were_not_read():
    log = read(
        start(), sent(), answered("HTTP/1.1 302 Found", "Location: /b", "Content-Length: 9"),
        start(URL + "?b"), sent(), answered("HTTP/1.1 200 OK"), body(b"b"), ended(),
    )  # fmt: skip
    assert [(each.status, each.whole, each.read, each.body) for each in log.responses] == [
        (302, True, False, b""),
        (200, True, True, b"b"),
    ]


def test_what_failed_or_has_no_end_is_not_whole():
    cut = [start(), sent(), answered("HTTP/1.1 200 OK"), body(b"x")]
    assert [read(*cut, end).responses[0].whole for end in (b"", ended(net_error=-3), ended())] == [False, False, True]


@pytest.mark.parametrize(
    ("lines", "content", "whole"),
    [
        (["Content-Length: 9"], {}, False),
        (["Content-Length: 1"], {}, True),
        (["Content-Length: 9", "Content-Encoding: gzip"], {"coded": True}, False),
        (["Content-Length: 9", "Content-Encoding: gzip"], {}, True),  # how much of it was read is not known
    ],
)
def test_what_the_page_left_off_reading_is_not_whole(lines, content, whole):
    log = read(start(), sent(), answered("HTTP/1.1 404 Not Found", *lines), body(b"x", **content), ended())
    assert log.responses[0].whole is whole


def test_interim_responses_caches_and_lives_are_no_responses():
    log = read(
        start(), sent(), answered("HTTP/1.1 103 Early Hints"), answered("HTTP/1.1 200 OK"), ended(),
        start(source=2), answered("HTTP/1.1 200 OK", source=2), body(b"cached", source=2), ended(2),
        start("wss://www.example.org/live", source=3), sent(3), answered("HTTP/1.1 101 Switching", source=3),
    )  # fmt: skip
    assert [each.status for each in log.responses] == [200]
    assert log.live == ("wss://www.example.org/live",)


def test_a_log_that_ends_in_the_middle_of_a_line_is_read_up_to_there():
    log = read(start(), sent(), answered("HTTP/1.1 200 OK"), body(b"x"), ended(), start()[:40])
    assert len(log.responses) == 1


@pytest.mark.parametrize("line", [b"", b"{}\n", b'{"constants":1,\n', HEAD[:30]])
def test_what_is_no_log_is_refused(line):
    with pytest.raises((UnreadableLogError, ValueError)):
        read_log([line] if line else [])


def test_a_bomb_is_refused_before_it_fills_the_memory():
    piece = body(bytes(10_000_000))
    with pytest.raises(UnreadableLogError, match="60 MB"):
        read(start(), sent(), answered("HTTP/1.1 200 OK"), *[piece] * 7)


def test_urls_lose_what_no_request_line_has():
    assert without_secrets("https://me:secret@www.example.org/a?b#c") == "https://www.example.org/a?b"
    assert without_secrets("http://[::1/@") == "http://[::1/@"
