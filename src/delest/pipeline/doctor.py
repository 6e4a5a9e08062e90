"""Can delest measure on this machine: one page of its own server, loaded and counted."""

from contextlib import closing
from typing import NamedTuple

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import PageLoad
from delest.records.runs.loading import LoadOptions
from delest.serving.counted_page import CountedPage


class Examined(NamedTuple):
    """What the browser counted, and what the server sent."""

    load: PageLoad
    sent_bytes: int

    @property
    def exact(self) -> bool:
        """The browser's count is what was sent, to the byte."""
        return self.load.exact and self.load.transferred_bytes == self.sent_bytes


async def examine(browser: str | None) -> Examined:
    """Load a page whose server counts its bytes, with the browser at a path, or the one that is found.

    Raises:
        NoBrowserError: no browser is found, or it does not start.
    """
    options = LoadOptions(browser_path=browser, stay_s=0.5)
    with closing(CountedPage()) as page:
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            capture = await loader.load(page.url)
        return Examined(capture.load, page.sent_bytes)
