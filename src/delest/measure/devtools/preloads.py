"""What a page preloads and does not use, as the browser itself warns its developers."""

import re
from typing import Any, Final

from playwright.async_api import CDPSession

from delest.measure.devtools.request import MAX_URL_CHARACTERS

_WARNING: Final = re.compile(r"The resource (https?://\S+) was preloaded using link preload but not used")
_MOST: Final = 200


class Preloads:
    """Listens to the warnings of one page."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._unused: dict[str, None] = {}

    async def watch(self) -> None:
        """Begin to listen."""
        self._session.on("Log.entryAdded", self._heard)
        await self._session.send("Log.enable")

    @property
    def unused(self) -> tuple[str, ...]:
        """The addresses that were named so far."""
        return tuple(self._unused)

    def _heard(self, event: dict[str, Any]) -> None:
        found = _WARNING.match(str(event.get("entry", {}).get("text", ""))[: MAX_URL_CHARACTERS + 100])
        if found and len(self._unused) < _MOST:
            self._unused[found[1][:MAX_URL_CHARACTERS]] = None
