"""Where in a page something may be: in its own document, in its frames, in those of other sites."""

import asyncio
import itertools
from functools import partial
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.targets import Target, Targets
from delest.measure.devtools.world import World

_MAX_FRAMES: Final = 30
_LIMIT_S: Final = 3.0


class Where:
    """A page with all that is drawn in it."""

    def __init__(self, world: World, targets: Targets) -> None:
        self.world = world
        self._targets = targets
        self._elsewhere: dict[Target, World] = {}
        """Worlds of frames in other processes."""
        self._inner: dict[tuple[World, str], World] = {}
        self._hang: set[World] = set()

    async def frames(self) -> tuple[World, ...]:
        """Return the worlds of the inner frames, each the same every time; a process that hangs is asked once."""
        elsewhere = [self._world(target) for target in self._targets.frames()[:_MAX_FRAMES]]
        # Side by side, for a frame may hang, and another site's has all reason not to answer.
        inner = await asyncio.gather(*map(self._inside, (self.world, *elsewhere)))
        return tuple([*elsewhere, *itertools.chain(*inner)][:_MAX_FRAMES])

    def _world(self, target: Target) -> World:
        return self._elsewhere.setdefault(target, World(partial(self._targets.send, target)))

    async def _inside(self, home: World) -> list[World]:
        if home in self._hang:
            return []
        try:
            ids = await home.inner_frames(_MAX_FRAMES, limit_s=_LIMIT_S)
        except TimeoutError:
            self._hang.add(home)
            return []
        except PlaywrightError:
            return []
        return [self._inner.setdefault((home, frame_id), home.inner(frame_id)) for frame_id in ids]
