"""The site's ledger against clients that count for themselves."""

import socket

import pytest

from tests.site.cases import CASES
from tests.site.cases.sample import MANIFEST_BYTES
from tests.site.client import connect, path_of, raw_answer
from tests.site.content import noise, prose
from tests.site.truth import truth

HTTP1 = ("http", "https")


@pytest.mark.parametrize("transport", HTTP1)
@pytest.mark.parametrize("case", [case for case in CASES.values() if "http" in case.transports], ids=lambda c: c.name)
def test_http1_ledger_is_what_the_client_received(site, case, transport):
    for key in case.answers:
        site.reset()
        fields = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" if case.name.startswith("websocket") else ""
        received = raw_answer(site, transport, path_of(case, key), f"{fields}Referer: {site.url(case, transport)}\r\n")
        (sent,) = site.ledger()
        assert (sent.case, sent.total_bytes) == (case.name, len(received)), key
        if received:
            interim = received.count(b"HTTP/1.1 103")
            head = received.split(b"\r\n\r\n", interim + 1)
            assert sent.interim_bytes + sent.header_bytes == sum(len(part) + 4 for part in head[: interim + 1])


@pytest.mark.parametrize(("name", "expected_bytes"), MANIFEST_BYTES.items())
def test_sample_pages_weigh_what_their_manifest_says(site, name, expected_bytes):
    case = CASES[name]
    site.reset()
    for key in case.answers:
        for _ in range(case.expected(key).start):
            raw_answer(site, "http", path_of(case, key))
    assert truth(site, case).transferred_bytes == expected_bytes
    assert truth(site, case).deviations == []


def test_connection_is_kept_for_the_next_request(site):
    site.reset()
    with connect(site, "http") as sock:
        sock.sendall(b"GET /gzip/p.png HTTP/1.1\r\nHost: a\r\n\r\nGET /gzip/none HTTP/1.1\r\nHost: a\r\n\r\n")
        socket.socket.shutdown(sock, socket.SHUT_WR)
        received = b""
        while data := sock.recv(65536):
            received += data
    assert [sent.status for sent in site.ledger()] == [200, 404]
    assert len(received) == site.total_bytes


def test_answers_that_declare_a_wrong_length(site):
    for name, key in (("length-too-long", "a.js"), ("length-too-short", "s.css")):
        head, body = raw_answer(site, "http", f"/{name}/{key}").split(b"\r\n\r\n", 1)
        declared = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        assert (declared > len(body)) == (name == "length-too-long")


def test_range_is_answered_by_that_part(site):
    whole = raw_answer(site, "http", "/media/s.wav").split(b"\r\n\r\n", 1)[1]
    head, part = raw_answer(site, "http", "/media/s.wav", "Range: bytes=100-299\r\n").split(b"\r\n\r\n", 1)
    assert b"206 Partial Content" in head
    assert f"Content-Range: bytes 100-299/{len(whole)}".encode() in head
    assert part == whole[100:300]


def test_what_is_known_is_not_sent_again(site):
    answer = raw_answer(site, "http", "/revalidated/d", 'If-None-Match: "1"\r\n')
    assert answer.startswith(b"HTTP/1.1 304")
    assert answer.endswith(b"\r\n\r\n")


def test_door_opens_to_who_has_the_key(site):
    assert raw_answer(site, "http", "/challenge/index.html").startswith(b"HTTP/1.1 401")
    key = "Authorization: Basic dXNlcjpvcGVuLXNlc2FtZQ==\r\n"
    assert raw_answer(site, "http", "/challenge/index.html", key).startswith(b"HTTP/1.1 200")


def test_held_page_comes_when_it_is_released(site):
    site.reset()
    with connect(site, "http") as sock:
        sock.sendall(b"GET /held-page/index.html HTTP/1.1\r\nHost: a\r\n\r\n")
        site.release()
        assert sock.recv(65536).startswith(b"HTTP/1.1 200")
    site.reset()


def test_origins_are_filled_in(site):
    body = raw_answer(site, "https", "/frame-cross-site/index.html")
    assert f"https://www.third.localhost:{site.port('https')}/frame-cross-site/inner.html".encode() in body


def test_request_at_the_root_belongs_to_the_page_it_came_from(site):
    site.reset()
    case = CASES["icon-default"]
    raw_answer(site, "http", "/favicon.ico", f"Referer: {site.url(case)}\r\n")
    assert truth(site, case).times == {"/favicon.ico": 1}
    assert truth(site, case).deviations == ["index.html was asked for 0 times, not 1"]


@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n"])
def test_what_is_not_http_gets_no_answer(site, nonsense):
    site.reset()
    with connect(site, "http") as sock:
        sock.sendall(nonsense)
        assert sock.recv(100) == b""
    assert site.ledger() == []


def test_bodies_are_the_same_on_every_run():
    assert noise("seed", 40).hex()[:16] == "b0943760c66211bf"
    assert len(prose("seed", 5000)) == 5000
