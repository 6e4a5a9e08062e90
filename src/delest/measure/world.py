"""Scripts of ours in a page that may be hostile: an isolated world, where the page's own prototypes do not reach.

``document`` can still be clobbered by named elements (``<img name=title>``), so scripts take getters and methods
from the prototypes.
"""

import asyncio
from typing import Any, Final

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest import __version__

_NAME: Final = f"delest {__version__}"


class World:
    """The isolated world of a page's main frame; made anew when the page navigates."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._context: int | None = None

    async def evaluate(self, script: str, *, limit_s: float) -> Any:
        """Return the value of an expression, promises awaited.

        Raises:
            TimeoutError: the page's main thread did not answer in time.
            PlaywrightError: the script failed or the page is gone.
        """
        async with asyncio.timeout(limit_s):
            try:
                return await self._run(script)
            except PlaywrightError:
                self._context = None  # the page navigated: once more in its new document
                return await self._run(script)

    async def _run(self, script: str) -> Any:
        if self._context is None:
            tree = await self._session.send("Page.getFrameTree")
            world = await self._session.send(
                "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"], "worldName": _NAME}
            )
            self._context = world["executionContextId"]
        answer = await self._session.send(
            "Runtime.evaluate",
            {"expression": script, "contextId": self._context, "returnByValue": True, "awaitPromise": True},
        )
        if "exceptionDetails" in answer:
            raise PlaywrightError(str(answer["exceptionDetails"].get("text", "script failed")))
        return answer["result"].get("value")
