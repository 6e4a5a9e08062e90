"""Where in a page something may be: in its own document, in its frames, in those of other sites."""

import asyncio
import itertools
from functools import partial
from typing import Final, NamedTuple

from playwright.async_api import Error as PlaywrightError

from delest.measure.targets import Targets
from delest.measure.world import World

_MAX_FRAMES: Final = 30
_LIMIT_S: Final = 3.0


class Where(NamedTuple):
    """A page with all that is drawn in it."""

    world: World
    targets: Targets
    """For the frames in other processes."""

    async def frames(self) -> tuple[World, ...]:
        """Return the worlds of the inner frames; those that hang or go meanwhile are left out, or fail later."""
        elsewhere = [World(partial(self.targets.send, target)) for target in self.targets.frames()[:_MAX_FRAMES]]
        # Side by side, for a frame may hang, and another site's has all reason not to answer.
        inner = await asyncio.gather(*(_inner(world) for world in (self.world, *elsewhere)))
        return tuple([*elsewhere, *itertools.chain(*inner)][:_MAX_FRAMES])


async def _inner(world: World) -> tuple[World, ...]:
    try:
        return await world.frames(_MAX_FRAMES, limit_s=_LIMIT_S)
    except (PlaywrightError, TimeoutError):
        return ()
