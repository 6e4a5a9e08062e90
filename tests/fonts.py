"""Fonts as tests need them: really drawn, small, with the characters asked for."""

import random
from functools import cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153)))
GREEK = "".join(map(chr, range(0x391, 0x3CA))).replace("\u03a2", "")
CYRILLIC = "".join(map(chr, range(0x400, 0x460)))


@cache
def font(characters=LATIN + GREEK + CYRILLIC, flavor=None):
    """Return the file of a TrueType font."""
    drawn = random.Random(characters)
    names = [".notdef", *(f"u{ord(one):04X}" for one in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): f"u{ord(one):04X}" for one in characters})
    builder.setupGlyf({name: _outline(drawn) for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Drawn", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.flavor = flavor
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


def _outline(drawn):
    pen = TTGlyphPen(None)
    for _ in range(3):
        points = [(drawn.randrange(600), drawn.randrange(-200, 800)) for _ in range(9)]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def characters_of(body):
    return {chr(code) for code in TTFont(BytesIO(body)).getBestCmap()}
