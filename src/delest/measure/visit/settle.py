"""When a page has come to rest: no request started, no byte arrived for a while, and the main thread is idle."""

import asyncio
import time
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.requests import Network
from delest.measure.devtools.world import World
from delest.records.loading import LoadOptions

_POLL_S: Final = 0.05
_IDLE = "new Promise(done => requestIdleCallback(() => done(true), {timeout: 1000}))"


class Activity:
    """Feeds the network fold and remembers when it last moved; ``time.monotonic`` seconds."""

    def __init__(self) -> None:
        self.network = Network()
        self.last_s = time.monotonic()
        self.crashed = False

    def heard(self, target: tuple[str, ...], method: str, params: dict[str, Any]) -> None:
        """Take one DevTools event."""
        if self.network.read(target, method, params):
            self.last_s = time.monotonic()

    async def document(self, frame_id: str, until_s: float) -> bool:
        """Wait until the document of a frame has come whole; False if ``until_s`` came first: it is cut off."""
        while self.network.document_comes(frame_id):
            if time.monotonic() >= until_s or self.crashed:
                return False
            await asyncio.sleep(_POLL_S)
        return True

    async def silence(self, needed_s: float) -> None:
        """Wait until nothing is in flight and nothing has moved for ``needed_s``, counted from now on."""
        started_s = time.monotonic()
        while True:
            rest_s = needed_s - (time.monotonic() - max(self.last_s, started_s))
            if rest_s <= 0 and not self.network.in_flight:
                return
            await asyncio.sleep(max(_POLL_S, rest_s))


async def quiet(activity: Activity, world: World, options: LoadOptions, until_s: float) -> bool:
    """Wait until the page is settled; False if ``until_s`` (``time.monotonic``) came first."""
    while time.monotonic() < until_s and not activity.crashed:
        silent_s = time.monotonic() - activity.last_s
        needed_s = options.stall_s if activity.network.in_flight else options.quiet_s
        if silent_s >= needed_s:
            if await _idle(world, until_s):
                return True
        else:
            await asyncio.sleep(max(_POLL_S, min(needed_s - silent_s, 0.25)))
    return False


async def _idle(world: World, until_s: float) -> bool:
    try:
        return bool(await world.evaluate(_IDLE, limit_s=min(3.0, max(0.1, until_s - time.monotonic()))))
    except (TimeoutError, PlaywrightError):
        await asyncio.sleep(_POLL_S)
        return False
