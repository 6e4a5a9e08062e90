"""Two audits side by side: when and how each was made, and the conditions in which they differ."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from delest.errors import N_
from delest.records.gate.comparison import Comparison, Difference, Side
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Details, Items, Row, Table
from delest.report.said import Figure, Label, Moment, Quoted, Words, say

_VALUES: Final = {
    "desktop": N_("desktop"),
    "mobile": N_("mobile"),
    "as-is": N_("pages as they come"),
    "refuse": N_("refused"),
    "accept": N_("accepted"),
    "compare": N_("all three compared"),
    "cold": N_("empty cache"),
}
_CONDITIONS: Final = {
    "delest": N_("version of delest"),
    "browser": N_("browser"),
    "device": N_("device"),
    "consent": N_("consent"),
    "cache": N_("states of the cache"),
    "sample": N_("drawn at random"),
    "complete": N_("complete"),
    "screen": N_("screen"),
    "visitor": N_("visitor"),
    "visit": N_("visit"),
}


def day(text: str) -> datetime:
    """Return the day that an audit began on."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def sides(found: Comparison) -> Table:
    """Return when and how each audit was made."""
    rows: list[tuple[str, Words, Words]] = [
        (_("audit"), _audit(found.baseline), _audit(found.scenario)),
        (_("date"), dates(found.baseline), dates(found.scenario)),
        (_("pages measured"), Figure(found.baseline.pages), Figure(found.scenario.pages)),
        (_("loads a page, at least"), Figure(found.baseline.loads), Figure(found.scenario.loads)),
        *((_(_CONDITIONS[name]), *_both(name, found.baseline, found.scenario)) for name in _SHOWN),
    ]
    columns = (Column(_("Condition")), Column(_("First audit")), Column(_("Second audit")))
    return Table("", columns, tuple(Row(each) for each in rows))


def _audit(side: Side) -> Words:
    if side.audits == 1:
        return Quoted(side.run_id)
    return say(ngettext("{n} audit", "{n} audits", side.audits), n=Figure(side.audits))


def dates(side: Side) -> Words:
    """Return when an audit began, or the first and the last of a set."""
    first = Moment(day(side.started_on))
    if side.ended_on in {"", side.started_on}:
        return first
    return say(_("{first} to {last}"), first=first, last=Moment(day(side.ended_on)))


_SHOWN: Final = ("delest", "browser", "device", "consent", "cache")


def _both(name: str, before: Side, after: Side) -> tuple[Words, Words]:
    one, other = (str(getattr(side, name)) for side in (before, after))
    return condition(one), condition(other)


def condition(value: str) -> Words:
    """Return a condition of an audit in the language in use, where it is one of ours."""
    return _(_VALUES[value]) if value in _VALUES else Quoted(value)


def differing(differences: Sequence[Difference]) -> list[Block]:
    """Return the conditions in which the audits differ."""
    if not differences:
        return []
    said = tuple(
        say(
            _("{condition}: {before}, then {after}"),
            condition=Label(_(_CONDITIONS[each.name]), "bad" if each.forbids else ""),
            before=condition(each.before),
            after=condition(each.after),
        )
        for each in differences
    )
    return [Details(_("Conditions that differ"), (Items(said),))]
