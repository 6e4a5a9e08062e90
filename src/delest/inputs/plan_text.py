"""An action plan as CSV text, from CSV, xlsx or ods."""

import csv
import io
from pathlib import Path
from typing import Final

from delest.errors import N_, InputError
from delest.inputs.sheet_rows import sheet_rows

MOST_BYTES: Final = 20_000_000


def plan_text(path: Path) -> str:
    """Return a plan as CSV text.

    Raises:
        InputError: it cannot be read, or is in an encoding that would spoil its letters.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            N_("{file} cannot be read: {problem}"),
            remedy=N_("give a plan as CSV, xlsx or ods"),
            file=str(path),
            problem=error.strerror or error,
        ) from error
    if len(content) > MOST_BYTES:
        raise InputError(
            N_("{file} is longer than {limit} MB"),
            remedy=N_("split the plan over several files"),
            file=str(path),
            limit=MOST_BYTES // 1_000_000,
        )
    if content.startswith(b"PK"):
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(_single_lines(sheet_rows(content, str(path))))
        return out.getvalue()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            N_("{file}, line {line}: not UTF-8, most likely Windows-1252"),
            remedy=N_("save it as “CSV UTF-8” in your spreadsheet program, or as .xlsx or .ods"),
            file=str(path),
            line=content[: error.start].count(b"\n") + 1,
        ) from error


def _single_lines(rows: list[list[str]]) -> list[list[str]]:
    """Return rows whose cells have no line breaks, so that line numbers are those of the sheet."""
    return [[" ".join(cell.split()) for cell in row] for row in rows]
