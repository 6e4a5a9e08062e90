"""Tables as an OpenDocument spreadsheet, made with odfpy; every text is a string cell, whatever it begins with."""

import io
from collections.abc import Sequence
from typing import Any, Final

from delest.records.runs.audit import AuditReport
from delest.report.language.safe_text import printable
from delest.report.language.words import _
from delest.report.workbook.audit_sheets import audit_sheets
from delest.report.workbook.sheet import Sheet, Value

_ROWS_AT_MOST: Final = 5_000
"""Of one table: odfpy holds all cells in memory, some 4 kB each. XLSX and CSV have no such limit."""
_WIDTHS: Final = {True: "12cm", False: "4cm"}


def ods(report: AuditReport) -> bytes:
    """Return the workbook of an audit.

    Raises:
        ModuleNotFoundError: odfpy is not installed.
    """
    from odf.opendocument import OpenDocumentSpreadsheet  # noqa: PLC0415 - an extra, loaded only when asked for
    from odf.style import Style, TableColumnProperties, TextProperties  # noqa: PLC0415 - as above

    book = OpenDocumentSpreadsheet()
    bold = Style(name="bold", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    book.automaticstyles.addElement(bold)
    columns = {}
    for wide, width in _WIDTHS.items():
        columns[wide] = Style(name=f"column-{width}", family="table-column")
        columns[wide].addElement(TableColumnProperties(columnwidth=width))
        book.automaticstyles.addElement(columns[wide])
    for sheet in audit_sheets(report):
        book.spreadsheet.addElement(_table(sheet, bold, columns))
    held = io.BytesIO()
    book.write(held)
    return held.getvalue()


def _table(sheet: Sheet, bold: Any, columns: dict[bool, Any]) -> Any:
    from odf.table import Table, TableColumn  # noqa: PLC0415 - as above

    table = Table(name=sheet.name)
    for head in sheet.heads:
        table.addElement(TableColumn(stylename=columns[head.wide]))
    table.addElement(_row([head.title for head in sheet.heads], bold))
    left = 0
    for at, row in enumerate(sheet.rows()):
        if at < _ROWS_AT_MOST:
            table.addElement(_row(row))
        else:
            left += 1
    if left:
        table.addElement(_row([_("{n} more rows are in the XLSX and CSV forms").format(n=left)]))
    return table


def _row(values: Sequence[Value], style: Any = None) -> Any:
    from odf.table import TableCell, TableRow  # noqa: PLC0415 - as above
    from odf.text import P  # noqa: PLC0415

    row = TableRow()
    styled = {"stylename": style} if style is not None else {}
    for value in values:
        if value is None:
            cell = TableCell()
        elif isinstance(value, str):
            cell = TableCell(valuetype="string", **styled)
            cell.addElement(P(text=printable(value)))
        else:
            cell = TableCell(valuetype="float", value=repr(value), **styled)
            cell.addElement(P(text=f"{value:.10g}"))
        row.addElement(cell)
    return row
