"""Which line of an action plan names its columns, and which columns cannot be understood. Pure."""

import csv
import difflib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from delest.errors import N_, InputError

HEADINGS: Final = {
    "theme": "theme", "thème": "theme", "thématique": "theme", "thematique": "theme",
    "action": "action", "libellé": "action", "libelle": "action",
    "level": "level", "niveau": "level", "niveau d'engagement": "level",
    "lever": "lever", "levier": "lever",
    "device": "device", "équipement": "device", "equipement": "device",
    "quantity": "quantity", "quantité": "quantity", "quantite": "quantity",
    "years": "years", "années": "years", "annees": "years",
    "from": "from", "de": "from",
    "to": "to", "à": "to",
    "same": "same", "mêmes": "same", "memes": "same",
    "niveau d'engagement de l'action": "level",
}  # fmt: skip
MORE: Final = {
    "state": "state", "état": "state", "etat": "state", "état d'avancement": "state", "etat d'avancement": "state",
    "service": "service", "owner": "owner", "pilote": "owner",
    "pilote de la mise en œuvre ou du suivi": "owner",
    "organisation": "organisation", "ministry": "organisation", "ministère": "organisation", "entité": "organisation",
    "date": "begun", "begun": "begun", "date d'identification de l'action": "begun",
    "due": "due", "échéance": "due", "date de mise en œuvre": "due",
    "indicator": "indicator", "indicateur": "indicator", "indicateurs de pilotage": "indicator",
    "planned kg": "stated_kg", "kg prévus": "stated_kg", "planned t": "stated_t", "t prévues": "stated_t",
    "impacts évités (kg éq. co₂)": "stated_kg", "impacts évités (t éq. co₂)": "stated_t",
    "impacts évités (kg éq. co2)": "stated_kg", "impacts évités (t éq. co2)": "stated_t",
    "baseline": "baseline", "baseline run": "baseline", "référence": "baseline", "audit de référence": "baseline",
    "realised": "realised", "realised run": "realised", "réalisé": "realised", "audit réalisé": "realised",
}  # fmt: skip
"""Columns that the kg do not need."""
NEEDED: Final = ("theme", "action", "level")
_WITHIN: Final = 20
"""Lines above the headings at most: titles, dates, who wrote it."""
_CLOSE: Final = 0.8
_MOST_COLUMNS: Final = 200
"""Further ones are not read: no plan has so many, and each costs time on every line."""


class Heading(NamedTuple):
    """The line that names the columns."""

    at: int
    """Its index among the lines."""
    delimiter: str
    fields: tuple[str, ...]
    """By column, what it is; empty: it is not known."""
    names: tuple[str, ...]
    """By column, what it is called."""

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return the known cells of a row; a short row has empty cells, what is beyond the headings is left out."""
        return {
            field: (row[column] if column < len(row) else "").strip()
            for column, field in enumerate(self.fields)
            if field
        }


def heading_of(lines: Sequence[str], name: str) -> Heading:
    """Return the headings of a plan: of the first line that names the columns that are needed, else the first line.

    Raises:
        InputError: two columns are called the same.
        csv.Error: it is not a table.
    """
    first: Heading | None = None
    for at, line in enumerate(lines[:_WITHIN]):
        found = _heading(at, line)
        first = first or found
        if set(NEEDED) <= set(found.fields):
            _no_double(found, name)
            return found
    return first or Heading(0, ",", (), ())


def _heading(at: int, line: str) -> Heading:
    delimiter = ";" if line.count(";") > line.count(",") else ","
    names = tuple(next(csv.reader([line], delimiter=delimiter), ())[:_MOST_COLUMNS])
    return Heading(at, delimiter, tuple(_field(each) for each in names), names)


def _field(name: str) -> str:
    return (HEADINGS | MORE).get(_folded(name), "")


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())


def _no_double(heading: Heading, name: str) -> None:
    for column, field in enumerate(heading.fields):
        if field and field in heading.fields[:column]:
            raise InputError(
                N_("{file}: the columns {first!r} and {second!r} mean the same"),
                remedy=N_("keep one of them"),
                file=name,
                first=heading.names[heading.fields.index(field)],
                second=heading.names[column],
            )


def not_understood(text: str, name: str) -> Iterator[tuple[int, int, InputError]]:
    """Yield the columns of a plan that were probably meant to be read: line and column (from 1), and what to do.

    These are columns without a heading although cells below have one, as under merged headings, and headings that are
    spelt almost like a known one.
    """
    lines = text.splitlines()
    heading = heading_of(lines, name)
    rows = [row[:_MOST_COLUMNS] for row in csv.reader(lines[heading.at + 1 :], delimiter=heading.delimiter)]
    filled = {column for row in rows for column, cell in enumerate(row) if cell.strip()}
    line = heading.at + 1
    for column in range(max((len(row) for row in rows), default=0)):
        called = heading.names[column].strip() if column < len(heading.names) else ""
        if not called and column in filled:
            yield (
                line,
                column + 1,
                InputError(
                    N_("the column has no heading, so its cells are not read"),
                    remedy=N_("give each column a heading of its own; merged headings name the first column only"),
                ),
            )
        elif called and not heading.fields[column] and (near := _near(called, heading.fields)):
            yield (
                line,
                column + 1,
                InputError(
                    N_("column {value!r} is not known: perhaps {near!r}"),
                    remedy=N_("correct the heading; otherwise the column is not read"),
                    value=called,
                    near=near,
                ),
            )


def _near(called: str, taken: Sequence[str]) -> str:
    wanted = _folded(called)
    known = [name for name, field in (HEADINGS | MORE).items() if field not in taken]
    without_unit = (name for name in known if name.startswith(f"{wanted} ("))
    with_unit = (name for name in known if wanted.startswith(f"{name} ("))
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=_CLOSE)
    return next(without_unit, "") or next(with_unit, "") or next(iter(near), "")
