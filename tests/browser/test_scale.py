"""The scale against the socket: what delest counts of a page is what the server sent, in all and answer by answer."""

import asyncio
import contextlib
import os
import signal
from collections import Counter

import pytest

from delest.measure.browser import switches
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import CacheState, Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.site.cases import CASES
from tests.site.cases.sample import MANIFEST_BYTES
from tests.site.truth import truth

pytestmark = pytest.mark.browser

LOADERS = 4
WITHOUT_END = {"runaway", "dialogs-without-end", "held-page", "held-resource", "dripping", "endless", "doors-inside"}
"""They take the whole time limit; `make accuracy` has them too."""
PLAIN = [n for n, case in CASES.items() if "http" in case.transports and case.exact and n not in WITHOUT_END]
OVER_HTTP2 = [
    "gzip", "identity", "frame-cross-site", "modules", "styles", "third-party", "redirected-images", "worker",
    "lazy-images", "preload", "failed-resources", "media", "early-hints", "padded", "head-in-parts", "many-small",
    "going-away", "trailers", "service-worker", "worker-shared-busy",
]  # fmt: skip
OVER_HTTP3 = [
    "gzip", "redirected-images", "failed-resources", "page-404", "frame-cross-site", "worker", "media", "interim",
    "early-close", "fetch-aborted", "beacon", "lossy",
]  # fmt: skip
LOADS = [(name, "http") for name in PLAIN] + [(name, "h2") for name in OVER_HTTP2]
LOADS += [(name, "h3") for name in OVER_HTTP3]
HUNG_UP_ON = ("answers-unread", "http")
SHUT = ("challenge", "http")


async def load_all(site, browser_path, work, **access):
    options = LoadOptions(access=Access(**access), browser_path=browser_path, screenshots=True)
    loads = {}

    async def one(loader):
        while work:
            name, transport = work.pop(0)
            capture = await loader.load(site.url(CASES[name], transport), keep_bodies=True)
            loads[name, transport] = capture.load

    async with Driver(options) as driver:
        loaders = [PageLoader(driver, options) for _ in range(LOADERS)]
        await asyncio.gather(*map(one, loaders))
        for loader in loaders:
            await loader.__aexit__(None, None, None)
    return loads


@contextlib.contextmanager
def trusted(site):
    """The site's certificate taken for a good one, as QUIC needs it and without certutil."""
    with pytest.MonkeyPatch.context() as patch:
        trust = f"--ignore-certificate-errors-spki-list={site.authority.spki}"
        patch.setattr(switches, "_SWITCHES", (*switches._SWITCHES, trust))
        yield


@pytest.fixture(scope="module")
def weighed(site, browser_path):
    """(case, transport) -> the load as delest saw it, and the answers as the server sent them."""
    site.reset()
    work = [*LOADS, HUNG_UP_ON, SHUT]
    loads = asyncio.run(load_all(site, browser_path, [key for key in work if key[1] != "h3"], insecure=True))
    with trusted(site):
        over_http3 = [key for key in work if key[1] == "h3"]
        loads |= asyncio.run(load_all(site, browser_path, over_http3, http3_origins=site.origins("h3")))
    answers = {
        (name, transport): [a for a in truth(site, CASES[name]).answers if a.transport == transport]
        for name, transport in loads
    }
    return {key: (loads[key], answers[key]) for key in loads}


@pytest.mark.parametrize("key", LOADS, ids="-".join)
def test_the_whole_page_weighs_what_the_server_sent(weighed, key):
    load, answers = weighed[key]
    assert load.exact
    assert load.transferred_bytes == sum(a.total_bytes for a in answers)
    assert (load.before_scroll_bytes or 0) <= load.transferred_bytes


@pytest.mark.parametrize("key", LOADS, ids="-".join)
def test_each_answer_weighs_what_the_server_sent_for_it_or_is_marked(weighed, key):
    load, answers = weighed[key]
    sent = Counter(a.total_bytes for a in answers if a.total_bytes)
    claimed = Counter(t.transferred_bytes for t in load.transfers if t.transferred_bytes and t.exact)
    assert claimed <= sent
    if all(t.exact for t in load.transfers):
        assert claimed == sent


@pytest.mark.parametrize("name", ["service-worker", "worker-shared-busy"])
def test_a_certificate_that_counts_for_a_page_counts_for_its_workers(weighed, name):
    _, answers = weighed[name, "h2"]
    assert {CASES[name].key(a.path) for a in answers} == set(CASES[name].answers)


