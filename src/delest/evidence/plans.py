"""The columns of an action plan that its kg do not need: themes, states, dates, indicators, audits."""

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from delest.errors import N_, InputError
from delest.evidence.framework import data_file
from delest.records.co2e.equipment import PlanAction
from delest.records.state.bilan import Action, Progress

STATES: Final = {
    Progress.TO_DO: ("à faire", "a faire", "to do", "todo", "prévu", "planned", ""),
    Progress.UNDER_WAY: ("en cours", "under way", "in progress", "doing"),
    Progress.DONE: ("fini", "done", "terminé", "termine", "finished", "réalisé", "realise"),
}
_NUMBER: Final = re.compile(r"([0-9][0-9 .,\u00a0\u202f]*)\s*(kg|t|g)?(?:\s*(?:éq\.?|eq\.?)?\s*co2e?)?", re.IGNORECASE)
_KG: Final = {"g": 0.001, "kg": 1.0, "t": 1000.0}
_DATE: Final = re.compile(
    r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})|([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?|([0-9]{4})"
)
_CLOSE: Final = 0.6
_WRITE_A_THEME: Final = N_(
    "write its number or its name: 1 Strategy and governance, 2 Awareness and training, 3 Purchasing, 4 Digital service"
    " design, 5 Server room and data centre, 6 Use phase, 7 End of use"
)


def themes() -> Mapping[int, tuple[str, str]]:
    """Return the seven themes: number -> French and English name."""
    return {row["id"]: (row["fr"], row["en"]) for row in _read()["themes"]}


def targets() -> Mapping[str, Any]:
    """Return the targets of the State for 2027, as published."""
    found: Mapping[str, Any] = _read()["targets_2027"]
    return found


def _read() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(data_file("plan-actions.json").read_text("utf-8"))
    return read


def understood(row: PlanAction, plan: str, organisation: str) -> Action:
    """Return a line of a plan with its theme, state, dates and audits.

    Args:
        row: as it was read.
        plan: the file it comes from.
        organisation: who carries it, where the line does not say.

    Raises:
        InputError: a theme, a state, a date or an amount that is not understood.
    """
    more = row.more
    return Action(
        plan=plan,
        organisation=more.get("organisation") or organisation,
        line=row.line,
        theme=theme_of(row.theme),
        action=row.action,
        level=row.level,
        progress=_progress(more.get("state", "")),
        service=more.get("service", ""),
        owner=more.get("owner", ""),
        begun_on=_day(more.get("begun", ""), "begun"),
        due_on=_day(more.get("due", ""), "due"),
        indicator=more.get("indicator", ""),
        stated_kgco2e=_stated(more),
        baseline_run=more.get("baseline", ""),
        realised_run=more.get("realised", ""),
    )


def theme_of(text: str) -> int:
    """Return the number of a theme that is called by its number or its name.

    Raises:
        InputError: there is none; names the nearest.
    """
    wanted = _folded(text)
    number = re.match(r"([1-7])(?:[.\s–-]|$)", wanted)
    if number:
        return int(number[1])
    names = {_folded(name): theme for theme, both in themes().items() for name in both}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=_CLOSE)
    if near:
        called = next(name for both in themes().values() for name in both if _folded(name) == near[0])
        raise InputError(
            N_("theme {value!r} is not known: perhaps {near!r}"),
            remedy=_WRITE_A_THEME,
            value=text,
            near=called,
        )
    raise InputError(
        N_("theme {value!r} is not known"),
        remedy=_WRITE_A_THEME,
        value=text,
    )


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _progress(text: str) -> Progress:
    wanted = _folded(text)
    words = {_folded(word): state for state, known in STATES.items() for word in known}
    if wanted in words:
        return words[wanted]
    near = difflib.get_close_matches(wanted, [word for word in words if word], n=1, cutoff=_CLOSE)
    told = {"value": text, "known": ", ".join(known[0] for known in STATES.values())}
    if near:
        raise InputError(
            N_("state {value!r} is not known: perhaps {near!r}"),
            remedy=N_("write one of: {known}"),
            near=near[0],
            **told,
        )
    raise InputError(N_("state {value!r} is not known"), remedy=N_("write one of: {known}"), **told)


def _day(text: str, column: str) -> str:
    """Return a date as ISO, as far as it is given: a day, a month or a year; empty: none."""
    if not text:
        return ""
    found = _DATE.fullmatch(text.strip())
    if found is not None:
        try:
            return _iso(found)
        except ValueError:
            pass
    raise InputError(
        N_("{column} {value!r} is not a date"),
        remedy=N_("write 2026-11-22 or 22/11/2026"),
        column=column,
        value=text,
    )


def _iso(found: re.Match[str]) -> str:
    day, month, year, iso_year, iso_month, iso_day, only_year = found.groups()
    if only_year:
        return str(only_year)
    if day:
        return date(int(year), int(month), int(day)).isoformat()
    if iso_day:
        return date(int(iso_year), int(iso_month), int(iso_day)).isoformat()
    return date(int(iso_year), int(iso_month), 1).isoformat()[:7]


def _stated(more: Mapping[str, str]) -> float | None:
    """Return the kg that a plan states of a line, in the unit of its column's heading.

    A cell with a unit of its own that is not the column's would add tonnes to kilograms: it is refused.
    """
    found = [(unit, more[f"stated_{unit}"]) for unit in _KG if more.get(f"stated_{unit}")]
    if not found:
        return None
    if len(found) > 1:
        raise InputError(
            N_("the planned amount is given twice: {first} and {second}"),
            remedy=N_("keep one column, in kg or in t"),
            first=" ".join(reversed(found[0])),
            second=" ".join(reversed(found[1])),
        )
    unit, text = found[0]
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise _not_a_number(text)
    own = (match[2] or unit).lower()
    if own != unit:
        raise InputError(
            N_("planned amount {value!r} is in {own}, its column is in {unit}"),
            remedy=N_("write every amount of a column in one unit"),
            value=text,
            own=own,
            unit=unit,
        )
    return _amount(match[1]) * _KG[unit]


def _not_a_number(text: str) -> InputError:
    return InputError(
        N_("planned amount {value!r} is not a number"), remedy=N_("write digits only, for example 1000"), value=text
    )


def _amount(text: str) -> float:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+", digits):
        return float(re.sub(r"[.,]", "", digits))
    try:
        return float(digits.replace(",", "."))
    except ValueError as error:
        raise _not_a_number(text) from error
