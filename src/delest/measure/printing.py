"""Prints a document of our own as a tagged PDF, with the browser that also measures."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import PdfMargins
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from delest.errors import N_, NoBrowserError
from delest.measure.browser.browser import Driver, stop
from delest.records.runs.loading import LoadOptions

_LIMIT_MS: Final = 120_000
_MARGIN: Final = PdfMargins(top="14mm", bottom="16mm", left="14mm", right="14mm")
_FOOT: Final = (
    '<div style="font: 7pt sans-serif; color: #555; width: 100%; padding: 0 14mm; display: flex;'
    ' justify-content: space-between"><span class="title"></span>'
    '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)


async def print_pdf(html: str, browser_path: str | None = None) -> bytes:
    """Return a document as A4 pages, tagged for screen readers, with an outline of its titles.

    No script of it runs, and nothing is asked of any network.

    Args:
        html: a document that needs nothing beside itself.
        browser_path: a Chromium; None: the one that is found.

    Raises:
        NoBrowserError: none is found, it does not start, or it does not print.
    """
    async with Driver(LoadOptions(browser_path=browser_path)) as driver:
        started = await driver.start()
        try:
            with tempfile.TemporaryDirectory(prefix="delest-print-") as folder:
                path = Path(folder) / "report.html"
                path.write_text(html, encoding="utf-8")
                context = await started.process.new_context(java_script_enabled=False, offline=True)
                page = await context.new_page()
                await page.goto(path.as_uri(), timeout=_LIMIT_MS)
                return await page.pdf(
                    format="A4",
                    margin=_MARGIN,
                    print_background=True,
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=_FOOT,
                    tagged=True,
                    outline=True,
                )
        except (PlaywrightError, PlaywrightTimeoutError) as error:
            raise NoBrowserError(
                N_("the browser does not print the report: {reason}"),
                remedy=N_("write HTML with -o report.html, and print it from your own browser"),
                reason=(str(error).strip().splitlines() or ["no answer"])[0][:300],
            ) from error
        finally:
            await stop(started)
