"""How a replayed page looks and what it says: what a change must leave as it was.

A load of its own, never the one that is weighed: a full-page picture resizes the window, which may load more.
"""

import asyncio
import contextlib
import hashlib
import time
from typing import Any, Final

from playwright.async_api import BrowserContext, FloatRect, Page, Request
from playwright.async_api import Error as PlaywrightError

from delest.machine import slowdown
from delest.measure.browser.browser import Started, context_options
from delest.measure.devtools.world import World
from delest.records.pages.look import Look, ShownImage
from delest.records.runs.loading import LoadOptions

_LOAD_LIMIT_MS: Final = 20_000
_SETTLE_S: Final = 5.0
_QUIET_S: Final = 0.5
"""Nothing was asked for and nothing came for so long: the page is settled."""
_PAUSE_S: Final = 0.2
"""Same, before the page is scrolled. Behind the door, answers come at once."""
_PICTURE_MS: Final = 15_000
_IMAGES_MS: Final = 1_000
"""For images that the scroll has brought."""
_READ_LIMIT_S: Final = 10.0
_MOST_STEPS: Final = 40
_SCROLL_LIMIT_S: Final = 15.0
MOST_HEIGHT_PX: Final = 12_000
"""Of the picture; what is below counts by its text and elements only."""
_MOST_ERRORS: Final = 50
_MOST_ERROR_CHARACTERS: Final = 300

_READ: Final = """
(() => {
  const all = Array.from(document.images).slice(0, 500);
  const box = image => {
    const rect = image.getBoundingClientRect();
    return {url: String(image.currentSrc || image.src).slice(0, 2048), x: rect.x + scrollX, y: rect.y + scrollY,
            width: rect.width, height: rect.height, whole: image.complete && image.naturalWidth > 0};
  };
  return {
    elements: document.getElementsByTagName('*').length,
    text: document.body ? document.body.innerText.slice(0, 2000000) : '',
    images: all.map(box),
    height: Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0),
  };
})()
"""
_SCROLL: Final = f"""
(async () => {{
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const frame = () => new Promise(done => requestAnimationFrame(() => done()));
  for (let step = 0; step < {_MOST_STEPS}; step++) {{
    const before = scrollY;
    scrollBy({{top: innerHeight * 0.8, behavior: 'instant'}});
    // Observers tell a page what is on the screen after one frame, and what it does then shows in the next.
    await Promise.race([frame().then(frame).then(frame), pause(150)]);
    if (scrollY <= before) break;
  }}
  const shown = Array.from(document.images).filter(each => !each.complete && each.getClientRects().length);
  const ended = image => new Promise(done => {{
    image.addEventListener('load', done);
    image.addEventListener('error', done);
  }});
  await Promise.race([Promise.all(shown.map(ended)), pause({_IMAGES_MS})]);
  scrollTo({{top: 0, behavior: 'instant'}});
  await Promise.race([frame().then(frame), pause(150)]);
}})()
"""


async def look(started: Started, url: str, options: LoadOptions) -> Look:
    """Return how a page looks once it is loaded, scrolled through and back at its top.

    Raises:
        PlaywrightError: it cannot be loaded or shown.
        TimeoutError: it does not answer.
    """
    context = await started.process.new_context(**context_options(options, started))
    try:
        if started.script:
            await context.add_init_script(started.script)
        return await _look(context, url, options)
    finally:
        with contextlib.suppress(PlaywrightError):
            await context.close()


async def _look(context: BrowserContext, url: str, options: LoadOptions) -> Look:
    page = await context.new_page()
    errors: list[str] = []

    def failed(text: str) -> None:
        if len(errors) < _MOST_ERRORS:
            errors.append(text[:_MOST_ERROR_CHARACTERS])

    page.on("pageerror", lambda error: failed(f"{error}".splitlines()[0] if f"{error}" else "error"))
    page.on("console", lambda said: failed(said.text) if said.type == "error" else None)
    network = _Network(page)
    await page.goto(url, wait_until="load", timeout=_LOAD_LIMIT_MS)
    world = World((await context.new_cdp_session(page)).send)
    until_s = time.monotonic() + _SETTLE_S
    await network.quiet(_PAUSE_S, until_s)
    await world.evaluate(_SCROLL, limit_s=_SCROLL_LIMIT_S * slowdown())
    await network.quiet(_QUIET_S, until_s)
    read: dict[str, Any] = await world.evaluate(_READ, limit_s=_READ_LIMIT_S)
    picture = await _picture(page, options, int(read["height"]))
    return Look(
        elements=int(read["elements"]),
        text_sha256=hashlib.sha256(" ".join(str(read["text"]).split()).encode()).hexdigest(),
        errors=tuple(sorted(errors)),
        images=tuple(_shown(each) for each in read["images"]),
        height_px=int(read["height"]),
        picture=picture,
    )


def _shown(image: dict[str, Any]) -> ShownImage:
    return ShownImage(
        url=str(image["url"]),
        left_px=float(image["x"]),
        top_px=float(image["y"]),
        width_px=float(image["width"]),
        height_px=float(image["height"]),
        whole=bool(image["whole"]),
    )


class _Network:
    """What a page asks for, and whether something is under way."""

    def __init__(self, page: Page) -> None:
        self._under_way: set[Request] = set()
        self._moved_s = time.monotonic()
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _began(self, request: Request) -> None:
        self._under_way.add(request)
        self._moved_s = time.monotonic()

    def _ended(self, request: Request) -> None:
        self._under_way.discard(request)
        self._moved_s = time.monotonic()

    async def quiet(self, needed_s: float, until_s: float) -> None:
        """Wait until nothing has moved for so long; a page that never rests is looked at as it is."""
        while (now_s := time.monotonic()) < until_s:
            left_s = self._moved_s + needed_s - now_s
            if left_s <= 0 and not self._under_way:
                return
            await asyncio.sleep(max(0.02, left_s))


async def _picture(page: Page, options: LoadOptions, height_px: int) -> bytes:
    """Return the page as a JPEG of at most ``MOST_HEIGHT_PX``, animations at their end.

    At full quality it has an SSIM of 0.9997 to a PNG, the same page gives the same bytes, and it is made in a quarter
    of the time.
    """
    height = min(max(height_px, options.device.height_px), MOST_HEIGHT_PX)
    clip = FloatRect(x=0, y=0, width=options.device.width_px, height=height)
    return await page.screenshot(
        full_page=True, clip=clip, animations="disabled", caret="hide", scale="css", type="jpeg", quality=100,
        timeout=_PICTURE_MS,
    )  # fmt: skip
