"""What moves on a page by itself: animated pictures, animations, canvases, and what differs between two screenshots.

RGESN 4.1, 4.6 and 4.7. The page is watched for six seconds, as animations of four and more matter.
"""

import asyncio
from typing import Final

import msgspec
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from delest.measure.animated_image import is_animated
from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import Motion

_MOST: Final = 300
_MOST_BODIES: Final = 200
_WATCHED_S: Final = (1.0, 5.0)
_MIME: Final = ("image/gif", "image/png", "image/apng", "image/webp", "image/avif")
_TALLEST_PX: Final = 8000
_MOVING: Final = """
(() => {
  const all = Document.prototype.getAnimations.call(document);
  const timing = all.map((each) => each.effect && each.effect.getComputedTiming()).filter((each) => each);
  const boxes = [...Document.prototype.querySelectorAll.call(document, 'iframe, object, embed')].slice(0, 200);
  const hosts = new Set();
  for (const el of boxes) {
    const rect = Element.prototype.getBoundingClientRect.call(el);
    const url = Element.prototype.getAttribute.call(el, 'src') || Element.prototype.getAttribute.call(el, 'data') || '';
    if (rect.width > 40 && rect.height > 40) try { hosts.add(new URL(url, location.href).host.slice(0, 255)); } catch {}
  }
  return {
    animations: all.length,
    endless_animations: timing.filter((each) => each.endTime > 4000).length,
    canvases: Document.prototype.querySelectorAll.call(document, 'canvas').length,
    frames: [...hosts].slice(0, 50),
  };
})()
"""


async def _look(watched: Watched) -> Motion:
    told = msgspec.convert(await watched.world.evaluate(_MOVING, limit_s=LIMIT_S), Motion)
    animated = await _animated(watched)
    return msgspec.structs.replace(told, animated_pictures=animated, changed=await _changed(watched.page))


async def _animated(watched: Watched) -> tuple[str, ...]:
    found = []
    pictures = [each for each in watched.responses if each.headers.get("content-type", "").startswith(_MIME)]
    for each in pictures[:_MOST_BODIES]:
        try:
            async with asyncio.timeout(LIMIT_S):
                content = await each.body()
        except (PlaywrightError, TimeoutError):
            continue
        if is_animated(content):
            found.append(each.url[:2048])
    return tuple(dict.fromkeys(found))


async def _changed(page: Page) -> bool:
    """Tell whether pictures of the page, taken seconds apart, differ; its lower end is left out where it is long."""
    pictures = {await _picture(page)}
    for pause in _WATCHED_S:
        await asyncio.sleep(pause)
        pictures.add(await _picture(page))
    return len(pictures) > 1


async def _picture(page: Page) -> bytes:
    size = page.viewport_size or {"width": 1280, "height": 720}
    height = min(int(await page.evaluate("document.documentElement.scrollHeight")), _TALLEST_PX)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(height, size["height"])}
    return await page.screenshot(full_page=True, clip=clip, scale="css", timeout=LIMIT_S * 1000)  # type: ignore[arg-type]


PROBE: Final = Probe(id="motion", look=_look, order=4)
