"""Servers that stall, break, flood and lie: delest's own client comes back with a reason, and holds little memory."""

import asyncio
import gzip
import threading
import tracemalloc

import pytest

from delest.crawl.client import USER_AGENT, fetch, open_client
from delest.crawl.site.robots import ROBOTS_LIMIT_BYTES, fetch_robots
from delest.reason import Reason, ReasonCode
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite, reset

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
MEMORY_BYTES = 20_000_000


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


def asked(call):
    async def run():
        async with open_client(Access(), USER_AGENT) as client:
            return await call(client)

    return asyncio.run(run())


def got(small, path, *, limit_bytes=1_000_000, limit_s=60.0):
    return asked(lambda client: fetch(client, small.url(path), limit_bytes=limit_bytes, limit_s=limit_s))


def endless(head, part):
    """Send the head, then the part again and again until the other side has had enough."""

    def send(connection):
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return Answer(raw=send)


@pytest.fixture
def held_bytes():
    """The most memory that a test holds at once, beyond what was there."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def test_header_fields_without_end_are_a_reason(small, held_bytes):
    small.answers["/"] = endless(HEAD, b"X-Field: " + b"y" * 10_000 + b"\r\n")
    assert got(small, "/").error.detail.startswith("RemoteProtocolError")
    assert held_bytes() < MEMORY_BYTES


def test_a_line_without_end_is_a_reason(small, held_bytes):
    small.answers["/"] = endless(b"HTTP/1.1 200 ", b"y" * 10_000)
    assert got(small, "/").error.detail.startswith("RemoteProtocolError")
    assert held_bytes() < MEMORY_BYTES


@pytest.mark.parametrize("head", [HEAD + b"\r\n", HEAD + b"Content-Length: 99999999999\r\n\r\n"])
def test_a_body_without_end_is_read_up_to_the_limit(small, held_bytes, head):
    small.answers["/"] = endless(head, b"x" * 100_000)
    answer = got(small, "/")
    assert (len(answer.body), answer.truncated, answer.error) == (1_000_000, True, None)
    assert held_bytes() < MEMORY_BYTES


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"Content-Length: 900\r\n\r\nsome"])
def test_a_server_that_stalls_is_left(small, sent):
    over = threading.Event()

    def stall(connection):
        connection.sendall(sent)
        over.wait(60)

    small.answers["/"] = Answer(raw=stall)
    assert got(small, "/", limit_s=0.5).error == Reason.of(ReasonCode.NO_RESPONSE, 0.5)
    over.set()


@pytest.mark.parametrize("sent", [b"HTTP/1.1 200 OK\r\nContent-", HEAD + b"Content-Length: 900\r\n\r\nsome"])
def test_a_connection_that_breaks_is_a_reason_and_no_short_answer(small, sent):
    def break_off(connection):
        connection.sendall(sent)
        reset(connection)

    small.answers["/"] = Answer(raw=break_off)
    answer = got(small, "/")
    assert answer.error
    assert answer.body == b""


def test_a_server_that_says_less_than_it_sends_is_read_as_far_as_it_said(small):
    small.answers["/"] = Answer(raw=lambda c: c.sendall(HEAD + b"Content-Length: 4\r\n\r\nfour and more"))
    assert got(small, "/").body == b"four"


def test_rules_that_are_a_bomb_hold_as_far_as_they_are_read(small, held_bytes):
    line = b"# nothing to see here, nor here, nor here\n"
    bomb = gzip.compress(b"User-agent: *\nDisallow: /private\n" + line * (100_000_000 // len(line)), 9)
    small.answers["/robots.txt"] = Answer(bomb, content_type="text/plain", headers={"Content-Encoding": "gzip"})
    tracemalloc.reset_peak()
    rules = asked(lambda client: fetch_robots(client, small.url("")))
    assert not rules.allows(small.url("/private"))
    assert rules.allows(small.url("/open"))
    assert held_bytes() < MEMORY_BYTES
    assert len(bomb) < ROBOTS_LIMIT_BYTES
