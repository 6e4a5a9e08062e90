"""Scrolling as a person reads: the whole page in steps of 0.8 of its height, inner scroll boxes and frames too."""

import asyncio
import contextlib
import time
from collections import Counter
from typing import Final, NamedTuple

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.frames import Where
from delest.measure.devtools.world import World
from delest.measure.visit.settle import Activity
from delest.records.loading import LoadOptions

_PAUSE_S: Final = 0.1
_MORE_S: Final = 0.6
"""How long the page's end is watched for more to come."""
_MORE_LIMIT_S: Final = 5.0
_MAX_GROWTHS: Final = 10
"""How often a page may grow at its end before the scroll stops: infinite scroll has no other end."""

_STEP: Final = """
(() => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const query = root => (root === document ? Document : DocumentFragment).prototype.querySelectorAll.bind(root);
  const shadow = get(Element, 'shadowRoot');
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  const height = get(Element, 'scrollHeight'), seen = get(Element, 'clientHeight'), top = get(Element, 'scrollTop');
  const by = Element.prototype.scrollBy;
  const boxes = [];
  let looked = 0;
  const places = [document];
  for (let at = 0; at < places.length && looked <= 5000; at++) for (const box of query(places[at])('*')) {
    if (++looked > 5000 || boxes.length >= 20) break;
    const inner = shadow.call(box);
    if (inner) places.push(inner);
    if (box !== root && height.call(box) > seen.call(box) + 40 && seen.call(box) > 80 &&
        /^(auto|scroll|overlay)$/.test(getComputedStyle(box).overflowY)) boxes.push(box);
  }
  let moved = false;
  for (const box of [root, ...boxes]) {
    const before = top.call(box);
    const view = box === root ? innerHeight : seen.call(box);
    by.call(box, {top: Math.max(1, Math.floor(view * 0.8)), behavior: 'instant'});
    moved = moved || top.call(box) > before;
  }
  return moved;
})()
"""


_STEP_IN_FRAME: Final = f"""
new Promise(done => {{
  const watch = new IntersectionObserver(([entry]) => {{ watch.disconnect(); done(entry.isIntersecting) }});
  watch.observe(Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement').get.call(document));
  setTimeout(done, 300, false);
}}).then(seen => seen && innerHeight > 80 && {_STEP})
"""
"""As a person does, only while the frame is on the screen; one of another site that is not may not be drawn at all."""
_STEP_LIMIT_S: Final = 3.0
_STEPS_IN_FRAME_AT_ONCE: Final = 10
"""While the page stands where it is: a frame without an end would hold it there."""
_STEPS_IN_FRAME: Final = 100
"""All in all; one that hangs has taken them."""


class Scrolled(NamedTuple):
    """How a scroll ended."""

    since_s: float
    """Since when the page has been where it was left, in ``time.monotonic`` seconds."""
    cut: bool
    """The page was still moving when a limit was reached."""
    answered: bool = True
    """False: its main thread did not, so that nobody knows what a scroll would have brought."""


async def scroll_through(activity: Activity, where: Where, options: LoadOptions, until_s: float) -> Scrolled:
    """Scroll from the top to the end, and on as long as the page grows, up to the limits.

    Frames are scrolled while they are on the screen, before the page goes on. A page whose main thread does not answer
    is left where it is, a frame too.
    """
    until_s = min(until_s, time.monotonic() + options.scroll_limit_s)
    ends, at_end, moving, there_s = 0, False, False, time.monotonic()
    steps_taken: Counter[World] = Counter()
    while at_end or time.monotonic() < until_s:  # whether more has come is always looked at
        moving = await _step_frames(where, steps_taken, until_s)
        try:
            moving |= bool(await where.world.evaluate(_STEP, limit_s=_STEP_LIMIT_S))
        except TimeoutError:
            return Scrolled(there_s, cut=False, answered=False)
        except PlaywrightError:  # it is gone, or shows another document already
            return Scrolled(there_s, cut=False)
        if moving:
            at_end, there_s = False, time.monotonic()
            if ends > _MAX_GROWTHS:
                break
            await asyncio.sleep(_PAUSE_S)
        elif at_end:
            break
        else:
            at_end = True
            ends += 1
            await _wait_for_more(activity)
    return Scrolled(there_s, cut=moving)


async def _step_frames(where: Where, steps_taken: Counter[World], until_s: float) -> bool:
    """Scroll the frames on the screen, as far as one stop of the page allows; tell whether one moved."""
    frames = [frame for frame in await where.frames() if steps_taken[frame] < _STEPS_IN_FRAME]
    stepped = False
    for _ in range(_STEPS_IN_FRAME_AT_ONCE):
        moved = await asyncio.gather(*map(_stepped, frames))
        steps_taken.update({frame: _STEPS_IN_FRAME for frame, its in zip(frames, moved, strict=True) if its is None})
        frames = [frame for frame, its in zip(frames, moved, strict=True) if its]
        steps_taken.update(frames)
        if not frames:
            break
        stepped = True
        if time.monotonic() >= until_s:
            break
        await asyncio.sleep(_PAUSE_S)
    return stepped


async def _stepped(frame: World) -> bool | None:
    """Scroll a frame one step further and tell whether it moved; None where it hangs or has gone."""
    try:
        return bool(await frame.evaluate(_STEP_IN_FRAME, limit_s=_STEP_LIMIT_S))
    except (TimeoutError, PlaywrightError):
        return None


async def _wait_for_more(activity: Activity) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_MORE_LIMIT_S):
            await activity.silence(_MORE_S)
