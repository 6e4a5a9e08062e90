"""Tables of plain text: figures set to the right, the long column last, in the room that is left.

Other long columns follow below their row, each after its title.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from delest.report.language.safe_text import columns
from delest.report.language.words import _
from delest.report.page import Cell, Column, Field, Row, Table
from delest.report.plain.lines import bar, broken, is_address, one_line, paragraph, shortened
from delest.report.said import Bar, Words, say

_GAP: Final = 2
_LONG_AT_LEAST: Final = 24
"""Columns that an address needs to be of use; spare columns give way to it."""
_WIDEST: Final = 30
"""Columns of one column that is not the long one."""
_BAR: Final = 30
_SHORT: Final = 8
"""Columns up to which a title stays on one line."""


class _Laid(NamedTuple):
    at: int
    column: Column
    width: int


def table_lines(table: Table, indent: int, width: int) -> list[str]:
    """Return a table as lines, its titles first where it has any."""
    laid = _columns(table, width - indent)
    if not laid:
        return []
    lines = list(_titles(laid, indent)) if any(each.column.title for each in laid) else []
    below = [_Laid(at, each, 0) for at, each in enumerate(table.columns) if each.long][1:]
    for row in table.rows:
        lines += _row(row, laid, indent, width)
        if not row.group:
            lines += [line for each in below for line in _below(row, each, indent + _GAP)]
    return lines


def _below(row: Row, laid: _Laid, indent: int) -> list[str]:
    text = _text(row, laid.at)
    if not text:
        return []
    return paragraph(say(_("{term}: {said}"), term=laid.column.title, said=said(row.fields[laid.at])), indent)


def said(field: Field) -> Words:
    """Return what a field says itself."""
    return field.said if isinstance(field, Cell) else field


def _columns(table: Table, room: int) -> list[_Laid]:
    """Return the columns that there is room for, the long one last with all the room that is left."""
    rows = [row for row in table.rows if not row.group]
    filled = [at for at, _column in enumerate(table.columns) if any(_text(row, at) or _bar(row, at) for row in rows)]
    short = [_Laid(at, table.columns[at], _width(table, rows, at)) for at in filled if not table.columns[at].long]
    long = [at for at in filled if table.columns[at].long]
    needed = _LONG_AT_LEAST if long else 0
    for each in [each for each in reversed(short) if each.column.spare]:
        if _taken(short) + needed > room:
            short.remove(each)
    left = room - _taken(short)
    return [*short, *(_Laid(at, table.columns[at], max(left, 8)) for at in long[:1])]


def _taken(laid: Sequence[_Laid]) -> int:
    return sum(each.width + _GAP for each in laid)


def _width(table: Table, rows: Sequence[Row], at: int) -> int:
    if any(_bar(row, at) for row in rows):
        return _BAR
    texts = max((columns(_text(row, at)) for row in rows), default=0)
    title = table.columns[at].title
    words = max((columns(word) for word in ([title] if columns(title) <= _SHORT else title.split())), default=0)
    return min(max(texts, words), _WIDEST)


def _text(row: Row, at: int) -> str:
    return one_line(said(row.fields[at])) if at < len(row.fields) and not _bar(row, at) else ""


def _bar(row: Row, at: int) -> Bar | None:
    found = said(row.fields[at]) if at < len(row.fields) else None
    return found if isinstance(found, Bar) else None


def _titles(laid: Sequence[_Laid], indent: int) -> Iterator[str]:
    wrapped = [_wrapped(each.column.title, each.width) for each in laid]
    height = max(map(len, wrapped))
    for line in range(height):
        cells = [
            _set(title[line - height + len(title)] if line >= height - len(title) else "", each)
            for title, each in zip(wrapped, laid, strict=True)
        ]
        yield (" " * indent + (" " * _GAP).join(cells)).rstrip()


def _wrapped(title: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shortened(word, width))
    return lines


def _set(text: str, laid: _Laid) -> str:
    fill = " " * (laid.width - columns(text))
    return fill + text if laid.column.figures else text + fill


def _row(row: Row, laid: Sequence[_Laid], indent: int, width: int) -> Iterator[str]:
    if row.group:
        yield from paragraph(said(row.fields[0]), indent)
        return
    yield from (line for each in laid if not each.column.long for line in _too_long(row, each, indent, width))
    set_in = indent + (sum(each.width + _GAP for each in laid[:-1]) if laid[-1].column.long else _GAP)
    lead = (" " * indent + (" " * _GAP).join(_set(_cell(row, each), each) for each in laid)).rstrip()
    last = said(row.fields[laid[-1].at])
    if laid[-1].column.long and not is_address(last):
        cells = [_set(_cell(row, each), each) for each in laid[:-1]]
        yield from paragraph(last, set_in, first=" " * indent + "".join(cell + " " * _GAP for cell in cells))
    elif lead:
        yield lead
    if laid[-1].column.long and is_address(last):
        yield from _too_long(row, laid[-1], indent + 2 * _GAP, width)
    for field in row.fields:
        for note in field.notes if isinstance(field, Cell) else ():
            yield from paragraph(note, min(set_in, width - _LONG_AT_LEAST))


def _too_long(row: Row, laid: _Laid, indent: int, width: int) -> list[str]:
    """Return the lines of what must not be cut and is too long for its column."""
    text = _text(row, laid.at)
    return broken(text, indent, width) if laid.column.whole and columns(text) > laid.width else []


def _cell(row: Row, laid: _Laid) -> str:
    drawn = _bar(row, laid.at)
    if drawn:
        return bar(drawn.share, laid.width)
    if laid.column.whole and columns(_text(row, laid.at)) > laid.width:
        return ""
    return shortened(said(row.fields[laid.at]), laid.width) if laid.at < len(row.fields) else ""
