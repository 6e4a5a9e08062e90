"""Header fields of the user's own on requests to the audited site, and to no other origin.

Requests to the site's origins are held in the browser's ``Fetch`` domain just long enough to be given their fields.
Playwright's own ways (routes, HTTP credentials) hold all requests, of all origins, and turn the browser's cache off.
A redirect is held again as a request of its own, so that fields do not follow it to another origin.
"""

import asyncio
import contextlib
from typing import Any

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest.records.scope import Access


class SiteHeaders:
    """Gives the site's requests of one page their fields, until ``close``."""

    def __init__(self, session: CDPSession, access: Access) -> None:
        self._session = session
        self._access = access
        self._answering: set[asyncio.Task[None]] = set()

    async def watch(self) -> None:
        """Start with the page's next request; nothing is held where there are no fields to give."""
        if not self._access.headers:
            return
        self._session.on("Fetch.requestPaused", self._paused)
        patterns = [{"urlPattern": f"{origin}/*"} for origin in self._access.header_origins]
        await self._session.send("Fetch.enable", {"patterns": patterns})

    def _paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._go_on(event))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _go_on(self, event: dict[str, Any]) -> None:
        own: dict[str, str] = event["request"]["headers"]
        taken = {name.lower() for name in own}  # what a page's script sets itself stays
        given = [(name, value) for name, value in self._access.headers if name.lower() not in taken]
        fields = [{"name": name, "value": value} for name, value in (*own.items(), *given)]
        with contextlib.suppress(PlaywrightError):  # the request or its page has gone
            await self._session.send("Fetch.continueRequest", {"requestId": event["requestId"], "headers": fields})

    async def close(self) -> None:
        """Forget the requests that were still being answered."""
        for task in list(self._answering):
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
