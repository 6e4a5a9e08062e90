"""A page that is not done when its time is over: waited for, then a lower bound that says why, and never hammered."""

import asyncio
import struct
import threading
import time

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.failed_request import Cause
from delest.records.pages.load import Outcome, Unsettled
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><title>t</title><link rel=icon href="data:,"><h1>Town hall</h1>'
GIF = b"GIF89a" + bytes(50_000)
ENDLESS_WAV = (
    b"RIFF\xff\xff\xff\x7fWAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data\xff\xff\xff\x7f"
)
LIMIT_S = 15
LATE_S = 2.5
RELOADS = {
    "/reloads": "<script>addEventListener('load', () => location.reload())</script>",
    "/refreshes": "<meta http-equiv=refresh content=0>",
    "/frame-reloads": "<iframe src=/reloads></iframe>",
}
WAITS = {
    "/late": "<img src=/late.gif>",
    "/never": "<img src=/never.gif>",
    "/again": "<img src=http://localhost:{port}/never.gif?1>",
    "/stops": "<img src=/stops.gif>",
    "/script": "<script src=/never.js></script>",
    "/streams": "<script>fetch('/stream').then(r => r.body.getReader().read())</script>",
    "/beacon": "<script>navigator.sendBeacon('/never.gif', 'x')</script>",
    "/radio": "<audio autoplay muted src=/radio.wav></audio>",
}


@pytest.fixture(scope="module")
def loads(browser_path):
    """Path of a page -> (how it was loaded, how often it was asked for)."""
    over = threading.Event()

    def never(_connection):
        over.wait(120)

    def begins(content_type, part, *fields, every_s=120.0):
        def send(connection):
            head = [b"HTTP/1.1 200 OK", b"Content-Type: " + content_type, *fields]
            connection.sendall(b"\r\n".join(head) + b"\r\n\r\n" + part)
            while not over.wait(every_s):
                connection.sendall(bytes(2_000))

        return Answer(raw=send)

    with SmallSite() as small:
        small.answers |= {
            path: Answer((HEAD + body.replace("{port}", str(small.port))).encode())
            for path, body in (RELOADS | WAITS).items()
        }
        small.answers |= {
            "/late.gif": Answer(GIF, content_type="image/gif", before=lambda: time.sleep(LATE_S)),
            "/stops.gif": begins(b"image/gif", GIF, b"Content-Length: 500000"),
            "/stream": begins(b"application/x-ndjson", b"{}"),
            "/radio.wav": begins(b"audio/wav", ENDLESS_WAV, every_s=0.1),
        } | {path: Answer(raw=never) for path in ("/never.gif", "/never.js", "/never.gif?1")}

        async def load_all():
            found = {}
            options = LoadOptions(browser_path=browser_path, limit_s=LIMIT_S, stay_s=0.5)
            waiting = [*RELOADS, *WAITS]
            async with Driver(options) as driver:

                async def some():
                    async with PageLoader(driver, options) as loader:
                        while waiting:
                            path = waiting.pop(0)
                            found[path] = (await loader.load(small.url(path), keep_bodies=True)).load

                await asyncio.gather(some(), some(), some())
            return found

        found = asyncio.run(load_all())
        over.set()
        asked = {path: small.asked.count(path) for path in found}
    return {path: (load, asked[path]) for path, load in found.items()}


@pytest.mark.parametrize("path", RELOADS)
def test_a_page_that_loads_itself_is_stopped_and_keeps_what_was_weighed(loads, path):
    load, asked = loads[path]
    assert (load.outcome, load.settled_after_ms, load.unsettled) == (Outcome.OK, None, Unsettled.DOCUMENTS)
    assert load.exact
    assert load.transferred_bytes > 0
    assert loads["/reloads"][1] + asked <= 2 * 60


def test_a_late_response_is_waited_for(loads):
    load, _ = loads["/late"]
    assert load.settled_after_ms > LATE_S * 1000
    assert load.transferred_bytes > len(GIF)
    assert not load.failures.named


@pytest.mark.parametrize("path", ["/never", "/again", "/stops", "/script", "/radio"])
def test_what_never_ends_is_named_and_the_weight_is_a_lower_bound(loads, path):
    load, asked = loads[path]
    assert (load.outcome, load.settled_after_ms, load.unsettled) == (Outcome.OK, None, Unsettled.REQUESTS)
    (named,) = [failed for failed in load.failures.named if failed.lost]
    assert named.cause is Cause.UNANSWERED
    assert asked == 1


@pytest.mark.parametrize("path", ["/streams", "/beacon"])
def test_what_no_visitor_waits_for_holds_no_page_up(loads, path):
    load, _ = loads[path]
    assert load.settled_after_ms is not None
    assert not load.failures.lost
