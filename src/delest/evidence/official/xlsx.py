"""The official spreadsheet as xlsx: values are written into its cells, formulas, lists and styles stay."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from delest.errors import N_, InputError
from delest.evidence.framework import data_file
from delest.evidence.official.entries import MARK, written
from delest.evidence.official.layout import (
    ACTION,
    CHANGES,
    COVER,
    COVER_CELLS,
    DATE,
    DECLARATION,
    STATUS,
    bound,
    check,
    merged,
    unreadable,
)
from delest.records.state.evidence import Conflict, SheetFill

BLANK: Final = "rgesn_2024_outil_declaration_ecoconception.xlsx"
_LONGEST: Final = 32_000
"""Characters of a cell; Excel takes 32,767."""


def fill_xlsx(fill: SheetFill, given: bytes | None, file: str) -> tuple[bytes, tuple[Conflict, ...]]:
    """Return the spreadsheet filled in, and the cells where a person wrote something else.

    Scores are computed again when it is opened: openpyxl keeps formulas and leaves their last values out.

    Args:
        fill: what the audit says.
        given: a spreadsheet that people filled in already; None: the blank one.
        file: its name, for errors.

    Raises:
        InputError: it is not the official spreadsheet of RGESN 2024, or its cells have moved.
    """
    book = _read(data_file(BLANK).read_bytes(), BLANK) if given is None else _read(given, file)
    read = _reader(book)
    check(file, tuple(book.sheetnames), read)
    _no_merged(book, file, fill)
    conflicts: list[Conflict] = []
    reference = read if given is None else _of_blank  # all is read before anything is written
    for sheet, cell, text in list(written(fill, read, reference, conflicts)):
        _put(book[sheet][cell], text, is_date=(sheet, cell) == (COVER, "C11") or cell.startswith(DATE))
    for entry in fill.entries:
        cell = book[entry.sheet][f"{CHANGES}{entry.row}"]
        if entry.finding and str(cell.value or "").startswith(MARK):
            cell.hyperlink = entry.anchor
            cell.data_type = "s"
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), tuple(conflicts)


def _put(cell: Any, text: str, *, is_date: bool) -> None:
    if is_date:
        cell.value = datetime.fromisoformat(text).replace(tzinfo=None)
        return
    cell.value = _clean(text)
    cell.data_type = "s"  # what begins with = stays text


def _clean(text: str) -> str:
    return (
        "".join(c for c in text[:_LONGEST] if c in "\n\t" or ord(c) >= ord(" "))
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )


def _reader(book: Any) -> Callable[[str, str], str]:
    def read(sheet: str, cell: str) -> str:
        value = book[sheet][cell].value if sheet in book.sheetnames else None
        return value.date().isoformat() if isinstance(value, datetime) else str(value if value is not None else "")

    return read


def _of_blank(sheet: str, cell: str) -> str:
    return _blank_texts().get((sheet, cell), "")


@cache
def _blank_texts() -> Mapping[tuple[str, str], str]:
    """Return what the cells of the blank spreadsheet say, read once: to read it takes longer than to fill it."""
    book = _read(data_file(BLANK).read_bytes(), BLANK)
    read = _reader(book)
    cells = ((sheet.title, cell.coordinate) for sheet in book for row in sheet.iter_rows() for cell in row)
    return {(sheet, cell): text for sheet, cell in cells if (text := read(sheet, cell))}


def _no_merged(book: Any, file: str, fill: SheetFill) -> None:
    """Refuse a workbook where a cell that is written lies within a merged one: what is written there is lost."""
    from openpyxl.cell.cell import MergedCell  # noqa: PLC0415 - only where openpyxl is there

    cells = [(COVER, cell) for cell in COVER_CELLS]
    for entry in fill.entries:
        row = (f"{STATUS}{entry.row}", f"{DATE}{entry.row}", f"{CHANGES}{entry.row}", f"{ACTION}{entry.row}")
        cells += [(entry.sheet, cell) for cell in (*row, f"{DECLARATION}{entry.row + 1}")]
    for sheet, cell in cells:
        if isinstance(book[sheet][cell], MergedCell):
            raise merged(file, sheet, cell)


def _read(content: bytes, file: str) -> Any:
    try:
        import openpyxl  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise InputError(
            N_("spreadsheets need an extra library"), remedy=N_("install it with: pip install 'delest[office]'")
        ) from error
    try:
        bound(content, file)
        return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    except InputError:
        raise
    except Exception as error:  # a damaged file makes the library raise anything
        raise unreadable(file, error) from error
