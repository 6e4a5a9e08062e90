"""What moves on a page: the network fold, and when something last happened."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from typing import Any, Final

from delest.measure.devtools.requests import Network

_POLL_S: Final = 0.05
_MOST_DOCUMENTS: Final = 12
"""Of one frame in one visit. A page that loads itself again and again is stopped there: no site is hammered."""
_MOST_OF_ONE_DOCUMENT: Final = 3
"""Of one frame. A page may load itself once or twice, as where it sets a cookie first; one that does so more often has
no rest, however slowly it does it."""
_MOST_REQUESTS: Final = 3000
_MOST_ALIKE: Final = 1000
"""Of one visit, in all and to one path. A page that asks on and on is stopped there: its network log (18 kB a request)
can still be read in seconds, and no site is hammered."""


class Activity:
    """Feeds the network fold and remembers when it last moved; ``time.monotonic`` seconds."""

    def __init__(self, silent: AbstractSet[str] = frozenset()) -> None:
        self.network = Network()
        self.silent = silent
        """Hosts and URLs that another page has waited for in vain."""
        self.last_s = time.monotonic()
        self.crashed = False
        self.runs_in_circles = False
        """The page or a frame of it loads documents without end, and has been stopped."""
        self.floods = False
        """The page asks without end, and has been stopped."""
        self.halt: Callable[[], Awaitable[None]] | None = None
        """Stops the page."""
        self._halting: asyncio.Future[None] | None = None

    @property
    def over(self) -> bool:
        """Tell whether nothing more is to be waited for."""
        return self.crashed or self.runs_in_circles or self.floods

    @property
    def loads_itself(self) -> bool:
        """Tell whether the page or a frame of it loads the same document again and again."""
        return self.runs_in_circles or self.network.documents.most_of_one > _MOST_OF_ONE_DOCUMENT

    def heard(self, target: tuple[str, ...], method: str, params: dict[str, Any]) -> None:
        """Take one DevTools event."""
        if self.network.read(target, method, params):
            self.last_s = time.monotonic()
            if not self.over and self.halt is not None:
                self.runs_in_circles = self.network.documents.most_of_a_frame > _MOST_DOCUMENTS
                self.floods = self._asks_without_end()
                if self.runs_in_circles or self.floods:
                    self._halting = asyncio.ensure_future(self.halt())

    def _asks_without_end(self) -> bool:
        return len(self.network.requests) >= _MOST_REQUESTS or self.network.most_alike >= _MOST_ALIKE

    async def halted(self) -> None:
        """Wait until a page that is being stopped has been."""
        if self._halting is not None:
            await self._halting

    async def document(self, frame_id: str, until_s: float) -> bool:
        """Wait until the document of a frame has come whole; False if ``until_s`` came first: it is cut off."""
        while self.network.documents.comes(frame_id):
            if time.monotonic() >= until_s or self.over:
                return False
            await asyncio.sleep(_POLL_S)
        return True

    async def silence(self, needed_s: float) -> None:
        """Wait until nothing is in flight and nothing has moved for ``needed_s``, counted from now on."""
        started_s = time.monotonic()
        while True:
            rest_s = needed_s - (time.monotonic() - max(self.last_s, started_s))
            if (rest_s <= 0 and not self.network.in_flight) or self.over:
                return
            await asyncio.sleep(max(_POLL_S, rest_s))
