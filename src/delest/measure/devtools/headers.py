"""Header fields of the user's own on requests to the audited site, and to no other origin.

Requests to the site's origins are held in the browser's ``Fetch`` domain just long enough to be given their fields.
Playwright's own ways (routes, HTTP credentials) hold all requests, of all origins, and turn the browser's cache off.
A redirect is held again as a request of its own, so that fields do not follow it to another origin.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest.records.runs.scope import Access

_SCRIPTED: Final = frozenset({"XHR", "Fetch", "EventSource", "Ping"})
"""Kinds of requests whose fields a script of the page may have set."""
_OF_ONE_REQUEST: Final = frozenset({"referer", "origin", "range", "content-type"})
"""Fields that say something about one request; the user's value is only added where there is none."""


def with_fields(own: Mapping[str, str], given: Sequence[tuple[str, str]], resource_type: str) -> list[tuple[str, str]]:
    """Return the fields of a request with those of the user.

    The user's value replaces the browser's (``User-Agent``, ``Accept``, ``Sec-CH-UA``). What a script of the page has
    set itself is kept, and so are fields that say something about this one request.

    Args:
        own: the fields that the request has.
        given: names and values of the user.
        resource_type: what DevTools calls the kind of the request (``Document``, ``XHR``).
    """
    names = {name.lower() for name in own}

    def wins(name: str) -> bool:
        of_browser = name == "user-agent" or name.startswith("sec-") or resource_type not in _SCRIPTED
        return name not in names or (of_browser and name not in _OF_ONE_REQUEST)

    added = [(name, value) for name, value in given if wins(name.lower())]
    replaced = {name.lower() for name, _value in added}
    return [(name, value) for name, value in own.items() if name.lower() not in replaced] + added


class SiteHeaders:
    """Gives the site's requests their fields, while entered.

    ``session`` is that of the browser: a page's own would miss its popups, its shared and service workers, and its
    frames inside those of other sites.
    """

    def __init__(self, session: CDPSession, access: Access) -> None:
        self._session = session
        self._access = access
        self._answering: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        if self._access.headers:  # else nothing is held
            self._session.on("Fetch.requestPaused", self._paused)
            patterns = [{"urlPattern": f"{origin}/*"} for origin in self._access.header_origins]
            await self._session.send("Fetch.enable", {"patterns": patterns})
        return self

    async def __aexit__(
        self, failed: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for task in list(self._answering):
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        if self._access.headers and failed is None:  # else the browser may not answer, and is replaced
            self._session.remove_listener("Fetch.requestPaused", self._paused)
            await self._session.send("Fetch.disable")

    def _paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._go_on(event))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _go_on(self, event: dict[str, Any]) -> None:
        fields = [
            {"name": name, "value": value}
            for name, value in with_fields(event["request"]["headers"], self._access.headers, event["resourceType"])
        ]
        with contextlib.suppress(PlaywrightError):  # the request or its page has gone
            await self._session.send("Fetch.continueRequest", {"requestId": event["requestId"], "headers": fields})
