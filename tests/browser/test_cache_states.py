"""A page cold, as the next of a visit, and seen before: each load weighs what the server sent during that very load."""

import asyncio

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import CacheState, Outcome, ServedFrom
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.site.cases import CASES
from tests.site.truth import truth

pytestmark = pytest.mark.browser

LOADS = [(name, transport) for name in ("returning", "service-worker") for transport in ("http", "h2")]


async def load_all(site, browser_path):
    options = LoadOptions(access=Access(insecure=True), browser_path=browser_path, stay_s=1)
    found = {}
    async with Driver(options) as driver, PageLoader(driver, options) as loader:
        for name, transport in LOADS:
            url = site.url(CASES[name], transport)
            entry = url.replace("index.html", "other.html")
            befores = {"cold": None, "warm": url, "in-visit": entry if name == "returning" else None}
            for state, after in befores.items():
                site.reset()
                load = (await loader.load(url, after=after)).load
                answers = truth(site, CASES[name]).answers
                starts = [at for at, sent in enumerate(answers) if sent.path.endswith("index.html")]
                found[name, transport, state] = load, answers[starts[-1] :]
    return found


@pytest.fixture(scope="module")
def loaded(site, browser_path):
    return asyncio.run(load_all(site, browser_path))


@pytest.mark.parametrize("state", CacheState)
@pytest.mark.parametrize("transport", ["http", "h2"])
def test_each_load_weighs_what_was_sent_during_it(loaded, transport, state):
    load, answers = loaded["returning", transport, state]
    assert (load.outcome, load.cache_state, load.exact) == (Outcome.OK, state, True)
    assert load.transferred_bytes == sum(sent.total_bytes for sent in answers) > 0


def test_what_the_cache_gives_costs_nothing_and_what_it_asks_about_a_header(loaded):
    # Over http alone: a browser keeps nothing that came with a certificate it was told to accept.
    def served(state):
        load, _ = loaded["returning", "http", state]
        assert not any(t.failure for t in load.transfers)
        return {t.url.rpartition("/")[2]: (t.served_from, t.transferred_bytes) for t in load.transfers}

    warm, in_visit = served("warm"), served("in-visit")
    assert warm["shared.css"] == in_visit["shared.css"] == (ServedFrom.CACHE, 0)
    assert warm["own.png"] == (ServedFrom.CACHE, 0)
    assert in_visit["own.png"][0] is ServedFrom.NETWORK
    assert warm["tagged.json"][0] is ServedFrom.REVALIDATED
    assert 0 < warm["tagged.json"][1] < 500
    assert warm["never-kept.json"][0] is ServedFrom.NETWORK


@pytest.mark.parametrize("transport", ["http", "h2"])
def test_a_service_worker_that_is_there_serves_from_its_store(loaded, transport):
    load, answers = loaded["service-worker", transport, "warm"]
    assert load.outcome is Outcome.OK
    assert load.transferred_bytes == sum(sent.total_bytes for sent in answers)
    assert not [sent for sent in answers if sent.path.endswith("kept.json")]
