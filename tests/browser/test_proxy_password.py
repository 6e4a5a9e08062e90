"""A proxy that asks for a password: the cache stays on, every byte stays counted, the password stays inside."""

import asyncio

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import Outcome, ServedFrom
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.browser.asking_proxy import DENIED, AskingProxy
from tests.browser.small_site import Answer, SmallSite
from tests.site.cases import CASES
from tests.site.truth import truth

pytestmark = pytest.mark.browser

SHARED = 50_000
SHEET = '<!doctype html><title>t</title><link rel=icon href="data:,"><link rel=stylesheet href=/shared.css>'


@pytest.fixture(scope="module")
def proxy():
    with AskingProxy("me", "p@ss:word") as running:
        yield running


async def loads(access, browser_path, *asked):
    options = LoadOptions(browser_path=browser_path, access=access, stay_s=0, quiet_s=0.2)
    async with Driver(options) as driver, PageLoader(driver, options) as loader:
        return [(await loader.load(url, after=after)).load for url, after in asked]


def test_the_cache_is_used_and_every_byte_of_a_plain_site_is_counted(proxy, browser_path):
    with SmallSite() as small:
        css = Answer(b"/*" + b"x" * SHARED + b"*/", content_type="text/css", headers={"Cache-Control": "max-age=9000"})
        script = (
            "<script>fetch('/kept', {method: 'POST', body: 'x'.repeat(200000)}).then(() => fetch('/later'))</script>"
        )
        small.answers |= {
            "/": Answer(SHEET.encode()),
            "/two": Answer((SHEET + script).encode()),
            "/shared.css": css,
            "/kept": Answer(b"thanks"),
            "/later": Answer(b"late"),
        }
        access = Access(proxy=proxy.address("me:p%40ss%3Aword@"))
        two, start = small.url("/two"), small.url("/")
        cold, in_visit = asyncio.run(loads(access, browser_path, (two, None), (two, start)))
        assert [body for path, body in small.posted if path == "/kept"] == ["x" * 200_000] * 2
    assert (cold.outcome, cold.exact, in_visit.outcome, in_visit.exact) == (Outcome.OK, True, Outcome.OK, True)
    began = [at for at, (path, _) in enumerate(proxy.answered) if path == "/two"]
    first = [sent for path, sent in proxy.answered[began[0] :] if path in {"/two", "/shared.css", "/kept", "/later"}][
        :4
    ]
    assert cold.transferred_bytes == sum(first)
    assert in_visit.transferred_bytes == sum(sent for _, sent in proxy.answered[began[1] :])
    assert cold.transferred_bytes - in_visit.transferred_bytes > SHARED
    assert [t.served_from for t in in_visit.transfers if t.url.endswith("css")] == [ServedFrom.CACHE]


def test_a_site_behind_tls_is_counted_as_without_a_proxy(proxy, browser_path, site):
    site.reset()
    case = CASES["gzip"]
    access = Access(proxy=proxy.address("me:p%40ss%3Aword@"), insecure=True)
    (load,) = asyncio.run(loads(access, browser_path, (site.url(case, "h2", host="127.0.0.1"), None)))
    assert (load.outcome, load.exact) == (Outcome.OK, True), load.reason
    assert load.transferred_bytes == sum(sent.total_bytes for sent in truth(site, case).answers)
    assert proxy.tunnels


def test_what_the_proxy_says_to_refuse_a_connection_is_not_of_the_page(proxy, browser_path):
    with SmallSite() as small:
        small.answers["/"] = Answer(f"{SHEET}<script src=https://{DENIED}/a.js></script>".encode())
        before = len(proxy.answered)
        access = Access(proxy=proxy.address("me:p%40ss%3Aword@"))
        (load,) = asyncio.run(loads(access, browser_path, (small.url(), None)))
    (denied,) = (t for t in load.transfers if t.url.startswith("https://denied"))
    assert (denied.failure, denied.transferred_bytes) == ("net::ERR_TUNNEL_CONNECTION_FAILED", 0)
    received = sum(sent for _, sent in proxy.answered[before:])
    assert (load.transferred_bytes, load.before_scroll_bytes, load.wire_bytes) == (received,) * 3


def test_a_wrong_password_is_no_page(proxy, browser_path):
    with SmallSite() as small:
        small.answers["/"] = Answer(SHEET.encode())
        access = Access(proxy=proxy.address("me:wrong@"))
        (load,) = asyncio.run(loads(access, browser_path, (small.url(), None)))
    assert load.outcome is not Outcome.OK
    assert "wrong" not in str(load.reason)
    assert small.asked == []


def test_a_proxy_that_is_not_there_is_named(browser_path):
    with SmallSite() as gone:
        address = gone.url("").replace("://", "://me:secret@")
    found = asyncio.run(loads(Access(proxy=address), browser_path, ("http://a.test/", None), ("https://a.test/", None)))
    assert [(load.outcome, load.reason.detail) for load in found] == [
        (Outcome.FAILED, "net::ERR_PROXY_CONNECTION_FAILED"),
        (Outcome.FAILED, "net::ERR_PROXY_CONNECTION_FAILED"),
    ]
