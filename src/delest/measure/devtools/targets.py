"""DevTools of a page and of all it brings to life: frames in other processes, workers, service workers.

Each new target waits until its network is watched. Its messages travel inside those of its parent
(``Target.receivedMessageFromTarget``), so that one Playwright session reaches them all.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable
from typing import Any, Final

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

_BUFFERS: Final = {"maxTotalBufferSize": 100_000_000, "maxResourceBufferSize": 20_000_000}
_AUTO_ATTACH: Final = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
_MAX_TARGETS: Final = 200
_MAX_DEPTH: Final = 4
"""Frames within frames of other processes: each level writes the messages of the next again, twice as long at worst."""

_EXPIRED: Final = "Emulation.virtualTimeBudgetExpired"
_WORKERS: Final = frozenset({"worker", "shared_worker", "service_worker"})

Target = tuple[str, ...]
Listener = Callable[[Target, str, dict[str, Any]], None]


class Targets:
    """The target tree below one page; ``listen`` gets every DevTools event of it.

    ``gone`` gets each target that has gone, ``unwatched`` the id of each frame that is nested too deeply to be watched.
    """

    def __init__(
        self,
        session: CDPSession,
        listen: Listener,
        gone: Callable[[Target], None] | None = None,
        unwatched: Callable[[str], None] | None = None,
        locale: str = "",
    ) -> None:
        self._session = session
        self._listen = listen
        self._has_gone = gone
        self._is_unwatched = unwatched
        self._own_settings: Final = [("Emulation.setLocaleOverride", {"locale": locale})] if locale else []
        self._numbers = itertools.count(1)
        self._answers: dict[int, tuple[Target, asyncio.Future[dict[str, Any]]]] = {}
        self._attaching: set[asyncio.Task[None]] = set()
        self._attached = 0
        self._frames: dict[Target, None] = {}
        self._left: set[Target] = set()
        self.workers: set[Target] = set()
        """Those that live now: dedicated, shared and service workers."""

    def frames(self) -> tuple[Target, ...]:
        """Return the frames that live in processes of their own now, in the order in which they came."""
        return tuple(self._frames)

    async def watch(self) -> None:
        """Start listening to the page and to whatever it attaches."""
        for name in (
            "requestWillBeSent", "requestServedFromCache", "responseReceived", "dataReceived", "loadingFinished",
            "loadingFailed", "webSocketCreated", "webSocketFrameReceived", "webSocketFrameError",
            "webSocketClosed", "webTransportCreated", "webTransportClosed",
        ):  # fmt: skip
            self._session.on(f"Network.{name}", self._own(f"Network.{name}"))
        self._session.on(_EXPIRED, self._own(_EXPIRED))
        self._session.on("Target.attachedToTarget", lambda event: self._attach((), event))
        self._session.on("Target.detachedFromTarget", lambda event: self._gone((), event))
        self._session.on("Target.receivedMessageFromTarget", lambda event: self._unwrap((), event))
        for method, params in self._own_settings:
            with contextlib.suppress(PlaywrightError):  # its process has the locale already
                await self._session.send(method, params)
        await self._session.send("Network.enable", _BUFFERS)
        await self._session.send("Target.setAutoAttach", _AUTO_ATTACH)

    def _own(self, method: str) -> Callable[[dict[str, Any]], None]:
        return lambda event: self._listen((), method, event)

    async def send(self, target: Target, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send one command to a target of the tree.

        Raises:
            PlaywrightError: the browser refused it or the target is gone.
        """
        if not target:
            own: dict[str, Any] = await self._session.send(method, params or {})
            return own
        if any(target[:depth] in self._left for depth in range(1, len(target) + 1)):
            raise PlaywrightError("the target is gone")  # of an inner one the browser would say nothing
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = (target, answer)
        message = json.dumps({"id": number, "method": method, "params": params or {}})
        for session_id in reversed(target[1:]):
            wrapped = {"sessionId": session_id, "message": message}
            call = {"id": next(self._numbers), "method": "Target.sendMessageToTarget", "params": wrapped}
            message = json.dumps(call)
        try:
            await self._session.send("Target.sendMessageToTarget", {"sessionId": target[0], "message": message})
            return dict(await answer)
        finally:
            self._answers.pop(number, None)
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # seen, also where the target went before the command was on its way

    def _unwrap(self, parent: Target, event: dict[str, Any]) -> None:
        target = (*parent, event["sessionId"])
        message = json.loads(event["message"])
        method = message.get("method")
        if method == "Target.attachedToTarget":
            self._attach(target, message["params"])
        elif method == "Target.detachedFromTarget":
            self._gone(target, message["params"])
        elif method == "Target.receivedMessageFromTarget":
            self._unwrap(target, message["params"])
        elif method:
            self._listen(target, method, message["params"])
        else:
            self._answered(message)

    def _answered(self, message: dict[str, Any]) -> None:
        _target, answer = self._answers.get(message.get("id", 0), ((), None))
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(PlaywrightError(str(message["error"].get("message", "refused"))))
        else:
            answer.set_result(message.get("result", {}))

    def _gone(self, parent: Target, event: dict[str, Any]) -> None:
        gone = (*parent, event["sessionId"])
        self._frames.pop(gone, None)
        self.workers.discard(gone)
        self._left.add(gone)
        if self._has_gone is not None:
            self._has_gone(gone)
        for target, answer in self._answers.values():
            if target[: len(gone)] == gone and not answer.done():
                answer.set_exception(PlaywrightError("the target is gone"))

    def _attach(self, parent: Target, event: dict[str, Any]) -> None:
        self._attached += 1
        target = (*parent, event["sessionId"])
        watch = self._attached <= _MAX_TARGETS and len(target) <= _MAX_DEPTH
        kind = event["targetInfo"]["type"]
        if watch and kind == "iframe":
            self._frames[target] = None
        elif kind == "iframe" and self._is_unwatched is not None:
            self._is_unwatched(event["targetInfo"]["targetId"])
        elif kind in _WORKERS:
            self.workers.add(target)
        task = asyncio.ensure_future(self._prepare(target, watch=watch))
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)

    async def _prepare(self, target: Target, *, watch: bool) -> None:
        commands: list[tuple[str, dict[str, Any]]] = [("Runtime.runIfWaitingForDebugger", {})]
        if watch:
            commands = [
                ("Network.enable", dict(_BUFFERS)),
                ("Target.setAutoAttach", dict(_AUTO_ATTACH)),
                *self._own_settings,
                *commands,
            ]
        for method, params in commands:
            try:
                await self.send(target, method, params)
            except PlaywrightError:
                continue  # a worker has no Target domain, or the target is gone already: the ledger counts it anyway

    async def close(self) -> None:
        """Forget the targets that were still being prepared."""
        for task in list(self._attaching):
            task.cancel()
        await asyncio.gather(*self._attaching, return_exceptions=True)
