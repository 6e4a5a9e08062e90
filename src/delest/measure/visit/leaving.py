"""Leaving a page: what it sends as it goes still counts; the windows that it opened are closed."""

import asyncio
import contextlib
from typing import Final

from playwright.async_api import BrowserContext, Page
from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.tracing import Pulse

_LEAVE_LIMIT_S: Final = 3.0
_BEACONS_LIMIT_S: Final = 5.0
"""How long the answers to what a page sends as it is left may take."""


async def leave_popups(context: BrowserContext, pulse: Pulse) -> None:
    """Close what a page that was left has opened, so that nothing of it counts for the next one."""
    if not context.pages:
        return
    for popup in context.pages:
        await _close(popup)
    await pulse.rest(_BEACONS_LIMIT_S)


async def leave(page: Page, pulse: Pulse) -> None:
    """Leave ``page`` and close it; wait for what it sends meanwhile.

    Going elsewhere fires ``pagehide``, and with it the beacons that a page sends when a person leaves.
    """
    pulse.mark()
    with contextlib.suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(_LEAVE_LIMIT_S):
            await page.goto("about:blank")
    await pulse.rest(_BEACONS_LIMIT_S)
    await _close(page)


async def _close(page: Page) -> None:
    with contextlib.suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(_LEAVE_LIMIT_S):
            await page.close()
