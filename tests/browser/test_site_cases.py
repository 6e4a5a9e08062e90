"""Every case does in a real Chromium what it says: a complete visit asks for just what the case declares."""

import asyncio
import contextlib
import os

import pytest
from playwright.async_api import Error, async_playwright

from tests.site.cases import CASES
from tests.site.truth import truth

pytestmark = pytest.mark.browser

VISITS_AT_ONCE = 12
WITHOUT_END = {"runaway", "dialogs-without-end", "held-page", "endless"}
"""They would take time from the others, so they come last."""
GIVE_UP_S = {name: 6 if name in WITHOUT_END else 20 for name in CASES}
SCROLL = """(async () => {
  const end = () => scrollY + innerHeight + 1 >= document.documentElement.scrollHeight;
  for (let n = 0; n < 100 && !end(); n++) {
    scrollBy({top: innerHeight * 0.8, behavior: "instant"});
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await new Promise(seen => setTimeout(seen, 60));
  }
})()"""


async def scroll(page):
    """To the end, step by step, from a world of scripts that the page cannot reach."""
    devtools = await page.context.new_cdp_session(page)
    frame = (await devtools.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = (await devtools.send("Page.createIsolatedWorld", {"frameId": frame}))["executionContextId"]
    await devtools.send("Runtime.evaluate", {"expression": SCROLL, "contextId": world, "awaitPromise": True})


async def visit(browser, url, give_up_s):
    """Load, scroll to the end, stay, leave; whatever the page does, it is over after a while."""
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    page = await context.new_page()

    async def stay():
        await page.goto(url, wait_until="commit")
        await page.wait_for_timeout(500)
        await scroll(page)
        await page.wait_for_timeout(3500)

    # pages that refuse to load or to scroll are among the cases; the ledger says what they asked for
    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(stay(), give_up_s)
    await context.close()


async def visit_all(browser_path, site, names, at_once):
    free = asyncio.Semaphore(at_once)
    trust = f"--ignore-certificate-errors-spki-list={site.authority.spki}"
    http3 = f"--origin-to-force-quic-on={','.join(o.removeprefix('https://') for o in site.origins('h3'))}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browser_path,
            args=[http3, "--disable-auto-reload", trust],
            chromium_sandbox=os.getuid() != 0,
        )

        async def one(case):
            async with free:
                await visit(browser, site.url(case, case.transports[0]), GIVE_UP_S[case.name])

        for batch in (names - WITHOUT_END, names & WITHOUT_END):
            await asyncio.gather(*(one(CASES[name]) for name in sorted(batch)))
        await browser.close()
    return {name: truth(site, CASES[name]) for name in names}


@pytest.fixture(scope="module")
def visited(site, browser_path):
    """Case -> the truth about one visit; a visit that a busy machine left incomplete is made again, alone."""
    site.reset()
    truths = asyncio.run(visit_all(browser_path, site, set(CASES), VISITS_AT_ONCE))
    again = {name for name, found in truths.items() if found.deviations}
    site.reset()
    return truths | asyncio.run(visit_all(browser_path, site, again, 1))


@pytest.mark.parametrize("name", CASES)
def test_complete_visit_asks_for_what_the_case_declares(visited, name):
    assert visited[name].deviations == []
