"""A table of a spreadsheet (xlsx, ods) as rows of text."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

from delest.errors import N_, InputError

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
_MOST_UNPACKED_BYTES: Final = 200_000_000
_MOST_REPEATED: Final = 1_000


Rows = list[list[str]]


def sheet_rows(content: bytes, name: str, wanted: Callable[[Rows], bool]) -> tuple[str, Rows]:
    """Return the name and the rows of the first sheet that is wanted, else of the first that has any.

    Dates are ISO dates, whole numbers are without a point, and row n of the sheet is row n - 1.

    Raises:
        InputError: it is not such a file, or larger than any plan.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            ods = "content.xml" in packed.namelist()
        if unpacked <= _MOST_UNPACKED_BYTES:
            return _chosen(_ods(content) if ods else _xlsx(content), wanted)
    except ImportError as error:
        raise InputError(
            N_("spreadsheets need an extra library"), remedy=N_("install it with: pip install 'delest[office]'")
        ) from error
    except Exception as error:  # a damaged file makes these libraries raise anything
        raise InputError(
            N_("{file} cannot be read as a spreadsheet: {problem}"),
            remedy=N_("save it again as .xlsx or .ods, or as CSV in UTF-8"),
            file=name,
            problem=type(error).__name__,
        ) from error
    raise InputError(
        N_("{file} unpacks to more than {limit} MB"),
        remedy=N_("save the plan alone in a file of its own"),
        file=name,
        limit=_MOST_UNPACKED_BYTES // 1_000_000,
    )


def _chosen(sheets: Iterator[tuple[str, Rows]], wanted: Callable[[Rows], bool]) -> tuple[str, Rows]:
    first: tuple[str, Rows] | None = None
    for name, rows in sheets:
        if wanted(rows):
            return name, rows
        if first is None and any(any(row) for row in rows):
            first = name, rows
    return first or ("", [])


def _xlsx(content: bytes) -> Iterator[tuple[str, Rows]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        yield sheet.title, [[_text(value) for value in row] for row in rows]


def _ods(content: bytes) -> Iterator[tuple[str, Rows]]:
    from odf.opendocument import load  # noqa: PLC0415 - an extra
    from odf.table import Table  # noqa: PLC0415

    for table in load(io.BytesIO(content)).spreadsheet.getElementsByType(Table):
        yield str(table.getAttribute("name") or ""), _ods_rows(table)


def _ods_rows(table: Any) -> Rows:
    from odf.table import TableRow  # noqa: PLC0415

    rows: Rows = []
    for row in table.getElementsByType(TableRow):
        cells = _ods_cells(row)
        times = int(row.getAttribute("numberrowsrepeated") or 1)
        rows += [cells] * min(times, _MOST_REPEATED)
        if len(rows) >= MOST_ROWS:
            break
    return rows[:MOST_ROWS]


def _ods_cells(row: Any) -> list[str]:
    """Return the cells of a row; those that a merged one covers are empty, and keep their place."""
    from odf.table import CoveredTableCell, TableCell  # noqa: PLC0415
    from odf.teletype import extractText  # noqa: PLC0415
    from odf.text import P  # noqa: PLC0415

    own, covered, paragraph = (each(check_grammar=False).qname for each in (TableCell, CoveredTableCell, P))
    cells: list[str] = []
    for cell in row.childNodes:
        if getattr(cell, "qname", None) not in {own, covered}:
            continue
        told = "\n".join(extractText(each) for each in cell.childNodes if getattr(each, "qname", None) == paragraph)
        text = "" if cell.qname == covered else cell.getAttribute("datevalue") or cell.getAttribute("value") or told
        times = min(int(cell.getAttribute("numbercolumnsrepeated") or 1), MOST_COLUMNS - len(cells))
        cells += [_text(text)] * max(0, times)
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
