"""An action plan as a table (CSV, comma or semicolon, English or French headings), line by line."""

import csv
import difflib
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TypeVar

from msgspec.structs import replace

from delest.convert.equipment.devices import claim
from delest.convert.equipment.plan_columns import MORE, NEEDED, Heading, heading_of
from delest.errors import N_, InputError
from delest.records.co2e.avoided import MAX_VIEWS
from delest.records.co2e.equipment import MAX_DEVICES, Level, Lever, PlanAction
from delest.records.co2e.factor import FactorSets
from delest.units import parse_bytes

MAX_LINES: Final = 20_000
LEVELS: Final = {
    Level.STUDY: ("study", "réflexion", "reflexion", "étude", "etude"),
    Level.TRIAL: ("trial", "expérimentation", "experimentation"),
    Level.ROLL_OUT: ("roll-out", "réalisation", "realisation", "généralisation", "generalisation"),
}
"""The words of each level: as English and as French print it, then what else is understood."""
LEVERS: Final = {
    Lever.NOT_BOUGHT: ("not bought", "non acheté", "not-bought"),
    Lever.REFURBISHED: (
        *("bought refurbished instead of new", "acheté reconditionné plutôt que neuf"),
        *("refurbished", "reconditionné"),
    ),
    Lever.LIFE_EXTENDED: ("kept longer", "gardé plus longtemps", "life-extended", "vie allongée"),
}
"""The words of each lever, in the same order."""
_PAGE: Final = "page"
_MAX_YEARS: Final = 100
_SPACES: Final = re.compile(r"\s+")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})*")
"""Thousands: what these columns hold are counts."""
_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
T = TypeVar("T")


def parse(text: str, name: str, sets: FactorSets) -> tuple[tuple[PlanAction, ...], tuple[tuple[int, InputError], ...]]:
    """Return the actions of a plan, and by line what is wrong with those that could not be read, be it all of them.

    Columns: theme, action, level (study, trial, roll-out), lever (not-bought, refurbished, life-extended, page; empty
    for an action without a figure), device, quantity (devices, or page views a year), years, from, to (page weights),
    same (name of the devices or pages that several lines act on). Lines above the headings are passed over.

    Raises:
        InputError: not such a table, no line at all, or more than ``MAX_LINES``.
    """
    lines = text.splitlines()
    try:
        heading = heading_of(lines, name)
        reader = csv.reader(lines[heading.at + 1 :], delimiter=heading.delimiter)
        rows = [(heading.at + 1 + reader.line_num, heading.cells(row)) for row in reader]
    except csv.Error as error:
        raise InputError(N_("{file} is not a table: {problem}"), file=name, problem=str(error)) from error
    _check(heading, len(lines), name)
    actions, problems = [], []
    for line, cells in rows:
        try:
            if any(cells.values()):
                actions.append(_action(line, cells, sets))
        except InputError as problem:
            problems.append((line, problem))
    if not actions and not problems:
        raise InputError(
            N_("{file} has no action"), remedy=N_("write one line per action below the headings"), file=name
        )
    return tuple(actions), tuple(problems)


def _check(heading: Heading, lines: int, name: str) -> None:
    if lines > MAX_LINES:
        raise InputError(
            N_("{file} is not a plan: it has more than {most} lines"),
            remedy=N_("give the plan alone, or divide it"),
            file=name,
            most=MAX_LINES,
        )
    missing = [column for column in NEEDED if column not in heading.fields]
    if not lines:
        raise InputError(
            N_("{file} is empty"),
            remedy=N_("the first line must read: theme,action,level,lever,device,quantity,years,from,to,same"),
            file=name,
        )
    if missing:
        raise InputError(
            N_("{file} is not a plan: it lacks the columns {missing}"),
            remedy=N_("the first line must read: theme,action,level,lever,device,quantity,years,from,to,same"),
            file=name,
            missing=", ".join(missing),
        )


def _action(line: int, cells: Mapping[str, str], sets: FactorSets) -> PlanAction:
    level = _word(cells, "level", LEVELS)
    named = cells.get("lever", "").lower()
    action = PlanAction(
        line=line, theme=cells["theme"], action=cells["action"], level=level, same=cells.get("same", ""),
        more={name: cells[name] for name in dict.fromkeys(MORE.values()) if cells.get(name)},
    )  # fmt: skip
    if not named:
        return action
    if named == _PAGE:
        action = replace(action, quantity=_number(cells, "quantity", MAX_VIEWS))
        return replace(action, from_bytes=_size(cells, "from"), to_bytes=_size(cells, "to"))
    lever = _word(cells, "lever", LEVERS, _PAGE)
    quantity = _whole(cells, "quantity", MAX_DEVICES)
    years = _whole(cells, "years", _MAX_YEARS) if cells.get("years") else 1
    found = claim(lever, cells.get("device", ""), quantity, sets, years=years)
    return replace(action, lever=lever, device=found.device, quantity=quantity, years=years)


def _word(cells: Mapping[str, str], column: str, known: Mapping[T, tuple[str, ...]], *others: str) -> T:
    value = cells.get(column, "")
    wanted = value.lower()
    for meant, words in known.items():
        if wanted in words:
            return meant
    spelt = [word for words in known.values() for word in words] + list(others)
    accents = {plain: word for word in spelt if (plain := _without_accents(word)) != word}
    told = {"column": column, "value": value, "known": ", ".join(word for word in spelt if word not in accents)}
    if not value:
        raise InputError(N_("{column} is empty"), remedy=N_("write one of: {known}"), **told)
    near = difflib.get_close_matches(wanted, spelt, n=1)
    if near:
        raise InputError(
            N_("{column} {value!r} is not known: perhaps {near!r}"),
            remedy=N_("write one of: {known}"),
            near=accents.get(near[0], near[0]),
            **told,
        )
    raise InputError(N_("{column} {value!r} is not known"), remedy=N_("write one of: {known}"), **told)


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _size(cells: Mapping[str, str], column: str) -> int:
    if not cells.get(column):
        raise InputError(
            N_("{column} is empty"),
            remedy=N_('write a number and a unit, for example "500 kB", "500 Ko" or "1.5 MB"'),
            column=column,
        )
    return parse_bytes(cells[column])


def _number(cells: Mapping[str, str], column: str, most: int) -> float:
    if not cells.get(column):
        raise InputError(N_("{column} is empty"), remedy=N_("write digits only, for example 1000"), column=column)
    text = _SPACES.sub("", cells[column])
    text = re.sub("[.,]", "", text) if _GROUPED.fullmatch(text) else text.replace(",", ".")
    if not _NUMBER.fullmatch(text) or float(text) > most:
        raise InputError(
            N_("{column} {value!r} is not a number up to {most}"),
            remedy=N_("write digits only, for example 1000"),
            column=column,
            value=cells[column],
            most=most,
        )
    return float(text)


def _whole(cells: Mapping[str, str], column: str, most: int) -> int:
    number = _number(cells, column, most)
    if not number.is_integer():
        raise InputError(
            N_("{column} {value!r} is not a whole number"),
            remedy=N_("write digits only, for example 1000"),
            column=column,
            value=cells[column],
        )
    return int(number)
