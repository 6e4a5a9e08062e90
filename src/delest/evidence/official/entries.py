"""What is written into the official spreadsheet, and what a person wrote that stays."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from delest.evidence.official.layout import ACTION, CHANGES, COVER, DATE, DECLARATION, STATUS, Read, same
from delest.records.state.evidence import Conflict, SheetFill, Status

MARK: Final = "[delest, "
"""How our texts begin, so that they may be replaced by newer ones."""
GAPS: Final = ("[à compléter]", "[à compéter]", "[date de réalisation]")
_STATED: Final = re.compile(r"\[delest, [^\]]*\] (Validé|Non validé)\.")
_ACTIONS_GAP: Final = "[à compléter avec les pistes d’actions prioritaires envisagées]"
_SCORES_GAP: Final = "[date de l’évaluation]"


def written(fill: SheetFill, read: Read, blank: Read, conflicts: list[Conflict]) -> Iterator[tuple[str, str, str]]:
    """Yield sheet, cell and text of what is to be written; dates are ISO dates.

    What a person wrote stays, and is a conflict where it differs: only gaps of the blank form and our own earlier
    texts are replaced.
    """
    yield from cover(fill, read, blank, conflicts)
    for entry in fill.entries:
        sheet, row = entry.sheet, entry.row
        finding = f"{entry.finding} ({entry.anchor})" if entry.finding else ""
        yield from _status(sheet, row, str(entry.status), read, conflicts, _day(entry.assessed_at))
        for column, at, text in (
            (CHANGES, row, finding),
            (ACTION, row, f"{MARK}RGESN {entry.criterion}] {entry.action}" if entry.action else ""),
            (DECLARATION, row + 1, entry.declaration),
        ):
            if text:
                yield from unless_theirs(sheet, f"{column}{at}", text, read, blank, conflicts)


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""


def _status(
    sheet: str, row: int, status: str, read: Read, conflicts: list[Conflict], day: str
) -> Iterator[tuple[str, str, str]]:
    cell = f"{STATUS}{row}"
    before = read(sheet, cell).strip()
    stated = _STATED.match(read(sheet, f"{CHANGES}{row}"))
    ours = bool(stated and stated[1] == before)
    theirs = before not in {"", str(Status.TO_ASSESS)} and not ours
    if status == Status.TO_ASSESS:
        if ours:  # decided by an earlier audit, and not by this one
            yield sheet, cell, status
        return
    if theirs and before != status:
        conflicts.append(Conflict(sheet=sheet, cell=cell, kept=before, measured=status))
    if not theirs:
        yield sheet, cell, status
        if day:
            yield sheet, f"{DATE}{row}", day


def unless_theirs(
    sheet: str, cell: str, text: str, read: Read, blank: Read, conflicts: list[Conflict]
) -> Iterator[tuple[str, str, str]]:
    """Yield a cell where it is a gap, the blank form's own text, or ours; else note the conflict."""
    before = read(sheet, cell).strip()
    ours = before in {"", *GAPS} or same(before, blank(sheet, cell)) or before.startswith(MARK)
    if ours or same(before, text):
        yield sheet, cell, text
    else:
        conflicts.append(Conflict(sheet=sheet, cell=cell, kept=before[:200], measured=text[:200]))


def cover(fill: SheetFill, read: Read, blank: Read, conflicts: list[Conflict]) -> Iterator[tuple[str, str, str]]:
    """Yield what goes into the cover: past scores and actions are added to, never replaced."""
    day = fill.assessed_at.date().isoformat()
    title = blank(COVER, "A2").replace("[à compléter]", fill.service)
    ours = read(COVER, "A2").startswith(title.partition("[date")[0])
    values = {
        "A2": title.replace("[date de réalisation]", fill.day),
        "A3": blank(COVER, "A3").replace("[à compléter] s’inscrit", f"{fill.service} s’inscrit"),
        "C5": fill.service,
        "C6": fill.sample,
        "C7": fill.entity,
        "C8": fill.responsible,
        "C11": day,
    }
    if read(COVER, "A3").startswith(f"{fill.service} s’inscrit"):
        del values["A3"]  # the name is there already; people may have changed what follows
    again = {"A2": ours, "C11": read(COVER, "C6").startswith(MARK)}
    for cell, text in values.items():
        if text and again.get(cell):
            yield COVER, cell, text
        elif text:
            yield from unless_theirs(COVER, cell, text, read, blank, conflicts)
    yield from _added("A24", _SCORES_GAP, (fill.score,), read, conflicts)
    yield from _added("A26", _ACTIONS_GAP, tuple(f"• {each}" for each in fill.actions), read, conflicts)


def _added(
    cell: str, gap: str, lines: tuple[str, ...], read: Read, conflicts: list[Conflict]
) -> Iterator[tuple[str, str, str]]:
    before = read(COVER, cell)
    new = [each for each in lines if each not in before]
    if new and gap in before:
        yield COVER, cell, before.replace(gap, "\n".join([*new, gap]), 1)
    elif new:
        conflicts.append(Conflict(sheet=COVER, cell=cell, kept=before[:200], measured="\n".join(new)[:200]))
