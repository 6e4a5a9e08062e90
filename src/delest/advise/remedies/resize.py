"""Images at the size they are shown, in the format they have."""

import warnings
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps, features

from delest.advise.reencoded import Encoded, Reencoded, version
from delest.advise.way import Way

MAX_PIXELS: Final = 40_000_000
"""Larger images are not decoded."""
LEAST_SCALE: Final = 0.8
"""Of the natural size: images that are shown at more of it are left alone."""
_STEP: Final = 1.25
"""What a set of sizes (``srcset``) may be wider than the box, for the low bound."""
_HOW: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
    "AVIF": {"quality": 60, "speed": 6},
}
_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the image in ``body`` at the size of the box that shows it; nothing if it is not larger than that.

    ``width``, ``height``: of the box, in pixels of the screen; ``contain``: 1 where the image is shown whole in it,
    0 where it fills the box.
    """
    with Image.open(
        BytesIO(body), formats=[form for form in _HOW if form != "AVIF" or features.check("avif")]
    ) as image:
        form = str(image.format)
        pixels = image.width * image.height
        if getattr(image, "is_animated", False) or pixels > MAX_PIXELS:
            return Reencoded()
        upright = ImageOps.exif_transpose(image)
        sides = options["width"] / upright.width, options["height"] / upright.height
        scale = min(sides) if options.get("contain") else max(sides)
        if not 0 < scale < LEAST_SCALE:
            return Reencoded(pixels=pixels)
        exact = _scaled(upright, form, scale)
        wider = _scaled(upright, form, min(1.0, scale * _STEP))
        return Reencoded(modest=wider, usual=exact, best=exact, pixels=pixels)


def _scaled(image: Image.Image, form: str, scale: float) -> Encoded:
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    mode = image.mode
    full = image.convert("RGBA" if image.has_transparency_data else "RGB") if mode in {"P", "1"} else image
    small = full.resize(size, Image.Resampling.LANCZOS)
    how = dict(_HOW[form])
    if mode == "P":  # a palette stays one, or the smaller picture could weigh more
        small = small.quantize(256)
    if profile := image.info.get("icc_profile"):
        how["icc_profile"] = profile
    file = BytesIO()
    small.save(file, format=form, **how)
    return version(f"{size[0]} × {size[1]}", file.getvalue(), _TYPES[form])


WAY: Final = Way(id="resize", make=make)
