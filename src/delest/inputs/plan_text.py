"""An action plan as CSV text, from CSV, xlsx or ods."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from delest.errors import N_, InputError
from delest.inputs.sheet_rows import Rows, sheet_rows

_MOST_BYTES: Final = 20_000_000
_MOST_TEXT_BYTES: Final = 5_000_000
_STDIN: Final = Path("-")
_ZIP: Final = b"PK\x03\x04"
"""How spreadsheets begin; a CSV can begin with the letters alone."""


class PlanText(NamedTuple):
    """A plan as CSV text, of which line n is line n of the file or of the sheet."""

    text: str
    sheet: str = ""
    """The sheet of a spreadsheet that it is from."""
    guessed_at: int = 0
    """The first line that is not UTF-8, read as Windows-1252; 0: there is none."""


def plan_text(path: Path, wanted: Callable[[str], bool]) -> PlanText:
    """Return a plan as CSV text.

    Args:
        path: CSV in UTF-8, UTF-16 or Windows-1252, xlsx or ods; ``-`` is stdin.
        wanted: whether CSV text is a plan: chooses among the sheets of a spreadsheet.

    Raises:
        InputError: it cannot be read, or is partly in one encoding and partly in another.
    """
    content = _read(path)
    if content.startswith(_ZIP):
        sheet, rows = sheet_rows(content, str(path), lambda rows: wanted(_as_csv(rows)))
        return PlanText(_as_csv(rows), sheet)
    _short_enough(content, path, _MOST_TEXT_BYTES)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return PlanText(content[: len(content) & ~1].decode("utf-16", errors="replace"))
    try:
        return PlanText(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _windows(content, str(path), content[: error.start].count(b"\n") + 1)


def _read(path: Path) -> bytes:
    try:
        if path == _STDIN:
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            N_("{file} cannot be read: {problem}"),
            remedy=N_("give a plan as CSV, xlsx or ods, or - for stdin"),
            file=str(path),
            problem=error.strerror or error,
        ) from error
    _short_enough(content, path, _MOST_BYTES)
    return content


def _short_enough(content: bytes, path: Path, most: int) -> None:
    if len(content) > most:
        raise InputError(
            N_("{file} is longer than {limit} MB"),
            remedy=N_("split the plan over several files"),
            file=str(path),
            limit=most // 1_000_000,
        )


def _windows(content: bytes, file: str, line: int) -> PlanText:
    """Return text in Windows-1252, which spreadsheets write as "CSV"; where other lines are UTF-8, letters would spoil.

    Raises:
        InputError: it is in no single encoding.
    """
    text = ""
    if not any(_is_utf8(each) for each in content.split(b"\n") if not each.isascii()):
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    if not text:
        raise InputError(
            N_("{file}, line {line}: neither UTF-8 nor Windows-1252, or both in one file"),
            remedy=N_("save it as “CSV UTF-8” in your spreadsheet program, or as .xlsx or .ods"),
            file=file,
            line=line,
        )
    return PlanText(text, guessed_at=line)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _as_csv(rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(_single_lines(rows))
    return out.getvalue()


def _single_lines(rows: Rows) -> Rows:
    """Return rows whose cells have no line breaks, so that line numbers are those of the sheet."""
    return [[" ".join(cell.split()) for cell in row] for row in rows]
