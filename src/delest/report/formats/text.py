"""Plain text at most 80 columns wide, for a terminal or a pipe."""

from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import Final

from delest.report.figures import plain
from delest.report.format import Format
from delest.report.language.safe_text import columns
from delest.report.page import (
    Axis,
    Command,
    Details,
    Distribution,
    Facts,
    Items,
    Notice,
    Page,
    Pair,
    Picture,
    Prose,
    Section,
    Stack,
    Table,
    Tiles,
    Treemap,
    Trend,
)
from delest.report.plain.lines import WIDTH, command_lines, paragraph, shortened
from delest.report.plain.table import table_lines

_DEEPEST: Final = 8
"""Columns that parts within parts are set in, at most."""
_TERM: Final = 24
"""Columns that a term takes, at most."""


def render(page: Page) -> str:
    """Return the page as lines of at most 80 columns."""
    lines = [*paragraph(page.over)] if page.over else []
    lines += paragraph(page.title)
    for block in page.lead:
        lines += ["", *_lines(block, 0)]
    for each in page.sections:
        lines += ["", *_lines(each, 0)]
    if page.foot:
        lines += ["", *paragraph(page.foot)]
    return "\n".join(_single_spaced(lines)) + "\n"


def _single_spaced(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines with no two empty ones in a row, and none at the end."""
    for at, line in enumerate(lines):
        if line or (at + 1 < len(lines) and lines[at + 1]):
            yield line.rstrip()


@singledispatch
def _lines(block: object, indent: int) -> list[str]:
    raise TypeError(indent, block)


@_lines.register
def _section(block: Section, indent: int) -> list[str]:
    deeper = min(indent + 2, _DEEPEST)
    lines = paragraph(block.title, indent)
    for at, each in enumerate(block.blocks):
        apart = [""] if at and _stands_apart(each) else []
        lines += [*apart, *_lines(each, deeper)]
    return lines


def _stands_apart(block: object) -> bool:
    if isinstance(block, Table):
        return bool(block.caption)
    return isinstance(block, Section | Details | Stack | Axis | Treemap | Distribution | Trend)


@_lines.register
def _prose(block: Prose, indent: int) -> list[str]:
    return paragraph(block.said, indent)


@_lines.register
def _items(block: Items, indent: int) -> list[str]:
    lines = []
    for at, said in enumerate(block.said, 1):
        mark = f"{at}. " if block.numbered else "- "
        lines += paragraph(said, indent, first=" " * indent + mark, hanging=len(mark))
    return lines


@_lines.register
def _facts(block: Facts, indent: int) -> list[str]:
    width = min(max((columns(plain(row.term)) for row in block.rows), default=0), _TERM)
    lines = []
    for row in block.rows:
        lead = " " * indent + shortened(row.term, width)
        lead += " " * (indent + width + 2 - columns(lead))
        for said in row.said:
            lines += paragraph(said, indent + width + 2, first=lead)
            lead = " " * columns(lead)
    return lines


@_lines.register
def _tiles(block: Tiles, indent: int) -> list[str]:
    width = max(columns(plain(tile.said)) for tile in block.tiles)
    lines = []
    for tile in block.tiles:
        figure = plain(tile.said)
        lead = " " * (indent + width - columns(figure)) + figure + "  "
        lines += paragraph(tile.name, columns(lead), first=lead)
        for note in tile.notes:
            lines += paragraph(note, columns(lead))
    return lines


@_lines.register
def _notice(block: Notice, indent: int) -> list[str]:
    return paragraph(block.said, indent, first=" " * indent + "! ", hanging=2)


@_lines.register
def _command(block: Command, indent: int) -> list[str]:
    return [laid for line in block.text.splitlines() for laid in command_lines(plain(line), indent)]


@_lines.register
def _table(block: Table, indent: int) -> list[str]:
    caption = paragraph(block.caption, indent) if block.caption else []
    rest = paragraph(block.rest, indent) if block.rest else []
    return [*caption, *table_lines(block, indent, WIDTH), *rest]


@_lines.register
def _stack(block: Stack, indent: int) -> list[str]:
    return _table(block.table, indent)


@_lines.register
def _axis(block: Axis, indent: int) -> list[str]:
    return _table(block.table, indent)


@_lines.register
def _treemap(block: Treemap, indent: int) -> list[str]:
    return _table(block.table, indent)


@_lines.register
def _trend(block: Trend, indent: int) -> list[str]:
    return _table(block.table, indent)


@_lines.register
def _distribution(block: Distribution, indent: int) -> list[str]:
    return _table(block.table, indent) if block.table else []


@_lines.register
def _picture(block: Picture, indent: int) -> list[str]:  # noqa: ARG001 - as below
    return []


@_lines.register
def _pair(block: Pair, indent: int) -> list[str]:  # noqa: ARG001 - a terminal shows no pictures
    return []


@_lines.register
def _details(block: Details, indent: int) -> list[str]:
    lines = paragraph(block.summary, indent)
    for each in block.blocks:
        lines += _lines(each, min(indent + 2, _DEEPEST))
    return lines


FORMAT: Final = Format(id="text", suffixes=(".txt",), render=render)
