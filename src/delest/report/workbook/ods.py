"""Tables as an OpenDocument spreadsheet, made with odfpy; every text is a string cell, whatever it begins with."""

import io
from collections.abc import Sequence
from typing import Any, Final

from delest.records.runs.audit import AuditReport
from delest.report.language.safe_text import printable
from delest.report.language.words import _
from delest.report.workbook.audit_sheets import audit_sheets
from delest.report.workbook.ods_styles import HEAD, LANDSCAPE, Styles, styles
from delest.report.workbook.sheet import Sheet, Value

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
    from odf.table import Table, TableColumn, TableHeaderRows  # noqa: PLC0415 - as above

    table = Table(name=sheet.name, stylename=known.named[LANDSCAPE])
    for head in sheet.heads:
        table.addElement(TableColumn(stylename=known.columns[head.wide]))
    titles = TableHeaderRows()  # printed on each page
    titles.addElement(_row([head.title for head in sheet.heads], [known.named[HEAD]] * len(sheet.heads)))
    table.addElement(titles)
    of_column = [known.cells[head.shape] for head in sheet.heads]
    left = 0
    for at, row in enumerate(sheet.rows()):
        if at < _ROWS_AT_MOST:
            table.addElement(_row(row, of_column))
        else:
            left += 1
    if left:
        table.addElement(_row([_("{n} more rows are in the XLSX and CSV forms").format(n=left)], of_column))
    return table


def _row(values: Sequence[Value], styled: Sequence[Any]) -> Any:
    from odf.table import TableCell, TableRow  # noqa: PLC0415 - as above
    from odf.text import P  # noqa: PLC0415

    row = TableRow()
    for value, style in zip(values, styled, strict=False):
        if value is None:
            cell = TableCell()
        elif isinstance(value, str):
            cell = TableCell(valuetype="string", stylename=style)
            cell.addElement(P(text=printable(value)))
        else:
            cell = TableCell(valuetype="float", value=repr(value), stylename=style)
            cell.addElement(P(text=f"{value:.10g}"))
        row.addElement(cell)
    return row
