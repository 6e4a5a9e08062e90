"""Responses whose heads browsers read, and strict libraries refuse."""

import asyncio

import pytest

from delest.crawl.client import USER_AGENT, fetch, open_client
from delest.crawl.heads import tidied
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite

BODY = b"User-agent: *\nDisallow: /private\n"
LENGTH = b"Content-Length: %d" % len(BODY)
HEADS = {
    "name-with-a-blank": b"HTTP/1.1 200 OK\r\nBad Header: x\r\n" + LENGTH,
    "no-colon": b"HTTP/1.1 200 OK\r\nWarning, this is a sentence\r\n" + LENGTH,
    "accents": b"HTTP/1.1 200 OK\r\nX-\xe9t\xe9: \xe9\r\n" + LENGTH,
    "blank-before-colon": b"HTTP/1.1 200 OK\r\nContent-Length : 3",
    "length-below-zero": b"HTTP/1.1 200 OK\r\nContent-Length: -1",
    "length-in-words": b"HTTP/1.1 200 OK\r\nContent-Length: many",
    "folded": b"HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\nno colon\r\n three\r\n" + LENGTH,
    "late": b"\r\nHTTP/1.1 200 OK\r\n" + LENGTH,
    "line-feeds": (b"HTTP/1.1 200 OK\r\n" + LENGTH).replace(b"\r", b""),
    "no-reason": b"HTTP/1.1 200\r\n" + LENGTH,
    "icy": b"ICY 200 OK\r\n" + LENGTH,
    "interim": b"HTTP/1.1 103 Early Hints\r\nno colon\r\n\r\nHTTP/1.1 200 OK\r\nnor here\r\n" + LENGTH,
    "other-transfer-coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n" + LENGTH,
}


@pytest.fixture(scope="module")
def bodies():
    """What the client reads of each."""

    async def read(url):
        async with open_client(Access(), USER_AGENT) as client:
            return await fetch(client, url, limit_bytes=1000)

    def sends(head):
        blank = b"\n\n" if b"\r" not in head else b"\r\n\r\n"
        return Answer(raw=lambda connection: connection.sendall(head + blank + BODY))

    with SmallSite() as small:
        small.answers |= {f"/{name}": sends(head) for name, head in HEADS.items()}
        return {name: asyncio.run(read(small.url(f"/{name}"))) for name in HEADS}


@pytest.mark.parametrize("name", HEADS)
def test_an_untidy_head_costs_no_response(bodies, name):
    assert (bodies[name].status, bodies[name].body, bodies[name].error) == (200, BODY, None)


def test_a_tidy_head_stays_as_it_is():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5, 5\r\nX: a:b\r\n\r\n"
    assert tidied(head) == head
