"""Where things are in the official spreadsheet of RGESN 2024, and what has to be there before a cell is written."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from delest.errors import N_, InputError
from delest.evidence.framework import criteria

COVER: Final = "Score d'avancement"
MOST_BYTES: Final = 10_000_000
"""Of a spreadsheet; the official one has 129 kB."""
_MOST_UNPACKED_BYTES: Final = 100_000_000
_REMEDY: Final = N_("give the official spreadsheet of RGESN 2024 as .xlsx or .ods")
STATUS, DATE, CHANGES, ACTION, DECLARATION = "E", "F", "G", "I", "C"
_HEADINGS: Final = {
    "A2": "ID", "C2": "Libellé du critère", "D2": "Niveau de priorité", "E2": "Évaluation",
    "F2": "Date de l’évaluation", "G2": "Évolutions potentielles", "H2": "Niveau de difficulté",
    "I2": "Actions à mener", "J2": "Qui fait ?", "K2": "Pour quand ?", "L2": "Score par ID", "M2": "Dénominateur",
}  # fmt: skip
_COVER_LABELS: Final = {
    "B5": "Nom du service évalué", "B6": "Échantillons utilisés pour établir ce diagnostic d’écoconception",
    "B7": "Entité qui procède à l’évaluation", "B8": "Nom du responsable de cette évaluation", "B10": "Score global",
    "B11": "Date de l’évaluation",
}  # fmt: skip
COVER_CELLS: Final = ("A2", "A3", "C5", "C6", "C7", "C8", "C11", "A24", "A26")
"""What is written into the cover."""

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


def merged(file: str, sheet: str, cell: str) -> InputError:
    """Return what is told of a cell that lies within a merged one: what is written there would be lost."""
    return InputError(
        N_("{file}, sheet {sheet!r}, cell {cell}: it was merged with others"),
        remedy=N_("unmerge it, or copy your statuses into a fresh official spreadsheet"),
        file=file,
        sheet=sheet,
        cell=cell,
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
        _labelled(file, sheet, _HEADINGS, read)
    _labelled(file, COVER, _COVER_LABELS, read)


def _labelled(file: str, sheet: str, labels: Mapping[str, str], read: Read) -> None:
    for cell, wanted in labels.items():
        found = read(sheet, cell)
        if not same(found, wanted):
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
        found=" ".join(found[:80].split()),
        wanted=wanted[:80],
    )