@pytest.mark.parametrize("name", OVER_HTTP3)
def test_what_was_asked_over_http3_came_over_http3(weighed, name):
    load, _ = weighed[name, "h3"]
    assert {t.protocol for t in load.transfers if t.transferred_bytes} == {"h3"}
    assert load.wire_bytes > load.transferred_bytes
    assert all(t.exact for t in load.transfers)


def test_a_warm_load_over_http3_counts_only_what_it_brought(site, browser_path):
    async def load_again(url):
        options = LoadOptions(access=Access(http3_origins=site.origins("h3")), browser_path=browser_path, stay_s=1)
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return (await loader.load(url, after=url)).load

    site.reset()
    with trusted(site):
        load = asyncio.run(load_again(site.url(CASES["revalidated"], "h3")))
    answers = truth(site, CASES["revalidated"]).answers
    first, second = answers[: len(answers) // 2], answers[len(answers) // 2 :]
    assert [a.path for a in first] == [a.path for a in second]
    assert load.exact
    assert load.transferred_bytes == sum(a.total_bytes for a in second)
    assert load.wire_bytes < site.datagram_bytes


def test_an_answer_that_the_browser_hangs_up_on_counts_as_far_as_it_was_read(weighed):
    load, answers = weighed[HUNG_UP_ON]
    counted = {t.url.rpartition("/")[2]: t.transferred_bytes for t in load.transfers}
    for answer in answers:
        name = answer.path.rpartition("/")[2]
        assert answer.header_bytes <= counted[name] <= answer.total_bytes
        if "third" not in answer.host:
            assert counted[name] == answer.total_bytes


@pytest.mark.parametrize("page", MANIFEST_BYTES)
def test_the_accuracy_sample_is_exact(weighed, page):
    load, _ = weighed[page, "http"]
    assert load.transferred_bytes == MANIFEST_BYTES[page]


def test_a_cold_load_starts_with_nothing(weighed):
    assert {load.cache_state for load, _ in weighed.values()} == {CacheState.COLD}


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("gzip", Outcome.OK, ""),
        ("page-404", Outcome.HTTP_ERROR, "http-error: 404"),
        ("page-500", Outcome.HTTP_ERROR, "http-error: 500"),
        ("document-pdf", Outcome.NOT_HTML, "not-html: application/pdf"),
        ("document-json", Outcome.NOT_HTML, "not-html: application/json"),
        ("redirect-loop", Outcome.FAILED, "net-error: net::ERR_TOO_MANY_REDIRECTS"),
        ("challenge", Outcome.BLOCKED, "login-required: HTTP 401"),
    ],
)
def test_a_page_that_is_none_says_why(weighed, name, outcome, reason):
    load, _ = weighed[name, "http"]
    assert (load.outcome, str(load.reason or "")) == (outcome, reason)


def test_lazy_content_is_what_the_scroll_brought(weighed):
    load, _ = weighed["lazy-images", "http"]
    assert 0 < load.before_scroll_bytes < load.transferred_bytes


def test_what_the_page_says_of_itself_cannot_lie(weighed):
    load, _ = weighed["poisoned", "http"]
    assert load.element_count > 5
    assert load.settled_after_ms is not None


def test_a_script_without_end_costs_no_byte_and_no_other_page(site, browser_path):
    options = LoadOptions(browser_path=browser_path, limit_s=6, stay_s=0)
    site.reset()

    async def load_both():
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            stuck = await loader.load(site.url(CASES["runaway"]))
            return stuck.load, (await loader.load(site.url(CASES["gzip"]))).load

    stuck, after = asyncio.run(load_both())
    assert stuck.exact
    assert stuck.transferred_bytes == truth(site, CASES["runaway"]).transferred_bytes
    assert stuck.settled_after_ms is None
    assert after.transferred_bytes == truth(site, CASES["gzip"]).transferred_bytes


def test_a_page_whose_process_dies_is_tried_once_more(site, browser_path):
    options = LoadOptions(browser_path=browser_path, stay_s=1)
    site.reset()

    async def kill_renderers(loader):
        while not site.ledger():
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        for process in (await loader._started.session.send("SystemInfo.getProcessInfo"))["processInfo"]:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)

    async def load():
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            killer = asyncio.create_task(kill_renderers(loader))
            capture = await loader.load(site.url(CASES["identity"]))
            await killer
            return capture.load

    load = asyncio.run(load())
    answers = truth(site, CASES["identity"]).answers
    assert load.outcome is Outcome.OK
    assert len(answers) == 2 * len(load.transfers)
