"""Where things are in the official spreadsheet of RGESN 2024, and what has to be there before a cell is written."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Final

from delest.errors import N_, InputError
from delest.evidence.framework import criteria

COVER: Final = "Score d'avancement"
MOST_BYTES: Final = 10_000_000
"""Of a spreadsheet; the official one has 129 kB."""
_MOST_UNPACKED_BYTES: Final = 100_000_000
_REMEDY: Final = N_("give the official spreadsheet of RGESN 2024 as .xlsx or .ods")
STATUS, DATE, CHANGES, ACTION, DECLARATION = "E", "F", "G", "I", "C"
_HEADINGS: Final = {"B": "", "C": "Libellé du critère", "E": "Évaluation", "G": "Évolutions potentielles"}
_HEADING_ROW: Final = 2

Read = Callable[[str, str], str]
"""Sheet and cell -> its text; empty: nothing is there, or there is no such sheet."""


def bound(content: bytes, file: str) -> None:
    """Refuse a spreadsheet that is far larger than the official one, packed or unpacked.

    Raises:
        InputError: it is.
        zipfile.BadZipFile: it is not a spreadsheet.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(each.file_size for each in packed.infolist())
    if len(content) > MOST_BYTES or unpacked > _MOST_UNPACKED_BYTES:
        raise InputError(N_("{file} is larger than any filled official spreadsheet"), remedy=_REMEDY, file=file)


def unreadable(file: str, error: Exception) -> InputError:
    """Return what is told of a file that is damaged or not a spreadsheet."""
    return InputError(
        N_("{file} cannot be read as a spreadsheet: {problem}"),
        remedy=_REMEDY,
        file=file,
        problem=type(error).__name__,
    )


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for spaces and apostrophes."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return " ".join(text.split())


def check(file: str, sheets: tuple[str, ...], read: Read) -> None:
    """Make sure that every criterion is where the official spreadsheet has it.

    Raises:
        InputError: a sheet is missing, or a cell holds something else; nothing was written.
    """
    for each in criteria():
        if each.sheet not in sheets or COVER not in sheets:
            raise InputError(
                N_("{file}: there is no sheet {sheet!r}"),
                remedy=N_("give the official spreadsheet of RGESN 2024; that of another version is not filled in"),
                file=file,
                sheet=each.sheet if COVER in sheets else COVER,
            )
        for column, wanted in ((_ID, each.id), (_TITLE, each.title_fr)):
            cell = f"{column}{each.row}"
            found = read(each.sheet, cell)
            if not same(found, wanted):
                raise _moved(file, each.sheet, cell, found, wanted)
    for sheet in dict.fromkeys(each.sheet for each in criteria()):
        for column, wanted in _HEADINGS.items():
            cell = f"{column}{_HEADING_ROW}"
            found = read(sheet, cell)
            if wanted and not same(found, wanted):
                raise _moved(file, sheet, cell, found, wanted)


_ID: Final = "B"
_TITLE: Final = "C"


def _moved(file: str, sheet: str, cell: str, found: str, wanted: str) -> InputError:
    return InputError(
        N_("{file}, sheet {sheet!r}, cell {cell}: {found!r} is there, {wanted!r} was expected"),
        remedy=N_("undo what moved or merged the cells, or copy your statuses into a fresh official spreadsheet"),
        file=file,
        sheet=sheet,
        cell=cell,
        found=found[:80],
        wanted=wanted[:80],
    )
