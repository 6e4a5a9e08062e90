"""The first table of a spreadsheet (xlsx, ods) as rows of text."""

import io
import zipfile
from typing import Any, Final

from delest.errors import N_, InputError

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
_MOST_UNPACKED_BYTES: Final = 200_000_000
_MOST_REPEATED: Final = 1_000


def sheet_rows(content: bytes, name: str) -> list[list[str]]:
    """Return the rows of the first sheet that has any; dates are ISO dates, whole numbers without a point.

    Raises:
        InputError: it is not such a file, or larger than any plan.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            ods = "content.xml" in packed.namelist()
        if unpacked <= _MOST_UNPACKED_BYTES:
            return _ods(content) if ods else _xlsx(content)
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


def _xlsx(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = [
            [_text(value) for value in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        ]
        if any(any(row) for row in rows):
            return rows
    return []


def _ods(content: bytes) -> list[list[str]]:
    from odf.opendocument import load  # noqa: PLC0415 - an extra
    from odf.table import Table  # noqa: PLC0415

    for table in load(io.BytesIO(content)).spreadsheet.getElementsByType(Table):
        rows = _ods_rows(table)
        if any(any(row) for row in rows):
            return rows
    return []


def _ods_rows(table: Any) -> list[list[str]]:
    from odf.table import TableCell, TableRow  # noqa: PLC0415
    from odf.teletype import extractText  # noqa: PLC0415

    rows: list[list[str]] = []
    for row in table.getElementsByType(TableRow):
        cells: list[str] = []
        for cell in row.getElementsByType(TableCell):
            text = cell.getAttribute("datevalue") or cell.getAttribute("value") or extractText(cell)
            times = min(int(cell.getAttribute("numbercolumnsrepeated") or 1), MOST_COLUMNS - len(cells))
            cells += [_text(text)] * max(0, times)
        times = int(row.getAttribute("numberrowsrepeated") or 1)
        rows += [cells] * (min(times, _MOST_REPEATED) if any(cells) else 1)
        if len(rows) >= MOST_ROWS:
            break
    return rows[:MOST_ROWS]


def _text(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
