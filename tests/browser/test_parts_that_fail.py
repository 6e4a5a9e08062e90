"""One page with a part of every kind that fails in its own way: each is named once, with what it failed by."""

import asyncio

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.failed_request import Cause
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite, redirect, reset

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>t</title><link rel=icon href="data:,"><h1>Town hall</h1>
<style>@import url(/reset/import.css); @font-face{font-family:F;src:url(/reset/font.woff2)}
@font-face{font-family:G;src:url(/font.woff2)} p{font-family:F}b{font-family:G}
i{display:block;height:9px;background:url(/reset/background.png)}</style><p>In F</p><b>In G</b><i></i>
<link rel=stylesheet href=/interim.css><img src=/no-picture.png>
<img src=/round.png><img src=/gone.png><img src=/to/reset.png><img src=https://127.0.0.1:{port}/plain.png>
<img src=http://nothing.invalid/name.png><iframe src=http://localhost:{port}/frame></iframe>
<script type=module>import('/reset/module.js').catch(() => 1)</script>
<script>new Worker('/reset/worker.js'); new Worker('/cut/worker.js'); new Worker('/imports.js');
new WebSocket('ws://127.0.0.1:{port}/gone'); new WebSocket('ws://127.0.0.1:{port}/reset/socket')</script>"""
FAILED = {
    "/reset/import.css": Cause.NETWORK,
    "/reset/font.woff2": Cause.NETWORK,
    "/reset/background.png": Cause.NETWORK,
    "/reset/redirected.png": Cause.NETWORK,
    "/reset/in-frame.png": Cause.NETWORK,
    "/reset/module.js": Cause.NETWORK,
    "/reset/worker.js": Cause.NETWORK,
    "/reset/socket": Cause.NETWORK,
    "/cut/worker.js": Cause.CUT,
    "/cut/imported.js": Cause.CUT,
    "/name.png": Cause.NETWORK,
    "/plain.png": Cause.CERTIFICATE,
    "/round.png": Cause.PAGE,
    "/no-picture.png": Cause.PAGE,
    "/gone.png": Cause.HTTP_ERROR,
    "/gone": Cause.HTTP_ERROR,
}


def interim(connection):
    """Send a first head and the whole response after it at once, as servers do that hint at files."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: 9000\r\n\r\n"
    connection.sendall(b"HTTP/1.1 103 Early Hints\r\nX-Note: soon\r\n\r\n" + head + b"u{}" * 3_000)


def cut(connection):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection.sendall(head + b"2710\r\n" + bytes(10_000) + b"\r\n")


@pytest.fixture(scope="module")
def load(browser_path):
    async def one(url):
        options = LoadOptions(browser_path=browser_path, stay_s=0.5)
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return (await loader.load(url)).load

    with SmallSite() as small:
        small.answers |= {
            "/": Answer(PAGE.replace("{port}", str(small.port)).encode()),
            "/frame": Answer(b"<!doctype html><img src=/reset/in-frame.png>"),
            "/imports.js": Answer(b"importScripts('/cut/imported.js')", content_type="text/javascript"),
            "/font.woff2": Answer(b"wOF2" + bytes(5_000), content_type="font/woff2"),
            "/no-picture.png": Answer(b"<!doctype html><p>Not found" * 200_000, content_type="image/png"),
            "/interim.css": Answer(raw=interim),
            "/round.png": redirect("/round.png"),
            "/to/reset.png": redirect("/reset/redirected.png"),
            **{path: Answer(raw=cut) for path in FAILED if path.startswith("/cut/")},
            **{path: Answer(raw=reset) for path in FAILED if path.startswith("/reset/")},
        }
        return asyncio.run(one(small.url()))


def test_each_failure_is_named_once_and_by_its_cause(load):
    assert load.outcome is Outcome.OK
    named = [("/" + each.url.partition("://")[2].partition("/")[2], each.cause) for each in load.failures.named]
    assert sorted(named) == sorted(FAILED.items())
    assert load.failures.lost == sum(cause not in {Cause.PAGE, Cause.HTTP_ERROR} for cause in FAILED.values())


def test_a_look_into_the_cache_is_no_request(load):
    assert [each.url.rpartition("/")[2] for each in load.transfers].count("font.woff2") == 2  # /font and /reset/font
    (font,) = [each for each in load.transfers if each.url.endswith("/font.woff2") and each.status == 200]
    assert font.initiator
