"""Budgets out of files: which dialect a file is of, and what it says."""

from collections.abc import Mapping
from json import JSONDecodeError
from json import loads as decode_json
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from delest import plugins
from delest.check import dialects
from delest.check.dialect import Dialect
from delest.check.dialects.delest import COUNTS, KEYS
from delest.errors import N_, InputError
from delest.inputs.files import read_text, shown
from delest.inputs.toml import parse_toml
from delest.records.gate.limit import BudgetSet

OWN_TABLE: Final = "budget"
_HEADER: Final = f"[[{OWN_TABLE}]]"
_HEADER_IN_PROJECT: Final = f"[[tool.delest.{OWN_TABLE}]]"


def read_budgets(path: Path) -> BudgetSet:
    """Return the budgets of a file of delest, Lighthouse, Lighthouse CI or sitespeed.io.

    Raises:
        InputError: it cannot be read, is of none of these forms, or says something that cannot be checked.
    """
    text = read_text(path)
    if not text.strip():
        raise InputError(
            N_("{file} is empty: it limits nothing"),
            remedy=N_("write [[budget]] tables into it; `delest check TARGET --init` prints some"),
            file=shown(path),
        )
    tree = _decoded(path, text)
    known = plugins.collect(dialects, Dialect)
    for dialect in known.values():
        if dialect.detects(tree):
            return _located(dialect.read(tree, str(path)), str(path), text)
    raise InputError(
        N_("{file}: not a budget of {tools}"),
        remedy=N_("write [[budget]] tables in TOML, or name a budget file of one of these tools"),
        file=str(path),
        tools=", ".join(dialect.name for dialect in known.values()),
    )


def own_budgets(table: Mapping[str, Any], file: str, text: str) -> BudgetSet | None:
    """Return the budgets of a configuration file; None where it has none.

    Args:
        table: the options of the file, ``[[budget]]`` among them.
        file: its name, for messages.
        text: the file itself, to find the lines.

    Raises:
        InputError: an entry that cannot be used.
    """
    if OWN_TABLE not in table:
        return None
    dialect = plugins.load(dialects, Dialect, "delest")
    return _located(dialect.read({OWN_TABLE: table[OWN_TABLE]}, file), file, text)


def budget_schema() -> dict[str, Any]:
    """Return the JSON Schema of one ``[[budget]]`` table."""
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    number = {"type": "number", "minimum": 0}
    properties = {key: number if key in COUNTS else text for key in KEYS}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _located(budgets: BudgetSet, file: str, text: str) -> BudgetSet:
    """Return the budgets with the lines on which their entries begin, where the file is TOML."""
    lines = [
        at
        for at, line in enumerate(text.splitlines(), start=1)
        if line.strip().replace(" ", "") in {_HEADER, _HEADER_IN_PROJECT}
    ]
    entries = []
    for entry in budgets.entries:
        number = entry.place.rpartition(" ")[2]
        at = int(number) - 1 if budgets.dialect == "delest" and number.isdigit() else -1
        line = lines[at] if 0 <= at < len(lines) else 1
        entries.append(replace(entry, file=file, line=line))
    return replace(budgets, entries=tuple(entries))


def _decoded(path: Path, text: str) -> Any:
    if path.suffix.lower() == ".toml":
        return parse_toml(text, shown(path))
    try:
        return decode_json(text)
    except (JSONDecodeError, RecursionError) as error:
        raise InputError(
            N_("{file}, line {line}: not valid JSON: {reason}"),
            remedy=N_("correct this line; a file of [[budget]] tables needs a name that ends in .toml"),
            file=shown(path),
            line=getattr(error, "lineno", "?"),
            reason=getattr(error, "msg", type(error).__name__),
        ) from error
