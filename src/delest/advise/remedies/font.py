"""Fonts as WOFF2, whole or with the characters that are needed alone."""

from io import BytesIO
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

_MOST_BYTES: Final = 12_000_000
_WOFF2: Final = "font/woff2"


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the font in ``body`` as WOFF2.

    ``keep``: characters to keep, first and last of each range in turn; without it all are kept.
    """
    if len(body) > _MOST_BYTES:
        return Reencoded()
    ends: list[int] = options.get("keep", [])
    font = TTFont(BytesIO(body), lazy=True, recalcTimestamp=False)
    if "glyf" not in font and "CFF " not in font and "CFF2" not in font:
        return Reencoded()  # bitmaps alone, or drawn in a way that a subset may lose
    name = "WOFF2"
    if ends:
        kept = {one for first, last in zip(ends[::2], ends[1::2], strict=True) for one in range(first, last + 1)}
        font = _subset(font, kept)
        name = f"WOFF2, {len(font.getBestCmap() or {})} characters"
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file)
    one = version(name, file.getvalue(), _WOFF2)
    return Reencoded(modest=one, usual=one, best=one)


def _subset(font: TTFont, characters: set[int]) -> TTFont:
    """Return ``font`` with the glyphs of these characters, and all of its features for them."""
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters & set(font.getBestCmap() or {}))
    subsetter.subset(font)
    return font


WAY: Final = Way(id="font", make=make)
