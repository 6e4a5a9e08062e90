"""Blocks of a page as HTML."""

import base64
from functools import singledispatch
from typing import Final

from markupsafe import Markup

from delest.report.drawing.axis import logarithmic
from delest.report.drawing.distribution import distribution
from delest.report.drawing.stack import stacked
from delest.report.drawing.treemap import treemap
from delest.report.drawing.trend import trend
from delest.report.figures import plain
from delest.report.language.safe_text import printable
from delest.report.markup.inline import inline, unlinked
from delest.report.markup.table import table
from delest.report.page import (
    Axis,
    Command,
    Details,
    Distribution,
    Facts,
    Items,
    Notice,
    Pair,
    Picture,
    Prose,
    Section,
    Stack,
    Table,
    Tile,
    Tiles,
    Treemap,
    Trend,
)

_DEEPEST: Final = 6
_NEWLINE: Final = Markup("\n")


@singledispatch
def block(drawn: object, level: int) -> Markup:
    """Return a block as HTML, its titles from ``level`` (2: of a section) on."""
    raise TypeError(level, drawn)


@block.register
def _prose(drawn: Prose, level: int) -> Markup:  # noqa: ARG001 - one signature for all blocks
    tone = Markup(' class="{}"').format(drawn.tone) if drawn.tone else ""
    return Markup("<p{}>{}</p>").format(tone, inline(drawn.said))


@block.register
def _items(drawn: Items, level: int) -> Markup:  # noqa: ARG001 - same
    said = Markup().join(Markup("<li>{}</li>").format(inline(each)) for each in drawn.said)
    return Markup("<{0}>{1}</{0}>").format("ol" if drawn.numbered else "ul", said)


@block.register
def _facts(drawn: Facts, level: int) -> Markup:  # noqa: ARG001 - same
    rows = Markup()
    for row in drawn.rows:
        said = Markup().join(Markup("<span>{}</span>").format(inline(each)) for each in row.said)
        rows += Markup("<dt>{}</dt><dd>{}</dd>\n").format(printable(row.term), said)
    return Markup('<dl class="facts">\n{}</dl>').format(rows)


@block.register
def _tiles(drawn: Tiles, level: int) -> Markup:  # noqa: ARG001 - same
    return Markup('<dl class="tiles">\n{}</dl>').format(_NEWLINE.join(map(_tile, drawn.tiles)))


def _tile(tile: Tile) -> Markup:
    notes = Markup().join(Markup('<dd class="sub">{}</dd>').format(inline(note)) for note in tile.notes)
    return Markup('<div><dt>{}</dt><dd class="figure">{}</dd>{}</div>').format(
        plain(tile.name), inline(tile.said), notes
    )


@block.register
def _notice(drawn: Notice, level: int) -> Markup:  # noqa: ARG001 - same
    return Markup('<p class="notice {}">{}</p>').format(drawn.tone or "plain", inline(drawn.said))


@block.register
def _command(drawn: Command, level: int) -> Markup:  # noqa: ARG001 - same
    lines = "\n".join(map(printable, drawn.text.splitlines()))
    return Markup('<pre class="command" tabindex="0"><code>{}</code></pre>').format(lines)


@block.register
def _table(drawn: Table, level: int) -> Markup:  # noqa: ARG001 - same
    return table(drawn)


@block.register
def _stack(drawn: Stack, level: int) -> Markup:
    return stacked(drawn) + _NEWLINE + block(drawn.table, level)


@block.register
def _axis(drawn: Axis, level: int) -> Markup:
    return logarithmic(drawn) + _NEWLINE + block(drawn.table, level)


@block.register
def _treemap(drawn: Treemap, level: int) -> Markup:
    return treemap(drawn) + _NEWLINE + block(drawn.table, level)


@block.register
def _trend(drawn: Trend, level: int) -> Markup:
    return trend(drawn) + _NEWLINE + block(drawn.table, level)


@block.register
def _distribution(drawn: Distribution, level: int) -> Markup:
    said = Markup('<p class="note">{}</p>').format(drawn.caption) if drawn.caption else Markup()
    return distribution(drawn) + said + (_NEWLINE + block(drawn.table, level) if drawn.table else "")


@block.register
def _picture(drawn: Picture, level: int) -> Markup:  # noqa: ARG001 - same
    return _image(drawn.webp, drawn.width_px, drawn.height_px, plain(drawn.alt), "shot")


def _image(webp: bytes, width_px: int, height_px: int, alt: str, name: str) -> Markup:
    coded = base64.b64encode(webp).decode("ascii")
    return Markup(
        '<img class="{}" src="data:image/webp;base64,{}" width="{}" height="{}" alt="{}" decoding="async">'
    ).format(name, coded, width_px, height_px, alt)


@block.register
def _pair(drawn: Pair, level: int) -> Markup:  # noqa: ARG001 - same
    shown = Markup().join(
        Markup('<img src="data:image/webp;base64,{}" width="{}" height="{}" alt="{}">').format(
            base64.b64encode(picture).decode("ascii"), drawn.width_px, drawn.height_px, alt
        )
        for picture, alt in ((drawn.before, drawn.before_alt), (drawn.after, drawn.after_alt))
    )
    return Markup('<figure class="pair">{}<figcaption>{}</figcaption></figure>').format(shown, inline(drawn.said))


@block.register
def _details(drawn: Details, level: int) -> Markup:
    sign = Markup(' id="{}"').format(drawn.id) if drawn.id else ""
    return Markup("<details{}><summary>{}</summary>\n<div>\n{}\n</div></details>").format(
        sign, unlinked(drawn.summary), blocks(drawn.blocks, level)
    )


@block.register
def _section(drawn: Section, level: int) -> Markup:
    sign = Markup(' id="{}"').format(drawn.id) if drawn.id else ""
    title = Markup("<h{0}{1}>{2}</h{0}>").format(min(level, _DEEPEST), sign, inline(drawn.title))
    return title + _NEWLINE + blocks(drawn.blocks, level + 1)


def blocks(drawn: tuple[object, ...], level: int) -> Markup:
    """Return blocks one below the other."""
    return _NEWLINE.join(block(each, level) for each in drawn)
