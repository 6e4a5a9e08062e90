"""Tables as an XLSX workbook, written row by row with openpyxl; every text stays text, whatever it begins with."""

import io
import re
from collections.abc import Sequence
from typing import Any, Final

from delest.records.runs.audit import AuditReport
from delest.report.data.spreadsheet import FORMULA
from delest.report.language.safe_text import printable
from delest.report.workbook.audit_sheets import audit_sheets
from delest.report.workbook.sheet import Head, Shape, Sheet, Value, lines, printed_pages, width

_FORMATS: Final = {Shape.WHOLE: "#,##0", Shape.KG: "0.0##", Shape.SHARE: "0%", Shape.TEXT: "@"}
_A4: Final = 9
_LINE_PT: Final = 14.0
_ACTED_ON: Final = (*FORMULA, "#")
"""First signs of a text that a spreadsheet may take for a formula once someone edits its cell."""

_SPELLED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Begins what is read back as any sign (``_x202E_``, ECMA-376 part 1, 22.9.2.19): spelled out itself, it stays text."""


def xlsx(report: AuditReport) -> bytes:
    """Return the workbook of an audit.

    Raises:
        ModuleNotFoundError: openpyxl is not installed.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - an extra, loaded only when asked for

    book = Workbook(write_only=True)
    for at in (report.header.run.started_at.replace(tzinfo=None),):
        book.properties.created = book.properties.modified = at
    book.properties.creator = f"delest {report.header.run.delest_version}"
    for sheet in audit_sheets(report):
        _fill(book, sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _fill(book: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    page = book.create_sheet(sheet.name)
    page.freeze_panes = "B2"
    page.print_title_rows, page.print_title_cols = "1:1", "A:A"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = printed_pages(sheet), 0
    page.page_setup.paperSize = _A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for at, head in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(at)].width = width(head)
    titles = [_cell(page, head.title, head) for head in sheet.heads]
    for title in titles:
        title.font = Font(bold=True)
        title.alignment = Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[1].height = _LINE_PT * lines(sheet.heads, [head.title for head in sheet.heads], titles=True)
    page.append(titles)
    rows = 1
    for row in sheet.rows():
        rows += 1
        page.row_dimensions[rows].height = _LINE_PT * lines(sheet.heads, row)  # not every reader finds it by itself
        page.append(_cells(page, sheet.heads, row))
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{rows}"


def _cells(page: Any, heads: Sequence[Head], row: Sequence[Value]) -> list[Any]:
    return [None if value is None else _cell(page, value, head) for head, value in zip(heads, row, strict=True)]


def _cell(page: Any, value: str | float, head: Head) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Alignment  # noqa: PLC0415

    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = _FORMATS[Shape.WHOLE if head.shape is Shape.TEXT else head.shape]
        cell.alignment = Alignment(vertical="top")
        return cell
    text = _SPELLED.sub("_x005F_", printable(value))
    cell = WriteOnlyCell(page, value=text)
    cell.alignment = Alignment(wrap_text=head.wide, vertical="top")
    cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    if text.startswith(_ACTED_ON):
        cell.quotePrefix = True
    return cell
