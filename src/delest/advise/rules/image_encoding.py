"""Images in older formats: what they weigh as WebP and AVIF, if they still look the same."""

import warnings
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps, features

from delest.advise.answers import with_bodies
from delest.advise.findings import computed
from delest.advise.likeness import ssim
from delest.advise.reencoded import Cache, Encoded, Reencoded, offender, reencode
from delest.advise.rule import Rule
from delest.errors import N_
from delest.records.finding import Finding
from delest.records.load import Capture

LEAST_LIKENESS: Final = 0.95
"""Mean SSIM of an image that may take the original's place."""
MAX_PIXELS: Final = 40_000_000
"""Larger images are not decoded."""
MAX_SLOW_PIXELS: Final = 4_000_000
"""Up to here the slow encodings are tried, at about a second for a million pixels: lossless WebP and AVIF."""
MAX_PAGE_PIXELS: Final = 150_000_000
"""Images of one page that are examined, the most transferred first."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP")
_LOSSLESS: Final = frozenset({"PNG", "GIF", "BMP"})
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_DEPTH: Final = 24
"""Where a PNG says its bits a channel (PNG specification, section 11.2.1)."""
_BITS: Final = 8
_EIGHT_BIT: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"})

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def examine(capture: Capture, cache: Cache) -> Finding | None:
    """Return the finding of the page's PNG, JPEG, GIF and BMP images that would be lighter re-encoded, or None.

    Low is WebP that keeps every pixel (of a photograph: WebP at quality 90), central is WebP at quality 80, high is
    AVIF at quality 60; all are really made, and one that does not look like the original is not used.
    """
    left_pixels = MAX_PAGE_PIXELS
    offenders = []
    for transfer, body in with_bodies(capture):
        if not _is_older_format(body) or left_pixels <= 0:
            continue
        lighter = reencode(cache, (RULE.id, transfer.body_sha256), body, encode)
        left_pixels -= lighter.pixels
        offenders.append(offender(transfer, body, lighter))
    return computed(RULE.id, capture, filter(None, offenders))


def _is_older_format(body: bytes) -> bool:
    return body.startswith((_PNG, b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM"))


def encode(body: bytes) -> Reencoded:
    """Return the image in ``body`` in newer formats; nothing if it is animated, too large, not whole or no image."""
    pixels = 0
    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            if _is_examined(image) and not _is_deep(body):
                pixels = image.width * image.height
                return _lighter(_plain(image), lossless=image.format in _LOSSLESS)
    except Exception:  # noqa: BLE001, S110 - Pillow raises a dozen types on hostile files; each costs only itself
        pass
    return Reencoded(pixels=pixels)


def _is_examined(image: Image.Image) -> bool:
    animated = image.format in _LOSSLESS and getattr(image, "is_animated", False)
    return not animated and image.mode in _EIGHT_BIT and image.width * image.height <= MAX_PIXELS


def _is_deep(body: bytes) -> bool:
    """Tell whether a PNG has more than 8 bits a channel, of which Pillow drops the rest as it decodes."""
    return body.startswith(_PNG) and body[_PNG_DEPTH] > _BITS


def _plain(image: Image.Image) -> Image.Image:
    """Return the decoded image upright, as RGB or RGBA, with nothing beside its pixels but their colour profile."""
    image = ImageOps.exif_transpose(image)
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    profile = None if image.mode == "CMYK" else image.info.get("icc_profile")
    plain.info = {"icc_profile": profile} if profile else {}
    return plain


def _lighter(image: Image.Image, *, lossless: bool) -> Reencoded:
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
        best=_encoded(image, "AVIF q60", format="AVIF", quality=60, speed=9)
        if slow and features.check("avif")
        else None,
        pixels=pixels,
    )


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
    return Encoded(f"{name}, SSIM {likeness:.3f}", file.getbuffer().nbytes)


RULE: Final = Rule(
    id="image-encoding",
    title=N_("Images would be lighter in a newer format"),
    explanation=N_(
        "Each image was really encoded again; only versions that look the same to a similarity measure count."
    ),
    remedy=N_("Publish these images as WebP or AVIF; the page names the older format as a fallback where needed."),
    examine=examine,
)
