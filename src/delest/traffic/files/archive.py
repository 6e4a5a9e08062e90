"""Archives and office files that hold exports: the zip of Plausible, sheets of Excel and OpenDocument."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from delest.errors import N_, InputError
from delest.traffic.files.opened import MAX_TEXT_BYTES, Opened, unreadable

_ZIP: Final = b"PK\x03\x04"
_SHEETS: Final = {"xl/workbook.xml": "xlsx", "content.xml": "ods"}
_MOST_MEMBERS: Final = 1_000
_OF_PLAUSIBLE: Final = ("imported_pages", "imported_entry_pages")
_TEXT: Final = (".csv", ".tsv", ".txt", ".xml", ".json", ".log")
_MOST_ROWS: Final = 1_000_000
_MOST_COLUMNS: Final = 200


def members(path: Path) -> Iterator[Opened]:
    """Yield the file at ``path``; of a zip archive the files in it that may be exports, of an office file its sheet.

    Raises:
        InputError: it cannot be read, or an archive has no such file.
    """
    file = Opened(path.name, path=path)
    if not file.head.startswith(_ZIP):
        yield file
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _of_zip(path, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise unreadable(path.name, error) from error


def _of_zip(path: Path, archive: zipfile.ZipFile) -> Iterator[Opened]:
    inside = archive.infolist()[:_MOST_MEMBERS]
    kind = next((kind for name, kind in _SHEETS.items() if any(each.filename == name for each in inside)), "")
    if kind:
        yield Opened(path.name, content=_sheet(path, kind).encode())
        return
    plausible = [each for each in inside if Path(each.filename).name.startswith(_OF_PLAUSIBLE)]
    chosen = plausible or [each for each in inside if each.filename.lower().endswith(_TEXT) and not each.is_dir()]
    if not chosen:
        raise InputError(
            N_("{file}: an archive without a CSV, TSV, XML, JSON or log file in it"),
            remedy=N_("give the export itself"),
            file=path.name,
        )
    for each in chosen:
        if each.file_size > MAX_TEXT_BYTES:
            raise InputError(
                N_("{file}: longer than {limit} MB"),
                remedy=N_("export fewer rows or fewer columns"),
                file=f"{path.name}/{Path(each.filename).name}",
                limit=MAX_TEXT_BYTES // 1_000_000,
            )
        with archive.open(each) as stream:
            content = stream.read(MAX_TEXT_BYTES)  # a member may be longer than it says
        yield Opened(Path(each.filename).name, content=content)


def _sheet(path: Path, kind: str) -> str:
    """Return the first sheet as a table with commas.

    Raises:
        InputError: what reads such files is not installed, or the file is broken.
    """
    try:
        rows = _xlsx(path) if kind == "xlsx" else _ods(path)
        written = io.StringIO()
        writer = csv.writer(written)
        for row in rows:
            writer.writerow([" ".join(cell.split()) for cell in row[:_MOST_COLUMNS]])
    except ImportError as error:
        raise InputError(
            N_("{file}: sheets of Excel and OpenDocument need more libraries"),
            remedy=N_('install "delest[office]", or save the sheet as CSV'),
            file=path.name,
        ) from error
    except Exception as error:  # whatever a broken office file makes of its readers
        raise unreadable(path.name, ValueError(type(error).__name__)) from error
    return written.getvalue()


def _xlsx(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True):
            yield [_written(cell) for cell in row]
    finally:
        book.close()


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _ods(path: Path) -> Iterator[list[str]]:
    from odf.opendocument import load  # noqa: PLC0415 - an extra
    from odf.table import Table, TableCell, TableRow  # noqa: PLC0415
    from odf.teletype import extractText  # noqa: PLC0415

    table = load(str(path)).spreadsheet.getElementsByType(Table)[0]
    for row in table.getElementsByType(TableRow)[:_MOST_ROWS]:
        cells: list[str] = []
        for cell in row.getElementsByType(TableCell):
            times = min(int(cell.getAttribute("numbercolumnsrepeated") or 1), _MOST_COLUMNS - len(cells))
            value = cell.getAttribute("value") if cell.getAttribute("valuetype") == "float" else None
            cells += [_written(float(value)) if value is not None else extractText(cell)] * max(times, 0)
        yield cells
