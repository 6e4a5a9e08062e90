"""Scrolling as a person reads: the whole page in steps of 0.8 of its height, inner scroll boxes too."""

import asyncio
import contextlib
import time
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.options import LoadOptions
from delest.measure.settle import Activity
from delest.measure.world import World

_PAUSE_S: Final = 0.1
_MORE_S: Final = 0.6
"""How long the page's end is watched for more to come."""
_MORE_LIMIT_S: Final = 5.0
_MAX_GROWTHS: Final = 10
"""How often a page may grow at its end before the scroll stops: infinite scroll has no other end."""

_STEP: Final = """
(() => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const query = Document.prototype.querySelectorAll.bind(document);
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  const height = get(Element, 'scrollHeight'), seen = get(Element, 'clientHeight'), top = get(Element, 'scrollTop');
  const by = Element.prototype.scrollBy;
  const boxes = [];
  let looked = 0;
  for (const box of query('body *')) {
    if (++looked > 5000 || boxes.length >= 20) break;
    if (height.call(box) > seen.call(box) + 40 && seen.call(box) > 80 &&
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


async def scroll_through(activity: Activity, world: World, options: LoadOptions, until_s: float) -> None:
    """Scroll from the top to the end, and on as long as the page grows, up to the limits.

    A page whose main thread does not answer is left where it is.
    """
    until_s = min(until_s, time.monotonic() + options.scroll_limit_s)
    ends, at_end = 0, False
    while time.monotonic() < until_s and ends <= _MAX_GROWTHS:
        try:
            moved = await world.evaluate(_STEP, limit_s=3.0)
        except (TimeoutError, PlaywrightError):
            return
        if moved:
            at_end = False
            await asyncio.sleep(_PAUSE_S)
        elif at_end:
            return
        else:
            at_end = True
            ends += 1
            await _wait_for_more(activity)


async def _wait_for_more(activity: Activity) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_MORE_LIMIT_S):
            await activity.silence(_MORE_S)
