"""Tables as an OpenDocument spreadsheet, made with odfpy; every text is a string cell, whatever it begins with."""

import io
from collections.abc import Sequence
from typing import Any, Final

from delest.records.runs.audit import AuditReport
from delest.report.language.safe_text import printable
from delest.report.language.words import _
from delest.report.workbook.audit_sheets import audit_sheets
from delest.report.workbook.ods_styles import Styles, styles
from delest.report.workbook.sheet import Shape, Sheet, Value, lines, printed_pages, width

_ROWS_AT_MOST: Final = 5_000
"""Of one table: odfpy holds all cells in memory, some 4 kB each. XLSX and CSV have no such limit."""


def ods(report: AuditReport) -> bytes:
    """Return the workbook of an audit.

    Raises:
        ModuleNotFoundError: odfpy is not installed.
    """
    from odf.opendocument import OpenDocumentSpreadsheet  # noqa: PLC0415 - an extra, loaded only when asked for

    book = OpenDocumentSpreadsheet()
    known = styles(book)
    for sheet in audit_sheets(report):
        book.spreadsheet.addElement(_table(sheet, known))
    held = io.BytesIO()
    book.write(held)
    return held.getvalue()


def _table(sheet: Sheet, known: Styles) -> Any:
    from odf.table import Table, TableColumn, TableHeaderColumns, TableHeaderRows  # noqa: PLC0415 - as above

    table = Table(name=sheet.name, stylename=known.printed[printed_pages(sheet)])
    columns = [TableColumn(stylename=known.columns[width(head)]) for head in sheet.heads]
    first, titles = TableHeaderColumns(), TableHeaderRows()  # printed on each page
    first.addElement(columns[0])
    for each in (first, *columns[1:]):
        table.addElement(each)
    names = [head.title for head in sheet.heads]
    titles.addElement(_row(names, [known.head] * len(names), known.rows[lines(sheet.heads, names, titles=True)]))
    table.addElement(titles)
    of_column = [known.wrapped if head.wide else known.cells[head.shape] for head in sheet.heads]
    left = 0
    for at, row in enumerate(sheet.rows()):
        if at < _ROWS_AT_MOST:
            table.addElement(_row(row, of_column, known.rows[lines(sheet.heads, row)], known.cells[Shape.WHOLE]))
        else:
            left += 1
    if left:
        told = _("{n} more rows are in the XLSX and CSV forms").format(n=left)
        table.addElement(_row([told], of_column, known.rows[1]))
    return table


def _row(values: Sequence[Value], styled: Sequence[Any], height: Any, of_figures: Any = None) -> Any:
    """Return a row; ``of_figures``: the style of numbers in a column of texts."""
    from odf.table import TableCell, TableRow  # noqa: PLC0415 - as above
    from odf.text import P  # noqa: PLC0415

    texts = {each.getAttribute("name") for each in styled if each.getAttribute("datastylename") is None}
    row = TableRow(stylename=height)
    for value, style in zip(values, styled, strict=False):
        if value is None:
            cell = TableCell()
        elif isinstance(value, str):
            cell = TableCell(valuetype="string", stylename=style)
            cell.addElement(P(text=printable(value)))
        else:
            own = of_figures if style.getAttribute("name") in texts else style
            cell = TableCell(valuetype="float", value=repr(value), stylename=own)
            cell.addElement(P(text=f"{value:.10g}"))
        row.addElement(cell)
    return row
