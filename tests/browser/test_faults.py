"""Servers, networks and browsers that fail in every way: a page is lost at most, and says why; nothing hangs."""

import gzip
import os
import signal
import threading
import time

import pytest

from delest import __version__
from delest.pipeline.auditing.resume import unfinished
from delest.records.pages.load import Outcome
from tests.browser.small_site import Answer, SmallSite, page, redirect, reset
from tests.browser.test_pipeline import audit, by_url, order_for, outcomes, own_browser  # noqa: F401 - a fixture
from tests.browser.watcher import Watcher

pytestmark = pytest.mark.browser

LIMIT_S = 6.0
BOMB_BYTES = 200_000_000
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def says(*parts, then=None):
    """Send the parts as they are, then do what ends the connection."""

    def send(connection):
        for part in parts:
            connection.sendall(part)
        if then is not None:
            then(connection)

    return Answer(raw=send)


def flood(head, part, over):
    """Send the head, then the part again and again, at some megabytes a second."""

    def send(connection):
        connection.sendall(head)
        while not over.wait(0.01):
            connection.sendall(part)

    return Answer(raw=send)


def bomb():
    packed = gzip.compress(b"<!doctype html><title>bomb</title><p>" + b" " * BOMB_BYTES, 9)
    return Answer(packed, headers={"Content-Encoding": "gzip"}), len(packed)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory, browser_path):
    """One audit of a page for each fault, two at a time."""
    over = threading.Event()
    packed, packed_bytes = bomb()
    with SmallSite() as small:
        faults = {
            "/never": says(then=lambda _: over.wait(120)),
            "/only-head": says(HEAD + b"Content-Length: 900\r\n\r\n", then=lambda _: over.wait(120)),
            "/stalled": says(HEAD + b"Content-Length: 9000\r\n\r\n<p>" + b"x" * 4000, then=lambda _: over.wait(120)),
            "/reset": says(b"HTTP/1.1 200 OK\r\nContent-", then=reset),
            "/reset-body": says(HEAD + b"Content-Length: 9000\r\n\r\n<p>some" + b"x" * 4000, then=reset),
            "/says-more": says(HEAD + b"Content-Length: 9000\r\n\r\n<p>that is all"),
            "/says-less": says(
                HEAD + b"Content-Length: 12\r\nConnection: close\r\n\r\n<p>Hello</p>" + b"<p>more" * 500
            ),
            "/flood": flood(HEAD + b"\r\n<!doctype html>", b"<p>" + b"x" * 20_000, over),
            "/fields": flood(HEAD, b"X-Field: " + b"y" * 20_000 + b"\r\n", over),
            "/round": redirect("/round"),
            "/bomb": packed,
            "/entities": Answer(
                f'<!DOCTYPE html [<!ENTITY e0 "boom">{ENTITIES}]><html xmlns="http://www.w3.org/1999/xhtml">'
                "<head><title>x</title></head><body>&e11;</body></html>".encode(),
                content_type="application/xhtml+xml",
            ),
            "/nothing": Answer(b""),
            "/hardly": Answer(b"\xef\xbb\xbf\n <!-- cached -->\n"),
            "/nowhere": Answer(status=302),
            "/blank": Answer(b"<!doctype html><title>Blank</title>"),
            "/sound": page(),
        }
        small.answers |= faults
        starts = [small.url(path) for path in faults]
        run = tmp_path_factory.mktemp("faulty") / "run"
        audited = audit(order_for(run, browser_path, *starts, jobs=2, limit_s=LIMIT_S, follow_links=False))
        over.set()
        yield (
            {url.removeprefix(small.url("")): each.loads[0] for url, each in by_url(audited).items()},
            packed_bytes,
        )


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [
        ("/never", Outcome.TIMED_OUT, "no-response: 6"),
        ("/reset", Outcome.FAILED, "net-error: net::ERR_CONNECTION_RESET"),
        ("/reset-body", Outcome.FAILED, "net-error: net::ERR_CONNECTION_RESET"),
        ("/says-more", Outcome.FAILED, "net-error: net::ERR_CONTENT_LENGTH_MISMATCH"),
        ("/fields", Outcome.FAILED, "net-error: net::ERR_RESPONSE_HEADERS_TOO_BIG"),
        ("/round", Outcome.FAILED, "net-error: net::ERR_TOO_MANY_REDIRECTS"),
        ("/nothing", Outcome.NOT_HTML, "no-content: HTTP 200"),
        ("/hardly", Outcome.NOT_HTML, "no-content: HTTP 200"),
        ("/nowhere", Outcome.NOT_HTML, "no-content: HTTP 302"),
        ("/blank", Outcome.OK, ""),
        ("/sound", Outcome.OK, ""),
    ],
)
def test_a_fault_costs_its_page_and_is_named(faulty, path, outcome, reason):
    loads, _ = faulty
    assert (loads[path].outcome, str(loads[path].reason or "")) == (outcome, reason)


