"""Animations in older formats as animated WebP, where they still look the same."""

import warnings
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageSequence

from delest.advise.likeness import ssim
from delest.advise.reencoded import Encoded, Reencoded, version
from delest.advise.way import Way

LEAST_LIKENESS: Final = 0.95
MAX_FRAMES: Final = 400
MAX_PIXELS: Final = 100_000_000
"""Of all frames together."""
_QUALITIES: Final = (75, 85, 92)
"""The first at which the frames look the same is taken."""
_COMPARED: Final = 5

Image.MAX_IMAGE_PIXELS = 40_000_000
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def make(body: bytes, options: dict[str, Any]) -> Reencoded:  # noqa: ARG001 - every way is called alike
    """Return the animated GIF or PNG in ``body`` as WebP: without loss, and at the lowest quality that is alike."""
    with Image.open(BytesIO(body), formats=("GIF", "PNG")) as image:
        count = getattr(image, "n_frames", 1)
        pixels = image.width * image.height * count
        if count < 2 or count > MAX_FRAMES or pixels > MAX_PIXELS:  # noqa: PLR2004 - one frame is no animation
            return Reencoded()
        loop = image.info.get("loop", 1 if image.format == "GIF" else 0)
        frames, durations_ms = [], []
        for frame in ImageSequence.Iterator(image):
            durations_ms.append(int(frame.info.get("duration", 100)) or 100)
            frames.append(frame.convert("RGBA"))
    how = {"save_all": True, "append_images": frames[1:], "duration": durations_ms, "loop": loop}
    return Reencoded(
        modest=_encoded(frames, "animated WebP lossless", **how, lossless=True, method=1),
        usual=_first_alike(frames, how),
        pixels=pixels,
    )


def _first_alike(frames: list[Image.Image], how: dict[str, Any]) -> Encoded | None:
    for quality in _QUALITIES:
        made = _encoded(frames, f"animated WebP q{quality}", **how, quality=quality, method=3)
        if made is not None:
            return made
    return None


def _encoded(frames: list[Image.Image], name: str, **how: Any) -> Encoded | None:
    file = BytesIO()
    frames[0].save(file, format="WEBP", **how)
    likeness = _likeness(frames, file)
    if likeness < LEAST_LIKENESS:
        return None
    return version(f"{name}, SSIM {likeness:.3f}", file.getvalue(), "image/webp", likeness=likeness)


def _likeness(frames: list[Image.Image], file: BytesIO) -> float:
    """Return the likeness of the worst of a few frames: where equal ones were joined, of the first and the last."""
    last = len(frames) - 1
    with Image.open(file, formats=("WEBP",)) as again:
        count = getattr(again, "n_frames", 1)
        pairs = {(0, 0), (count - 1, last)}
        if count == len(frames):
            pairs |= {(number, number) for number in (round(n * last / (_COMPARED - 1)) for n in range(_COMPARED))}
        worst = 1.0
        for theirs, ours in sorted(pairs):
            again.seek(theirs)
            worst = min(worst, ssim(frames[ours], again.convert("RGBA")))
        return worst


WAY: Final = Way(id="animation", make=make)
