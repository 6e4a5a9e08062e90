"""A small picture of the first screen of a page, taken while it is measured.

What the browser shows anyway is taken as it is: nothing is resized, scrolled or drawn again, so that no request and no
byte depends on the picture. The picture is drawn by our browser; nothing that a page sent is decoded here.
"""

import asyncio
import base64
import binascii
import contextlib
from io import BytesIO
from typing import Final

from PIL import Image
from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest.records.pages.screenshot import MOST_BYTES, Screenshot

_LIMIT_S: Final = 5.0
"""A page whose main thread hangs draws nothing: it goes without a picture."""
_MOST_SENT_BYTES: Final = 20_000_000
_MOST_PIXELS: Final = 60_000_000
_SIZE_PX: Final = (240, 360)
_QUALITIES: Final = (55, 35, 15)


async def screenshot(session: CDPSession, url: str) -> Screenshot | None:
    """Return what the page at ``url`` shows now; None where it shows nothing in time, or nothing that can be kept."""
    with contextlib.suppress(TimeoutError, PlaywrightError, OSError, ValueError):
        async with asyncio.timeout(_LIMIT_S):
            asked = {"format": "jpeg", "quality": 80, "optimizeForSpeed": True}
            sent = await session.send("Page.captureScreenshot", asked)
        return await asyncio.to_thread(_small, str(sent["data"]), url)
    return None


def _small(sent: str, url: str) -> Screenshot | None:
    """Return a JPEG, coded in base 64, as a WebP of bounded size.

    Raises:
        ValueError: it is not what it should be.
        OSError: as above.
    """
    if len(sent) > _MOST_SENT_BYTES:
        return None
    try:
        file = BytesIO(base64.b64decode(sent))
    except binascii.Error as error:
        raise ValueError("not base 64") from error
    with Image.open(file, formats=("JPEG",)) as image:
        if image.width * image.height > _MOST_PIXELS:
            return None
        image.draft("RGB", (_SIZE_PX[0] * 2, _SIZE_PX[1] * 2))
        small = image.convert("RGB")
    small.thumbnail(_SIZE_PX)
    for quality in _QUALITIES:
        made = BytesIO()
        small.save(made, "WEBP", quality=quality, method=4)
        if made.tell() <= MOST_BYTES:
            return Screenshot(page_url=url, webp=made.getvalue(), width_px=small.width, height_px=small.height)
    return None
