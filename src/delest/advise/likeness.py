"""How alike two images look: mean structural similarity of their luma over blocks of 8 x 8 pixels."""

from collections.abc import Iterator
from typing import Any, Final

from PIL import Image, ImageMath

BLOCK_PX: Final = 8
_TILE_PX: Final = 1024
"""Images are compared tile by tile, so that memory stays small."""
_C1: Final = (0.01 * 255) ** 2
_C2: Final = (0.03 * 255) ** 2
_GREY: Final = (128, 128, 128, 255)


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Return the likeness of two images of the same size, RGB or RGBA: 1 is identical, near 0 is unrelated.

    Transparent images are laid on mid-grey first, where light and dark shapes both show.

    Source: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
    similarity", IEEE Transactions on Image Processing 13(4), 2004, equation 13 with its constants; plain blocks
    instead of its Gaussian window.
    """
    total, blocks = 0.0, 0
    for box in _tiles(one.size):
        similar = _similarity(_luma(one.crop(box)), _luma(other.crop(box)))
        total += sum(memoryview(similar.tobytes()).cast("f"))
        blocks += similar.width * similar.height
    return total / blocks


def _tiles(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    width, height = size
    for left in range(0, width, _TILE_PX):
        for top in range(0, height, _TILE_PX):
            yield left, top, min(left + _TILE_PX, width), min(top + _TILE_PX, height)


def _luma(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, _GREY), image)
    return image.convert("L").convert("F")


def _similarity(x: Image.Image, y: Image.Image) -> Image.Image:
    """Return one pixel for each block: the similarity of ``x`` and ``y`` there."""

    def mean(image: Any) -> Any:
        return image.reduce(BLOCK_PX)

    xx, yy, xy = (ImageMath.lambda_eval(lambda v: v["a"] * v["b"], a=a, b=b) for a, b in ((x, x), (y, y), (x, y)))
    blocks: Image.Image = ImageMath.lambda_eval(
        lambda v: (
            (2 * v["x"] * v["y"] + _C1)
            * (2 * (v["xy"] - v["x"] * v["y"]) + _C2)
            / (
                (v["x"] * v["x"] + v["y"] * v["y"] + _C1)
                * (v["xx"] - v["x"] * v["x"] + v["yy"] - v["y"] * v["y"] + _C2)
            )
        ),
        x=mean(x),
        y=mean(y),
        xx=mean(xx),
        yy=mean(yy),
        xy=mean(xy),
    )
    return blocks
