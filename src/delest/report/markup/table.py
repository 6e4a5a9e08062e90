"""Tables as HTML: captioned, headed, and to be scrolled by keyboard where they are wider than their place."""

from typing import Final

from markupsafe import Markup, escape

from delest.report.figures import plain
from delest.report.markup.inline import inline
from delest.report.page import Cell, Column, Field, Row, Table
from delest.report.said import Bar, Figure, Heat, Sentence, Words

_TABLE: Final = Markup(
    '<div class="table" role="group" aria-label="{caption}" tabindex="0"><table{sorted}>\n<caption>{caption}</caption>'
    "\n<thead><tr>{heads}</tr></thead>\n{bodies}</table></div>"
)
_REST: Final = Markup('\n<p class="note">{}</p>')
_SORTED_FROM: Final = 4
"""Rows from which on a table is worth sorting."""


def table(drawn: Table) -> Markup:
    """Return a table; one with a filter can be sorted too, where scripts may run."""
    offered = drawn.filter and len(drawn.rows) >= _SORTED_FROM
    return _TABLE.format(
        caption=plain(drawn.caption),
        sorted=Markup(' data-filter="{}"').format(drawn.filter) if offered else "",
        heads=Markup().join(map(_head, drawn.columns)),
        bodies=_bodies(drawn, valued=bool(offered)),
    ) + (_REST.format(inline(drawn.rest)) if drawn.rest else "")


def _head(column: Column) -> Markup:
    return Markup('<th scope="col"{}>{}</th>').format(_class(column), column.title)


def _class(column: Column) -> Markup:
    names = [name for name, on in (("n", column.figures), ("spare", column.spare), ("long", column.long)) if on]
    return Markup(' class="{}"').format(" ".join(names)) if names else Markup()


def _bodies(drawn: Table, *, valued: bool) -> Markup:
    bodies, rows = Markup(), Markup()
    for row in drawn.rows:
        if row.group and rows:
            bodies, rows = bodies + Markup("<tbody>\n{}</tbody>\n").format(rows), Markup()
        rows += _group(row, len(drawn.columns)) if row.group else _row(row, drawn.columns, valued=valued)
    return bodies + Markup("<tbody>\n{}</tbody>\n").format(rows)


def _group(row: Row, columns: int) -> Markup:
    return Markup('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>\n').format(
        columns, _field(row.fields[0])
    )


def _row(row: Row, columns: tuple[Column, ...], *, valued: bool) -> Markup:
    cells = Markup()
    for at, (field, column) in enumerate(zip(row.fields, columns, strict=True)):
        said = _field(field)
        if at == 0:
            cells += Markup('<th scope="row"{}>{}</th>').format(_class(column), said)
        else:
            value = _value(field) if valued else None
            sort = Markup(' data-v="{:.10g}"').format(value) if value is not None else ""
            cells += Markup("<td{}{}>{}</td>").format(_class(column), sort, said)
    return Markup("<tr{}>{}</tr>\n").format(Markup(' id="{}"').format(row.id) if row.id else "", cells)


def _field(field: Field) -> Markup:
    if not isinstance(field, Cell):
        return inline(field)
    notes = (Markup('<span class="sub">{}</span>').format(inline(note)) for note in field.notes)
    return escape(inline(field.said)) + Markup().join(notes)


def _value(field: Field) -> float | None:
    """Return what a field is sorted by; None: by its text."""
    return _number(field.said if isinstance(field, Cell) else field)


def _number(words: Words) -> float | None:
    if isinstance(words, Sentence):
        return next((found for part in words.parts if (found := _number(part)) is not None), None)
    if isinstance(words, Figure):
        return words.value
    return words.share if isinstance(words, Bar | Heat) else None
