"""A whole audit with ``--cache all`` and ``--max-loads``: three weights a page, more loads only where one varies."""

import asyncio
from collections import Counter

import pytest

from delest import pipeline
from delest.pipeline import Order
from delest.records.pages.load import CacheState, Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.page_loads import run_header

pytestmark = pytest.mark.browser

SHARED, OWN = 50_000, 20_000


def kept(size):
    return Answer(b"/*" + b"x" * size + b"*/", content_type="text/css", headers={"Cache-Control": "max-age=9000"})


def html(links="", own=""):
    sheets = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in ("shared", own) if name)
    return f'<!doctype html><title>t</title><link rel="icon" href="data:,">{sheets}{links}'.encode()


@pytest.fixture(scope="module")
def audited(tmp_path_factory, browser_path):
    """One steady page, and one that is heavier each time it is asked for."""
    grows = Answer(html())

    def grow():
        grows.body += b" " * 10_000

    grows.before = grow
    with SmallSite() as small:
        small.answers |= {
            "/": Answer(html('<a href="grows">next</a>', own="own")),
            "/grows": grows,
            "/shared.css": kept(SHARED),
            "/own.css": kept(OWN),
        }
        header = run_header(
            Scope(start_urls=(small.url(),), use_sitemap=False), max_loads=3, cache_states=tuple(CacheState)
        )
        load = LoadOptions(browser_path=browser_path, stay_s=0.2, quiet_s=0.2, limit_s=20.0)
        order = Order(header=header, load=load, run=tmp_path_factory.mktemp("three") / "run")
        report = asyncio.run(pipeline.audit(order, Watcher(), asyncio.Event()))
        with Journal.open(order.run) as journal:
            assert pipeline.report(journal) == report
        yield report, small


def test_every_page_has_three_weights_and_the_cache_explains_their_difference(audited):
    report, small = audited
    weights = {weight.url: weight for weight in report.weights}
    start = weights[small.url("/")]
    cold, in_visit, warm = (w.transferred_bytes.median for w in (start.cold, start.in_visit, start.warm))
    assert SHARED < cold - in_visit < SHARED + 1000
    assert SHARED + OWN < cold - warm < SHARED + OWN + 1000
    grows = weights[small.url("/grows")]
    assert grows.in_visit
    assert grows.warm


def test_only_a_page_that_varies_is_loaded_again_and_again(audited):
    report, small = audited
    made = {page.url: Counter(load.cache_state for load in page.loads) for page in report.pages}
    assert made == {
        small.url("/"): dict.fromkeys(CacheState, 2),
        small.url("/grows"): dict.fromkeys(CacheState, 3),
    }


def test_each_load_says_which_page_it_came_from(audited):
    report, small = audited
    came = {(load.requested_url, load.cache_state, load.came_from) for page in report.pages for load in page.loads}
    start, grows = small.url("/"), small.url("/grows")
    assert came == {
        *((url, CacheState.COLD, "") for url in (start, grows)),
        *((url, CacheState.WARM, url) for url in (start, grows)),
        (start, CacheState.IN_VISIT, grows),
        (grows, CacheState.IN_VISIT, start),
    }
    assert {load.outcome for page in report.pages for load in page.loads} == {Outcome.OK}
