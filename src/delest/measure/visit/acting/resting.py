"""Resting between two scrolls: a person looks at what has come on the screen, until there is no time left."""

import time
from typing import Final

from delest.measure.devtools.frames import Where
from delest.measure.visit.acting import view
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.page_time import PageTime

HOLD_S: Final = 1.0
_REST_MS: Final = 450
"""Longer than the 250 to 400 ms for which scripts wait until a scroll has ended, or between two looks."""
_MOST_RESTS: Final = 3
"""In one place: a page may move on by itself."""
_STOP_S: Final = 2.0


class Resting:
    """The rests of one scroll, which ends at ``until_s`` (``time.monotonic``)."""

    def __init__(self, activity: Activity, where: Where, page_time: PageTime, until_s: float) -> None:
        self._activity = activity
        self._where = where
        self._time = page_time
        self._until_s = until_s

    @property
    def over(self) -> bool:
        """Tell whether the scroll has to end."""
        return time.monotonic() >= self._until_s or self._activity.over

    async def wait(self, wanted_ms: float, hold_s: float = HOLD_S) -> None:
        """Let so much page time go by."""
        await self._time.run(wanted_ms, self._until_s, hold_s=hold_s)

    async def rest(self, to_px: float | None = None) -> None:
        """Wait until the scroll has stopped, at ``to_px`` where that is known, and rest there.

        A page that has moved meanwhile still was on its way: scripts that wait for its end have not run.
        """
        for _ in range(_MOST_RESTS):
            stopped_px = await self._stopped(to_px)
            await self.wait(_REST_MS)
            if self.over or stopped_px is None or await self._stopped(still_frames=0) == stopped_px:
                return
            to_px = None

    async def _stopped(self, to_px: float | None = None, still_frames: int = view.STILL_FRAMES) -> float | None:
        if not self._time.draws:
            return None
        stopping = view.stopped(self._where.world, to_px, still_frames=still_frames)
        try:
            return await self._time.driven(stopping, limit_s=_STOP_S)
        except TimeoutError:
            return None
