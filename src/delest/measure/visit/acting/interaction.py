"""The first sign of a person: scripts that optimisers hold back until then are part of what visitors load."""

import time
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.frames import Where
from delest.measure.visit.acting import view
from delest.measure.visit.acting.hand import NOTCH_PX, Hand, Point
from delest.measure.visit.clock.page_time import PageTime

_AFTER_MS: Final = 1500
"""What an interaction brings often brings more in turn."""
_DRAWN_PX: Final = 60
"""Too far for a tap, and upwards at the top of the page: nothing moves."""


async def interact(where: Where, hand: Hand, page_time: PageTime, until_s: float) -> bool:
    """Move the mouse over the page, turn the wheel upwards, press Shift; on a telephone draw a finger. No click.

    Nothing scrolls. Tell whether the page's main thread answered.
    """
    try:
        seen = await view.look(where.world)
        if seen is None:
            return True
        if hand.touches:
            await hand.scroll(seen.points[0], -_DRAWN_PX)
        else:
            await page_time.frame()
            await page_time.frame()
            await hand.move(Point(2, 2))
            for point in seen.points[2::-1]:
                await hand.move(point)
                await page_time.frame()
            await hand.press_shift()
            await hand.scroll(seen.points[0], -NOTCH_PX)
        await page_time.run(_AFTER_MS, min(until_s, time.monotonic() + 10))
    except TimeoutError:
        return False
    except PlaywrightError:  # it is gone, or shows another document already
        return True
    return True
