"""What a visitor's hand does: a mouse that moves and a wheel that turns, or a finger on a telephone.

No button is pressed and nothing is tapped. Each event is waited for until the page has handled it.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from delest.measure.visit.clock.page_time import PageTime
from delest.records.pages.load import Device

NOTCH_PX: Final = 100
"""How far a wheel turns at once, as with a common mouse; between two notches the page draws a frame."""
_LIMIT_S: Final = 3.0
_MOST_MISSED: Final = 3
_REACH: Final = 0.6
"""Of the height of the screen: how far a finger draws."""
_HELD_S: Final = 0.15
"""A finger that rests before it lifts does not throw the page. By the clock of its events: page time does not count."""
_STEP_S: Final = 0.016
_SHIFT: Final = {"key": "Shift", "code": "ShiftLeft", "windowsVirtualKeyCode": 16}

Send = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Point(NamedTuple):
    """A place on the screen, in CSS pixels."""

    x: float
    y: float


class Hand:
    """One hand on one page.

    Its methods raise PlaywrightError where the page is gone.
    """

    def __init__(self, send: Send, page_time: PageTime, device: Device) -> None:
        self._send = send
        self._time = page_time
        self._height_px = device.height_px
        self.touches = device.mobile
        self.numb = False
        """The page has handled none of the last events in time, though its main thread may do other things."""
        self._missed = 0
        self._touched_s = 0.0
        """When the finger did something last, in seconds since 1970."""
        self.over_frame = False
        """What it does is for a frame, which may live in another process."""

    async def move(self, to: Point) -> None:
        """Move the mouse; a finger has nothing to move."""
        if not self.touches:
            await self._do("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": to.x, "y": to.y})

    async def press_shift(self) -> None:
        """Press and release a key that changes nothing."""
        for kind in ("rawKeyDown", "keyUp"):
            await self._do("Input.dispatchKeyEvent", {"type": kind, **_SHIFT})

    async def scroll(self, at: Point, distance_px: float, *, fast: bool = False) -> float | None:
        """Scroll down by a distance, up where it is negative; the wheel turns two notches at once where ``fast``.

        Return how far a page moves that follows the wheel; None of a finger, of whose way a part is lost.
        """
        if self.touches:
            await self._draw(at, distance_px)
            return None
        size_px = 2 * NOTCH_PX if fast else NOTCH_PX
        notch = size_px if distance_px > 0 else -size_px
        notches = max(1, round(abs(distance_px) / size_px))
        for _ in range(notches):
            await self.turn(at, notch)
        return float(notches * notch)

    async def turn(self, at: Point, distance_px: float) -> None:
        """Turn the wheel so hard that the page gets the whole way at once."""
        what = {"type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": 0, "deltaY": distance_px}
        await self._do("Input.dispatchMouseEvent", what)

    async def _draw(self, at: Point, distance_px: float) -> None:
        reach_px = self._height_px * _REACH
        left_px = abs(distance_px)
        while left_px > 0:
            drawn_px = min(left_px, reach_px)
            left_px -= drawn_px
            await self._draw_once(at, drawn_px if distance_px > 0 else -drawn_px)

    async def _draw_once(self, at: Point, distance_px: float) -> None:
        middle = min(max(at.y, abs(distance_px) / 2 + 10), self._height_px - abs(distance_px) / 2 - 10)
        y = middle + distance_px / 2
        await self._touch("touchStart", at.x, y)
        way = 1 if distance_px > 0 else -1
        steps = max(1, round(abs(distance_px) / NOTCH_PX))
        for _ in range(steps):
            y -= way * abs(distance_px) / steps
            await self._touch("touchMove", at.x, y)
        await self._touch("touchMove", at.x, y, after_s=_HELD_S)
        await self._touch("touchEnd")

    async def _touch(self, kind: str, *at: float, after_s: float = _STEP_S) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        self._touched_s = max(time.time(), self._touched_s + after_s)
        what = {"type": kind, "touchPoints": points, "timestamp": self._touched_s}
        await self._do("Input.dispatchTouchEvent", what)

    async def _do(self, method: str, params: dict[str, Any]) -> None:
        if self.numb or not self._time.draws:  # what draws nothing handles nothing
            self.numb = True
            return
        try:
            await self._time.driven(self._send(method, params), limit_s=_LIMIT_S, elsewhere=self.over_frame)
            self._missed = 0
        except TimeoutError:
            self._missed += 1
            self.numb = self._missed >= _MOST_MISSED
