"""A page that eats memory without end costs itself: not the machine, and not the page after it."""

import asyncio

import pytest

from delest.measure.browser import memory
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite, page

pytestmark = pytest.mark.browser

GREEDY = "const kept = []; setInterval(() => kept.push(new Uint8Array(5e7).fill(1)), 50)"


@pytest.fixture(scope="module")
def site():
    with SmallSite() as small:
        small.answers["/greedy"] = Answer(f"<!doctype html><title>g</title><script>{GREEDY}</script>".encode())
        small.answers["/light"] = page()
        yield small


class CountingDriver(Driver):
    """Remembers the browsers that it started."""

    def __init__(self, options):
        super().__init__(options)
        self.started = []

    async def start(self, *setting):
        self.started.append(await super().start(*setting))
        return self.started[-1]


def load_after_one_another(urls, browser_path, stay_s):
    async def run():
        options = LoadOptions(browser_path=browser_path, stay_s=stay_s, limit_s=30)
        async with CountingDriver(options) as driver, PageLoader(driver, options) as loader:
            loads = [(await loader.load(url)).load for url in urls]
            return loads, [each.process.is_connected() for each in driver.started]

    return asyncio.run(run())


def test_a_browser_that_holds_too_much_is_ended(site, browser_path, monkeypatch):
    monkeypatch.setattr(memory, "MOST_BYTES", 600_000_000)
    (greedy, light), alive = load_after_one_another([site.url("/greedy"), site.url("/light")], browser_path, stay_s=5)
    assert (greedy.outcome, str(greedy.reason)) == (Outcome.FAILED, "page-memory: 0.6 GB")
    assert (light.outcome, light.exact) == (Outcome.OK, True)
    assert alive == [False, False, True]  # it is tried once more, and the next page has a browser of its own


def test_a_browser_that_still_holds_much_is_started_anew(site, browser_path, monkeypatch):
    monkeypatch.setattr(memory, "RECYCLE_BYTES", 1)
    loads, alive = load_after_one_another([site.url("/light")] * 2, browser_path, stay_s=0.2)
    assert [load.outcome for load in loads] == [Outcome.OK] * 2
    assert alive == [False, True]