@pytest.mark.parametrize("path", ["/only-head", "/stalled", "/flood"])
def test_a_page_that_never_ends_is_never_a_settled_light_page(faulty, path):
    loads, _ = faulty
    assert loads[path].outcome is not Outcome.OK or loads[path].settled_after_ms is None


def test_a_server_that_says_less_than_it_sends_is_read_as_far_as_it_said(faulty):
    loads, _ = faulty
    assert loads["/says-less"].outcome is Outcome.OK
    assert loads["/says-less"].element_count == 4


def test_a_bomb_weighs_what_crossed_the_wire(faulty):
    loads, packed_bytes = faulty
    assert loads["/bomb"].outcome is Outcome.OK
    assert loads["/bomb"].exact
    assert packed_bytes < 300_000 < BOMB_BYTES


def test_entities_that_multiply_end(faulty):
    loads, _ = faulty
    assert loads["/entities"].outcome in {Outcome.OK, Outcome.FAILED, Outcome.NOT_HTML}


def test_a_browser_that_is_killed_in_mid_page_costs_nothing(tmp_path, own_browser):  # noqa: F811 - the fixture
    with SmallSite() as small:
        killed = []

        def kill():
            if not killed:
                killed.append(int((tmp_path / "pids").read_text().split()[-1]))
                os.kill(killed[0], signal.SIGKILL)
                time.sleep(0.2)  # for its sockets to close

        small.answers |= {"/": page("a"), "/a": Answer(page("b").body, before=kill), "/b": page()}
        order = order_for(tmp_path / "run", str(own_browser), small.url(), use_sitemap=False)
        watcher = Watcher()
        audited = audit(order, watcher)
        assert outcomes(audited) == dict.fromkeys(map(small.url, ("/", "/a", "/b")), Outcome.OK)
        assert sorted(url for url, _ in watcher.ended) == sorted(map(small.url, ("/", "/a", "/b")))
        assert len((tmp_path / "pids").read_text().split()) == 2
        assert audited.end.complete


def test_pages_lost_to_a_network_that_was_down_are_measured_once_it_is_back(tmp_path, browser_path):
    with SmallSite() as small:
        paths = ("/", "/a", "/b", "/c")

        def down():
            small.out_of_reach = True

        small.answers |= {"/": page("a", "b", "c"), "/a": page(), "/b": Answer(page().body, before=down), "/c": page()}
        order = order_for(tmp_path / "run", browser_path, small.url(), use_sitemap=False, obey_robots=False)
        cut = audit(order)
        assert unfinished(cut.end, cut.pages)
        first = outcomes(cut)
        assert {first[small.url(path)] for path in ("/", "/a")} == {Outcome.OK}
        assert {first[small.url(path)] for path in ("/b", "/c")} <= {Outcome.FAILED, Outcome.REFUSED}
        small.out_of_reach = False
        small.answers["/b"] = page()
        watcher = Watcher()
        audited = audit(type(order)(header=order.header, load=order.load, run=order.run, resume=True), watcher)
        assert outcomes(audited) == dict.fromkeys(map(small.url, paths), Outcome.OK)
        assert len(audited.pages) == len(paths)
        assert not unfinished(audited.end, audited.pages)
        assert [str(told) for told in audited.end.warnings] == [f"started with delest 0, resumed with {__version__}"]
        assert sorted(watcher.started) == sorted(map(small.url, ("/b", "/c")))
