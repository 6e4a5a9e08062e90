"""What the browser is told to leave out is left out, and Playwright's own wishes are among it."""

import asyncio
from pathlib import Path

import pytest

from delest.measure.browser.browser import Driver, stop
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access

pytestmark = pytest.mark.browser

OFF = "--disable-features="


@pytest.fixture(scope="module", params=[True, False], ids=["gated", "open"])
def started(request, browser_path):
    """Return the command line of a browser, and what lives in it once a page is open."""

    async def run():
        options = LoadOptions(browser_path=browser_path, access=Access(public_only=request.param))
        async with Driver(options) as driver:
            browser = await driver.start()
            await (await browser.process.new_context()).new_page()
            await asyncio.sleep(1)
            targets = await browser.session.send("Target.getTargets", {"filter": [{}]})
            line = command_line(browser.pid)
            await stop(browser)
            return line, targets["targetInfos"]

    return request.param, *asyncio.run(run())


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def test_what_playwright_switches_off_stays_off_though_the_last_list_alone_counts(started):
    _, line, _ = started
    *others, last = [set(each.removeprefix(OFF).split(",")) for each in line if each.startswith(OFF)]
    assert others
    assert set().union(*others) <= last


def test_names_are_not_looked_up_round_the_gate(started):
    _, line, _ = started
    assert any("AsyncDns" in each for each in line if each.startswith(OFF))


def test_a_window_holds_its_page_and_no_page_of_the_browsers_own(started):
    *_, targets = started
    assert {each["type"] for each in targets} <= {"browser", "tab", "page"}
    assert [each["url"] for each in targets if each["type"] == "page"] == ["about:blank"]
