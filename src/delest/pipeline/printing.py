"""An answer as PDF: its HTML, printed by the browser that also measures."""

import asyncio

from delest.measure.printing import print_pdf


def printed(html: str, browser: str | None = None) -> bytes:
    """Return a page of ours as a tagged PDF.

    Raises:
        NoBrowserError: no browser is found, or it does not print.
    """
    return asyncio.run(print_pdf(html, browser))
