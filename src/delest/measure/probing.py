"""Probes: pages are loaded once more, after their audit, and looked at. Nothing here is part of any weight."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from playwright.async_api import BrowserContext, Page, Response
from playwright.async_api import Error as PlaywrightError

from delest import plugins
from delest.errors import DelestError
from delest.measure import probes as package
from delest.measure.browser.browser import Driver, Started, context_options, site_cookies, stop
from delest.measure.devtools.headers import SiteHeaders
from delest.measure.devtools.world import World
from delest.measure.login import logged_in
from delest.measure.probe import Probe, Watched
from delest.measure.probes.media import listen
from delest.records.runs.loading import LoadOptions
from delest.records.state.probed import ProbedPage

_LOAD_MS: Final = 45_000
_PAGE_S: Final = 120.0
_REST_S: Final = 3.0
_MOST_KEPT: Final = 2000


def known() -> tuple[str, ...]:
    """Return the ids of all probes of pages."""
    return plugins.names(package)


async def probe(
    urls: Mapping[str, str], ids: Sequence[str], options: LoadOptions, spelt: Callable[[str], str]
) -> AsyncIterator[tuple[str, ProbedPage]]:
    """Yield the browser, and what the probes see of each page, one page after the other.

    Args:
        urls: each page, and where it led when it was measured; a page that leads elsewhere now, such as to a login, is
            not looked at.
        ids: of probes.
        options: how pages are loaded; a login is gone through first.
        spelt: gives addresses that differ by their fragment or a visitor's session one spelling.

    Raises:
        NoBrowserError: none is found, or it does not start.
        BlockedError: the login did not succeed.
    """
    chosen = sorted((plugins.load(package, Probe, name) for name in ids), key=lambda each: each.order)
    async with Driver(options) as driver:
        options = await logged_in(driver, options)
        started = await driver.start()
        try:
            for url, led_to in urls.items():
                if not started.process.is_connected():
                    await stop(started)
                    started = await driver.start()
                expected = frozenset(map(spelt, (url, led_to)))
                page = _Expected(url, expected, spelt)
                yield started.build.product, await _probed(page, chosen, options, started)
        finally:
            await stop(started)


class _Expected(NamedTuple):
    """A page that was measured, and how to recognise it."""

    url: str
    addresses: frozenset[str]
    """As ``spelt``: what was asked for, and where it led."""
    spelt: Callable[[str], str]

    def is_at(self, document: str, shown: str) -> bool:
        """Tell whether the page is the one that was measured.

        Args:
            document: the address whose answer is shown.
            shown: the address that the window shows: scripts may add to it.
        """
        return self.spelt(document) in self.addresses and any(
            _adds_to(each, self.spelt(shown)) for each in self.addresses
        )


def _adds_to(address: str, shown: str) -> bool:
    """Tell whether an address as shown is this one, with further parameters at most."""
    path, _, query = address.partition("?")
    shown_path, _, shown_query = shown.partition("?")
    return path == shown_path and set(query.split("&")) - {""} <= set(shown_query.split("&"))


async def _probed(page: _Expected, probes: Sequence[Probe], options: LoadOptions, started: Started) -> ProbedPage:
    context = await started.process.new_context(**context_options(options, started))
    try:
        async with asyncio.timeout(_PAGE_S):
            if options.access.cookies:
                await context.add_cookies(site_cookies(options.access))
            async with SiteHeaders(started.session, options.access):
                return await _looked(page, probes, context)
    except (PlaywrightError, TimeoutError) as error:
        return ProbedPage(url=page.url, problem=(str(error).strip().splitlines() or ["no answer in time"])[0][:200])
    finally:
        try:
            async with asyncio.timeout(10):
                await context.close()
        except (PlaywrightError, TimeoutError):
            pass


async def _looked(of: _Expected, probes: Sequence[Probe], context: BrowserContext) -> ProbedPage:
    url = of.url
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    watched = Watched(page, session, World(session.send), [], {})
    documents = _listen(page, watched)
    await listen(watched)
    answer = await page.goto(url, wait_until="load", timeout=_LOAD_MS)
    if answer is None or not answer.ok:
        return ProbedPage(url=url, problem=f"HTTP {answer.status}" if answer else "no answer")
    await asyncio.sleep(_REST_S)
    if not of.is_at(documents[-1] if documents else answer.url, page.url):
        return ProbedPage(url=url, problem=f"it leads to {page.url[:150]}")
    seen: dict[str, Any] = {}
    problem = ""
    for each in probes:
        try:
            seen[each.id] = await each.look(watched)
        except (PlaywrightError, TimeoutError, DelestError, ValueError) as error:
            problem = f"{each.id}: {(str(error).strip().splitlines() or ['no answer in time'])[0]}"[:200]
    return replace(ProbedPage(url=url, problem=problem), **seen)


def _listen(page: Page, watched: Watched) -> list[str]:
    """Keep the responses of a page; the addresses of its own documents come into the list that is returned."""
    documents: list[str] = []

    def response(each: Response) -> None:
        if len(watched.responses) < _MOST_KEPT:
            watched.responses.append(each)
        if each.request.is_navigation_request() and each.frame == page.main_frame:
            documents[:] = [each.url]

    page.on("response", response)
    return documents
