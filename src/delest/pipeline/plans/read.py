"""Action plans read from files: their actions, and where what could not be understood is."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from delest.convert.equipment.plan_columns import NEEDED, Heading, heading_of, not_understood
from delest.convert.equipment.plan_table import parse
from delest.errors import N_, DelestError, InputError
from delest.evidence.plans import theme_of
from delest.inputs.plan_text import PlanText, plan_text
from delest.message import Message
from delest.records.co2e.equipment import PlanAction
from delest.records.co2e.factor import FactorSets

_NOT_QUOTED: Final = frozenset({"near", "known", "first"})
"""Values of an error that are not the line's own."""


class Problem(NamedTuple):
    """Something in a plan that could not be used."""

    plan: str
    line: int
    """0: the whole plan."""
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
        """Return what is wrong with a line, with its place; a column is called as the file calls it."""
        column = self._column(line, error)
        cell = f"{_letters(column + 1)}{line}" if self.content.sheet and column is not None else ""
        message = error.message
        if column is not None and "column" in message.values:
            message = replace(message, values={**message.values, "column": self.heading.names[column].strip()})
        return Problem(str(self.path), line, message, error.remedy, self.content.sheet, cell)

    def _column(self, line: int, error: DelestError) -> int | None:
        """Return the column that an error is about; None: it cannot be told, as where two say the same."""
        values = error.values
        if values.get("column") in self.heading.fields:
            return self.heading.fields.index(str(values["column"]))
        quoted = {str(value).strip() for name, value in values.items() if name not in _NOT_QUOTED} - {""}
        found = [column for column, cell in enumerate(self._cells(line)) if cell in quoted]
        return found[0] if len(found) == 1 else None

    def _cells(self, line: int) -> list[str]:
        row = next(csv.reader(self.lines[line - 1 : line], delimiter=self.heading.delimiter), [])
        return [cell.strip() for cell in row]

    def _not_read(self, line: int) -> str:
        fields = self.heading.fields
        cells = (cell for n, cell in enumerate(self._cells(line)) if n >= len(fields) or not fields[n])
        return ";".join(cells).rstrip(";")

    def counted_once(
        self, actions: Sequence[PlanAction]
    ) -> tuple[tuple[PlanAction, ...], list[tuple[int, InputError]]]:
        """Return each action once, and where the others are that say the same, in columns that are not read too."""
        seen: dict[tuple[bytes, str], int] = {}
        once, again = [], []
        for action in actions:
            said = msgspec.json.encode(replace(action, line=0)), self._not_read(action.line)
            first = seen.setdefault(said, action.line)
            if first == action.line:
                once.append(action)
                continue
            error = InputError(
                N_("it says the same as line {first}, which is counted"),
                remedy=N_("delete it; if it is another action, say in a column what differs, such as its service"),
                first=first,
            )
            again.append((action.line, error))
        return tuple(once), again


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
    read = PlanRead(path, content, (), (), notices, lines, heading_of(lines, name))
    once, again = read.counted_once(actions)
    problems = sorted((*wrong, *again), key=lambda each: each[0])
    return read._replace(actions=once, left_out=tuple(read.problem(line, error) for line, error in problems))


def whole(path: Path, error: DelestError) -> Problem:
    """Return what is to be said of a whole plan."""
    return Problem(str(path), 0, error.message, error.remedy)


def misspelt_themes(read: PlanRead) -> tuple[Problem, ...]:
    """Return the themes that are almost one of the State's, each where it is first; others are the user's own words."""
    found = []
    for theme, line in {action.theme: action.line for action in reversed(read.actions)}.items():
        try:
            theme_of(theme)
        except InputError as error:
            if "near" in error.values:
                found.append(read.problem(line, error))
    return tuple(sorted(found, key=lambda each: each.line))


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
