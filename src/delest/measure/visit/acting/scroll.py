"""Scrolling as a person does: with the wheel or a finger, resting on the way, to the end of the page.

What scrolls by itself, a box or a frame, is scrolled while it is on the screen, before the page goes on.
"""

import time
from typing import Final, NamedTuple

from playwright.async_api import Error as PlaywrightError

from delest.machine import slowdown
from delest.measure.devtools.frames import Where
from delest.measure.visit.acting import view
from delest.measure.visit.acting.hand import NOTCH_PX, Hand
from delest.measure.visit.acting.places import PART, Places
from delest.measure.visit.acting.resting import HOLD_S, Resting
from delest.measure.visit.acting.view import View
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.page_time import PageTime
from delest.records.runs.loading import LoadOptions

_MORE_MS: Final = 800
"""How long the page's end is watched for more to come."""
_MAX_GROWTHS: Final = 10
"""How often a page may grow at its end before the scroll stops: infinite scroll has no other end."""
_MOST_SCREENS: Final = 40
"""How far a page that grows on the way is followed beyond the height that it had at first."""
_MOST_TURNS: Final = 60
"""Of the wheel, on a page that turns to something else at each of them."""
_SHOWN: Final = frozenset({"Image", "Media", "Stylesheet"})
_TURN_MS: Final = 1200
"""Longer than such a page takes to turn."""
_NEAR: Final = 0.25
"""Of the screen: so near to its end, a page that flips between two heights is at its end."""
_LONG_PX: Final = 15_000
"""From there on the wheel turns faster, as a person in a long list does."""


class Scrolled(NamedTuple):
    """How a scroll ended."""

    cut: bool = False
    """The page was still going on when a limit was reached."""
    stuck: bool = False
    """More of the page lies below, and nothing leads there."""
    answered: bool = True
    """False: its main thread did not, so that no one knows what a scroll would have brought."""


async def scroll_through(
    activity: Activity, where: Where, hand: Hand, page_time: PageTime, options: LoadOptions, until_s: float
) -> Scrolled:
    """Scroll from where the page is to its end, and on as long as it grows, up to the limits.

    On a busy machine the scroll may take longer in proportion: it must not end a page that only came to its turn late.
    """
    until_s = min(until_s, time.monotonic() + options.scroll_limit_s * slowdown())
    try:
        return await _Scroll(activity, where, hand, page_time, until_s).through()
    except TimeoutError:
        return Scrolled(answered=False)
    except PlaywrightError:  # it is gone, or shows another document already
        return Scrolled()


class _Scroll:
    def __init__(self, activity: Activity, where: Where, hand: Hand, page_time: PageTime, until_s: float) -> None:
        self._activity = activity
        self._where = where
        self._hand = hand
        self._resting = Resting(activity, where, page_time, until_s)
        self._places = Places(where, hand, self._resting)
        self._furthest_px = -1.0
        self._first_px = 0.0
        """How high the page was at first."""
        self._went_back = False
        self._by_script = False
        self._turned = False

    async def through(self) -> Scrolled:
        growths, misses = 0, 0
        while True:
            seen = await view.look(self._where.world)
            if seen is None:
                return Scrolled()
            self._first_px = self._first_px or seen.height
            await self._places.scroll(seen)
            if self._jumped(seen):
                await self._back(seen)
                continue
            if seen.top > self._furthest_px + 0.5:
                self._furthest_px, misses, self._went_back = seen.top, 0, False
            else:
                misses += 1
            if self._resting.over or self._has_no_end(seen):
                return Scrolled(cut=not seen.at_end and not self._activity.over)
            if seen.at_end:
                if not await self._more_has_come(seen):
                    return Scrolled()
                growths += 1
                if growths > _MAX_GROWTHS:
                    return Scrolled(cut=True)
                misses = 0
            if misses and (ended := await self._in_vain(seen, misses)) is not None:
                return ended
            await self._on(seen)

    def _has_no_end(self, seen: View) -> bool:
        return not seen.at_end and seen.top > self._first_px + _MOST_SCREENS * seen.view

    def _jumped(self, seen: View) -> bool:
        """Tell whether a part of the page was never on the screen: a busy machine may handle two turns at once."""
        return not (self._went_back or self._resting.over) and 0 <= self._furthest_px < seen.top - seen.view - 2

    async def _back(self, seen: View) -> None:
        """Scroll back once to where the page was to be next."""
        self._went_back = True
        await self._hand.scroll(seen.points[0], self._furthest_px + seen.view * PART - seen.top)
        await self._resting.rest()

    async def _on(self, seen: View) -> None:
        """Scroll a part of a screen further and rest."""
        self._by_script |= self._hand.numb
        to_px = None
        if self._by_script:
            await view.step(self._where.world)
        else:
            distance_px = max(NOTCH_PX, seen.view * PART)
            await self._hand.move(seen.points[0])
            moves_px = await self._hand.scroll(seen.points[0], distance_px, fast=seen.top > _LONG_PX)
            to_px = moves_px and min(seen.top + moves_px, seen.height - seen.view)
        await self._resting.rest(to_px)

    async def _in_vain(self, seen: View, misses: int) -> Scrolled | None:
        """Try in another way where a scroll led nowhere new; return how it ended where none is left."""
        if misses == 1 and not self._by_script:
            await self._hand.move(seen.points[1])
            await self._hand.scroll(seen.points[1], seen.view * PART)
            await self._resting.rest()
            return None
        if not self._by_script and await self._turns_pages(seen):
            return Scrolled()
        if not self._by_script:
            self._by_script = True
            return None
        left_px = seen.height - max(self._furthest_px, seen.furthest) - seen.view
        return Scrolled(stuck=left_px > seen.view * _NEAR and not self._turned)

    async def _more_has_come(self, seen: View) -> bool:
        """Wait at the end of the page; tell whether it has grown."""
        await self._resting.wait(_MORE_MS, hold_s=HOLD_S * 3)
        now = await view.look(self._where.world)
        if now is not None and not now.at_end:
            return True
        if self._furthest_px < 1:  # nothing scrolls: a wheel may turn this page nevertheless
            await self._turns_pages(now or seen)
            now = await view.look(self._where.world)
        return now is not None and not now.at_end

    async def _turns_pages(self, seen: View) -> bool:
        """Turn the wheel as long as something else appears each time; tell whether anything did."""
        scenes, misses, found = {(seen.scene, self._shown())}, 0, False
        for _ in range(_MOST_TURNS):
            if self._resting.over or misses == 2:  # noqa: PLR2004 - one may fall into the turning of the page
                break
            await self._hand.move(seen.points[0])
            await self._hand.scroll(seen.points[0], NOTCH_PX * 3)
            await self._resting.wait(_TURN_MS)
            now = await view.look(self._where.world)
            if now is None:
                break
            scene = now.scene, self._shown()
            misses = misses + 1 if scene in scenes else 0
            found |= scene not in scenes
            scenes.add(scene)
            if now.top > self._furthest_px + 0.5:
                return False  # it scrolls after all
        self._turned |= found
        return found

    def _shown(self) -> int:
        """Count what was asked for to be shown, where nothing scrolls: a page may put another picture where one is.

        Where the page scrolls, pictures come late for other reasons.
        """
        if self._furthest_px >= 1:
            return 0
        return sum(request.type in _SHOWN for request in self._activity.network.requests)
