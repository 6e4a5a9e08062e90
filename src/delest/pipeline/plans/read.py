"""Action plans read from files: their actions, and where what could not be understood is."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from delest.convert.equipment.plan_columns import NEEDED, Heading, heading_of, not_understood
from delest.convert.equipment.plan_table import parse
from delest.errors import N_, DelestError, InputError
from delest.inputs.plan_text import PlanText, plan_text
from delest.message import Message
from delest.records.co2e.equipment import PlanAction
from delest.records.co2e.factor import FactorSets


class Problem(NamedTuple):
    """Something in a plan that could not be used."""

    plan: str
    line: int
    message: Message
    remedy: Message | None
    sheet: str = ""
    """Of a spreadsheet."""
    cell: str = ""
    """The cell of the sheet that is meant, such as ``J3``; empty: the whole line."""


class PlanRead(NamedTuple):
    """What a file says."""

    path: Path
    content: PlanText
    actions: tuple[PlanAction, ...]
    left_out: tuple[Problem, ...]
    """Lines that are in no figure."""
    notices: tuple[Problem, ...]
    """What should be corrected all the same."""
    lines: Sequence[str]
    heading: Heading

    def problem(self, line: int, error: DelestError) -> Problem:
        """Return what is wrong with a line, with its place."""
        cell = self._cell(line, error) if self.content.sheet else ""
        return Problem(str(self.path), line, error.message, error.remedy, self.content.sheet, cell)

    def _cell(self, line: int, error: DelestError) -> str:
        """Return the cell of a line that an error is about; empty: it cannot be told, as where two say the same."""
        values = error.values
        if values.get("column") in self.heading.fields:
            return f"{_letters(self.heading.fields.index(str(values['column'])) + 1)}{line}"
        quoted = {str(value).strip() for value in values.values()} - {""}
        row = next(csv.reader(self.lines[line - 1 : line], delimiter=self.heading.delimiter), [])
        found = [column for column, cell in enumerate(row, 1) if cell.strip() in quoted]
        return f"{_letters(found[0])}{line}" if len(found) == 1 else ""


def read_plan(path: Path, sets: FactorSets) -> PlanRead:
    """Return the actions of a plan: CSV, xlsx or ods; ``-`` is stdin.

    Raises:
        InputError: it cannot be read, or is not a plan.
    """
    content = plan_text(path, _is_plan)
    name = f"{path}, {content.sheet!r}" if content.sheet else str(path)
    actions, wrong = parse(content.text, name, sets)
    notices = tuple(_notices(path, content, name))
    lines = content.text.splitlines()
    read = PlanRead(path, content, actions, (), notices, lines, heading_of(lines, name))
    return read._replace(left_out=tuple(read.problem(line, error) for line, error in wrong))


def _is_plan(text: str) -> bool:
    try:
        return set(NEEDED) <= set(heading_of(text.splitlines(), "").fields)
    except (csv.Error, InputError):
        return False


def _notices(path: Path, content: PlanText, name: str) -> Sequence[Problem]:
    found = [
        Problem(
            str(path), line, error.message, error.remedy, content.sheet,
            f"{_letters(column)}{line}" if content.sheet else "",
        )
        for line, column, error in not_understood(content.text, name)
    ]  # fmt: skip
    if content.guessed_at:
        error = InputError(
            N_("this is not UTF-8, so the file was read as Windows-1252"),
            remedy=N_("check accents in the result; “CSV UTF-8”, .xlsx and .ods leave no doubt"),
        )
        found.insert(0, Problem(str(path), content.guessed_at, error.message, error.remedy))
    return found


def _letters(column: int) -> str:
    """Return the name of a column, from 1: A, B ... Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
