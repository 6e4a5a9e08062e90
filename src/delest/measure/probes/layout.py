"""Whether a page is wider than windows of 1200, 768 and 360 px (RGESN 2.5)."""

import asyncio
from typing import Final

from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import Layout

_WIDTHS: Final = (1200, 768, 360)
_HEIGHT: Final = 720
_PAUSE_S: Final = 0.5
_WIDER: Final = """
(() => {
  const get = (name) => Object.getOwnPropertyDescriptor(Element.prototype, name).get;
  const root = Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement').get.call(document);
  return Math.max(0, get('scrollWidth').call(root) - get('clientWidth').call(root));
})()
"""
_META: Final = "!!Document.prototype.querySelector.call(document, 'meta[name=viewport i]')"


async def _look(watched: Watched) -> Layout:
    before = watched.page.viewport_size
    wider = {}
    for width in _WIDTHS:
        await watched.page.set_viewport_size({"width": width, "height": _HEIGHT})
        await asyncio.sleep(_PAUSE_S)
        wider[width] = int(await watched.world.evaluate(_WIDER, limit_s=LIMIT_S))
    meta = bool(await watched.world.evaluate(_META, limit_s=LIMIT_S))
    if before is not None:
        await watched.page.set_viewport_size(before)
    return Layout(
        overflow_1200_px=wider[1200], overflow_768_px=wider[768], overflow_360_px=wider[360], viewport_meta=meta
    )


PROBE: Final = Probe(id="layout", look=_look, order=8)
