"""What scrolls by itself: boxes and frames of a page, each scrolled to its end while it is on the screen."""

from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.frames import Where
from delest.measure.visit.acting import view
from delest.measure.visit.acting.hand import Hand, Point
from delest.measure.visit.acting.resting import Resting
from delest.measure.visit.acting.view import Depth, Place, View

PART: Final = 0.8
"""Of the screen: how far a person scrolls from rest to rest."""
_MOST_RESTS_IN_BOX: Final = 40
_MOST_RESTS: Final = 3
"""Until a frame has stopped."""


class Places:
    """Those of one page, and which of them were scrolled."""

    def __init__(self, where: Where, hand: Hand, resting: Resting) -> None:
        self._where = where
        self._hand = hand
        self._resting = resting
        self._done: set[int] = set()

    async def scroll(self, seen: View) -> None:
        """Scroll those on the screen that were not scrolled before."""
        for box in seen.boxes:
            if box.id not in self._done and not self._resting.over:
                await self._scroll_box(box)
        for frame in seen.frames:
            if frame.id not in self._done and not self._resting.over:
                await self._scroll_frame(frame)

    async def _scroll_box(self, box: Place) -> None:
        """Scroll a box to its end with the hand on it, by script where it does not follow the hand."""
        self._done.add(box.id)
        furthest_px, by_script = box.top, False
        for _ in range(_MOST_RESTS_IN_BOX):
            if self._resting.over:
                return
            if by_script:
                await view.step(self._where.world, box.id)
            else:
                await self._turn_at(box.point, box.view * PART)
            await self._resting.rest()
            seen = await view.look(self._where.world)
            now = next((each for each in seen.boxes if each.id == box.id), None) if seen else None
            if now is None:
                return
            if now.top > furthest_px + 0.5:
                furthest_px = now.top
            elif by_script or now.at_end:
                return
            else:
                by_script = True

    async def _scroll_frame(self, frame: Place) -> None:
        """Scroll what is in a frame; which frame of the page has moved does not matter.

        One that snaps back between two notches of the wheel gets them at once.
        """
        self._done.add(frame.id)
        furthest_px, hard = (await self._depth()).done_px, False
        for _ in range(_MOST_RESTS_IN_BOX):
            if self._resting.over:
                return
            depth = await self._turn_in_frame(frame, hard=hard)
            if depth.done_px > furthest_px + 0.5:
                furthest_px = depth.done_px
            elif hard or self._hand.touches or not depth.snaps:
                return
            else:
                hard = True

    async def _turn_in_frame(self, frame: Place, *, hard: bool) -> Depth:
        """Scroll a frame by a part of it, and rest until it has stopped: its process may be late."""
        self._hand.over_frame = True
        try:
            await self._turn_at(frame.point, min(frame.view, 800) * PART, hard=hard)
        finally:
            self._hand.over_frame = False
        depth = await self._depth()
        for _ in range(_MOST_RESTS):
            await self._resting.rest()
            before_px, depth = depth.done_px, await self._depth()
            if abs(depth.done_px - before_px) < 1:
                break
        return depth

    async def _turn_at(self, point: Point, distance_px: float, *, hard: bool = False) -> None:
        await self._hand.move(point)
        await (self._hand.turn if hard else self._hand.scroll)(point, distance_px)

    async def _depth(self) -> Depth:
        """Return how far all frames are scrolled, added up, and whether one snaps."""
        done_px, snaps = 0.0, False
        for frame in await self._where.frames():
            try:
                depth = await view.depth(frame)
            except (TimeoutError, PlaywrightError):
                continue
            done_px, snaps = done_px + depth.done_px, snaps or depth.snaps
        return Depth(done_px, snaps)
