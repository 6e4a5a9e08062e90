"""Pictures of a page before and after a change: how alike they are, and the two side by side, small.

Both were drawn by our browser: nothing that a page sent is decoded here.
"""

import math
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from PIL import Image

from delest.advise.likeness import BLOCK_PX, ssim
from delest.records.advice.proof import Likeness, Pictures
from delest.records.pages.look import Look, ShownImage

_TILE_PX: Final = 256
"""A multiple of the blocks that are compared, so that the likeness of the whole is the mean of the tiles'."""
_PAGE_SIZE_PX: Final = (360, 720)
_PART_SIZE_PX: Final = (480, 320)
_LEAST_PART_PX: Final = 24
_QUALITY: Final = 70
MOST_PICTURE_BYTES: Final = 60_000


def drawn(picture: bytes) -> Image.Image:
    """Return a picture of a page as an image."""
    with Image.open(BytesIO(picture), formats=("JPEG",)) as image:
        return image.convert("RGB")


def likeness(before: Image.Image, after: Image.Image) -> Likeness:
    """Return how alike two pictures of a page are, over what both show."""
    size = min(before.width, after.width), min(before.height, after.height)
    tiles = [(_ssim(before.crop(box), after.crop(box)), _blocks(box)) for box in _tiles(size)]
    whole = sum(alike * blocks for alike, blocks in tiles) / sum(blocks for _, blocks in tiles)
    return Likeness(mean=whole, worst_tile=min(alike for alike, _ in tiles))


def _ssim(one: Image.Image, other: Image.Image) -> float:
    # Most changes leave most of a page as it was, and equal bytes are compared a hundred times faster.
    return 1.0 if one.tobytes() == other.tobytes() else ssim(one, other)


def _blocks(box: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = box
    return math.ceil((right - left) / BLOCK_PX) * math.ceil((bottom - top) / BLOCK_PX)


def _tiles(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    width, height = size
    for left in range(0, width, _TILE_PX):
        for top in range(0, height, _TILE_PX):
            yield left, top, min(left + _TILE_PX, width), min(top + _TILE_PX, height)


def page_pictures(before: Image.Image, after: Image.Image, alike: Likeness) -> Pictures | None:
    """Return the tops of two pictures of a page, small; None where they are too heavy for a report."""
    cut = [each.crop((0, 0, each.width, min(each.height, each.width * 2))) for each in (before, after)]
    for each in cut:
        each.thumbnail(_PAGE_SIZE_PX)
    return _pictures(cut[0], cut[1], alike.mean)


def part_pictures(before: Image.Image, after: Image.Image, shown: ShownImage) -> Pictures | None:
    """Return one image of the page before and after, one pixel for each; None where it shows little or too much."""
    left, top = max(0, round(shown.left_px)), max(0, round(shown.top_px))
    right = min(before.width, after.width, left + min(round(shown.width_px), _PART_SIZE_PX[0]))
    bottom = min(before.height, after.height, top + min(round(shown.height_px), _PART_SIZE_PX[1]))
    if right - left < _LEAST_PART_PX or bottom - top < _LEAST_PART_PX:
        return None
    one, other = (each.crop((left, top, right, bottom)) for each in (before, after))
    return _pictures(one, other, ssim(one, other), shown.url)


def _pictures(before: Image.Image, after: Image.Image, alike: float, image_url: str = "") -> Pictures | None:
    files = [_webp(each) for each in (before, after)]
    if max(map(len, files)) > MOST_PICTURE_BYTES:
        return None
    return Pictures(
        before=files[0],
        after=files[1],
        width_px=before.width,
        height_px=before.height,
        likeness=round(alike, 4),
        image_url=image_url,
    )


def _webp(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "WEBP", quality=_QUALITY, method=4)
    return file.getvalue()


def shown_of(look: Look, url: str) -> ShownImage | None:
    """Return the largest box in which a page shows an image."""
    boxes = [each for each in look.images if each.url == url]
    return max(boxes, key=lambda each: each.width_px * each.height_px, default=None)
