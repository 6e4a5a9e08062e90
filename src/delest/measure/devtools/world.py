"""Scripts of ours in a page that may be hostile: an isolated world, where the page's own prototypes do not reach.

``document`` can still be clobbered by named elements (``<img name=title>``), so scripts take getters and methods
from the prototypes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest import __version__

_NAME: Final = f"delest {__version__}"

Send = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
"""Sends one DevTools command to the process that the page or the frame lives in."""


class World:
    """The isolated world of the outermost frame of a process, or of the frame named; made again when it navigates."""

    def __init__(self, send: Send, frame_id: str = "") -> None:
        self._send = send
        self._frame_id = frame_id
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

    def inner(self, frame_id: str) -> "World":
        """Return the world of another frame of the same process."""
        return World(self._send, frame_id)

    async def inner_frames(self, most: int, *, limit_s: float) -> tuple[str, ...]:
        """Return the ids of the inner frames that live in the same process, at most ``most``; outer frames first.

        Raises:
            TimeoutError: the main thread did not answer in time.
            PlaywrightError: the page is gone.
        """
        async with asyncio.timeout(limit_s):
            waiting = [await self._tree()]
        ids: list[str] = []
        for node in waiting:  # grows as it is read
            waiting += node.get("childFrames", [])[:most]
            ids.append(node["frame"]["id"])
            if len(ids) > most:
                break
        return tuple(ids[1:])

    async def _tree(self) -> dict[str, Any]:
        tree: dict[str, Any] = (await self._send("Page.getFrameTree", {}))["frameTree"]
        return tree

    async def _run(self, script: str) -> Any:
        if self._context is None:
            frame_id = self._frame_id or (await self._tree())["frame"]["id"]
            world = await self._send("Page.createIsolatedWorld", {"frameId": frame_id, "worldName": _NAME})
            self._context = world["executionContextId"]
        answer = await self._send(
            "Runtime.evaluate",
            {"expression": script, "contextId": self._context, "returnByValue": True, "awaitPromise": True},
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PlaywrightError(str(thrown.get("exception", {}).get("description", thrown.get("text", "failed"))))
        return answer["result"].get("value")
