"""Still images as lighter WebP and AVIF, where they still look the same."""

import warnings
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps, features

from delest.advise.likeness import ssim
from delest.advise.reencoded import Encoded, Reencoded, version
from delest.advise.way import Way

LEAST_LIKENESS: Final = 0.95
"""Mean SSIM of an image that may take the original's place."""
MAX_PIXELS: Final = 40_000_000
"""Larger images are not decoded."""
MAX_SLOW_PIXELS: Final = 4_000_000
"""Up to here the slow encodings are tried, at about a second for a million pixels: lossless WebP and AVIF."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "AVIF")
_LOSSLESS: Final = frozenset({"PNG", "GIF", "BMP"})
_ANIMATED: Final = _LOSSLESS | {"WEBP", "AVIF"}
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_DEPTH: Final = 24
"""Where a PNG says its bits a channel (PNG specification, section 11.2.1)."""
_BITS: Final = 8
_EIGHT_BIT: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"})
_AVIF_SPEED: Final = 6
"""At 9 files are often larger than at 6, up to three times."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the image in ``body`` in newer formats; nothing if it is animated, too large, not whole or no image.

    ``skip_best`` (1): the slowest encoding, which is only an upper bound, is not made.
    """
    best = not options.get("skip_best")
    pixels = 0
    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            if _is_examined(image) and not _is_deep(body):
                pixels = image.width * image.height
                if image.format in {"WEBP", "AVIF"}:
                    return _same_format(plain(image), image.format, best=best)
                return _lighter(plain(image), lossless=image.format in _LOSSLESS, best=best)
    except Exception:  # noqa: BLE001, S110 - Pillow raises a dozen types on hostile files; each costs only itself
        pass
    return Reencoded(pixels=pixels)


def _is_examined(image: Image.Image) -> bool:
    animated = image.format in _ANIMATED and getattr(image, "is_animated", False)
    return not animated and image.mode in _EIGHT_BIT and image.width * image.height <= MAX_PIXELS


def _is_deep(body: bytes) -> bool:
    """Tell whether a PNG has more than 8 bits a channel, of which Pillow drops the rest as it decodes."""
    return body.startswith(_PNG) and body[_PNG_DEPTH] > _BITS


def plain(image: Image.Image) -> Image.Image:
    """Return the decoded image upright, as RGB or RGBA, with nothing beside its pixels but their colour profile."""
    image = ImageOps.exif_transpose(image)
    bare = image.convert("RGBA" if image.has_transparency_data else "RGB")
    profile = None if image.mode == "CMYK" else image.info.get("icc_profile")
    bare.info = {"icc_profile": profile} if profile else {}
    return bare


def _lighter(image: Image.Image, *, lossless: bool, best: bool) -> Reencoded:
    pixels = image.width * image.height
    slow = pixels <= MAX_SLOW_PIXELS
    modest = (
        _encoded(image, "WebP lossless", format="WEBP", lossless=True, method=2)
        if lossless and slow
        else _encoded(image, "WebP q90", format="WEBP", quality=90, method=2)
    )
    return Reencoded(
        modest=modest,
        usual=_encoded(image, "WebP q80", format="WEBP", quality=80, method=2),
        best=_encoded(image, "AVIF q60", format="AVIF", quality=60, speed=_AVIF_SPEED)
        if best and slow and features.check("avif")
        else None,
        pixels=pixels,
    )


def _same_format(image: Image.Image, form: str, *, best: bool) -> Reencoded:
    """Return an image that is in a newer format already, at the quality that others are brought to."""
    pixels = image.width * image.height
    avif = (
        _encoded(image, "AVIF q60", format="AVIF", quality=60, speed=_AVIF_SPEED)
        if pixels <= MAX_SLOW_PIXELS and (best or form == "AVIF")
        else None
    )
    if form == "AVIF":
        return Reencoded(usual=avif, best=avif, pixels=pixels)
    return Reencoded(usual=_encoded(image, "WebP q80", format="WEBP", quality=80, method=4), best=avif, pixels=pixels)


def _encoded(image: Image.Image, name: str, **options: Any) -> Encoded | None:
    file = BytesIO()
    try:
        image.save(file, **options)
    except (OSError, ValueError):  # larger than the format allows
        return None
    with Image.open(file, formats=("WEBP", "AVIF")) as again:
        likeness = ssim(image, again.convert(image.mode))
    if likeness < LEAST_LIKENESS:
        return None
    content_type = f"image/{options['format'].lower()}"
    return version(f"{name}, SSIM {likeness:.3f}", file.getvalue(), content_type, likeness=likeness)


WAY: Final = Way(id="image", make=make)
