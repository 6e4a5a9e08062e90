"""The scale against the socket: what delest counts of a page is what the server sent, in all and answer by answer."""

import asyncio
import os
import signal
from collections import Counter

import pytest

from delest.measure.browser import Driver
from delest.measure.load import PageLoader
from delest.measure.options import LoadOptions
from delest.records.load import CacheState, Outcome
from delest.records.scope import Access
from tests.site.cases import CASES
from tests.site.cases.sample import MANIFEST_BYTES
from tests.site.truth import truth

pytestmark = pytest.mark.browser

LOADERS = 4
WITHOUT_END = {"runaway", "dialogs-without-end", "held-page", "held-resource", "dripping", "endless"}
"""They take the whole time limit; `make accuracy` has them too."""
PLAIN = [n for n, case in CASES.items() if "http" in case.transports and case.exact and n not in WITHOUT_END]
OVER_HTTP2 = [
    "gzip", "identity", "frame-cross-site", "modules", "styles", "third-party", "redirected-images", "worker",
    "lazy-images", "preload", "failed-resources", "media", "early-hints", "padded", "head-in-parts", "many-small",
]  # fmt: skip
LOADS = [(name, "http") for name in PLAIN] + [(name, "h2") for name in OVER_HTTP2]


async def load_all(site, browser_path):
    options = LoadOptions(access=Access(insecure=True), browser_path=browser_path)
    work, loads = list(LOADS), {}

    async def one(loader):
        while work:
            name, transport = work.pop(0)
            capture = await loader.load(site.url(CASES[name], transport))
            loads[name, transport] = capture.load

    async with Driver(options) as driver:
        loaders = [PageLoader(driver, options) for _ in range(LOADERS)]
        await asyncio.gather(*map(one, loaders))
        for loader in loaders:
            await loader.__aexit__(None, None, None)
    return loads


@pytest.fixture(scope="module")
def weighed(site, browser_path):
    """(case, transport) -> the load as delest saw it, and the answers as the server sent them."""
    site.reset()
    loads = asyncio.run(load_all(site, browser_path))
    answers = {
        (name, transport): [a for a in truth(site, CASES[name]).answers if (a.transport == "h2") == (transport == "h2")]
        for name, transport in LOADS
    }
    return {key: (loads[key], answers[key]) for key in LOADS}


@pytest.mark.parametrize("key", LOADS, ids="-".join)
def test_the_whole_page_weighs_what_the_server_sent(weighed, key):
    load, answers = weighed[key]
    assert load.exact
    assert load.transferred_bytes == sum(a.total_bytes for a in answers)


@pytest.mark.parametrize("key", LOADS, ids="-".join)
def test_each_answer_weighs_what_the_server_sent_for_it_or_is_marked(weighed, key):
    load, answers = weighed[key]
    sent = Counter(a.total_bytes for a in answers if a.total_bytes)
    claimed = Counter(t.transferred_bytes for t in load.transfers if t.transferred_bytes and t.exact)
    assert claimed <= sent
    if all(t.exact for t in load.transfers):
        assert claimed == sent


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
        ("page-404", Outcome.HTTP_ERROR, "HTTP 404"),
        ("page-500", Outcome.HTTP_ERROR, "HTTP 500"),
        ("document-pdf", Outcome.NOT_HTML, "application/pdf"),
        ("document-json", Outcome.NOT_HTML, "application/json"),
        ("redirect-loop", Outcome.FAILED, "net::ERR_TOO_MANY_REDIRECTS"),
        ("challenge", Outcome.BLOCKED, "login required (HTTP 401)"),
    ],
)
def test_a_page_that_is_none_says_why(weighed, name, outcome, reason):
    load, _ = weighed[name, "http"]
    assert (load.outcome, load.reason) == (outcome, reason)


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
