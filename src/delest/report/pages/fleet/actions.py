"""What recurs over the services, and the services by ministry."""

from typing import Final

from delest.records.fleet.report import FleetReport, GroupTotal, RecurringAction
from delest.report.language.words import _, ngettext
from delest.report.page import Cell, Column, Prose, Row, Section, Table, section
from delest.report.said import NOTHING, Figure, Quoted, Range, Unit, Words, of_bytes, say

_SHOWN: Final = 15


def actions(found: FleetReport) -> tuple[Section, ...]:
    """Return the actions that would help several services, most bytes a year first."""
    shown = found.actions[:_SHOWN]
    if not shown:
        return ()
    columns = (
        Column(_("Action"), long=True),
        Column(_("Services"), figures=True),
        Column(_("Avoidable a year"), figures=True),
        Column(_("Avoidable per view"), figures=True, spare=True),
    )
    more = len(found.actions) - len(shown)
    rest: Words = say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)) if more else ""
    told = _("One action of many services is done once, in what they share. Actions overlap: they do not add up.")
    return section(
        "actions",
        _("What would help most services"),
        Prose(told),
        Table(_("Actions that recur, by the bytes that they avoid"), columns, tuple(map(_row, shown)), rest),
    )


def _row(action: RecurringAction) -> Row:
    yearly, notes = action.bytes_per_year, list[Words]()
    if not action.avoids:
        notes.append(_("a fact to look at, without bytes to avoid"))
    elif action.services_with_views < action.services:
        notes.append(say(_("traffic known of {n}"), n=Figure(action.services_with_views)))
    amount: Words = NOTHING if yearly is None else Range(yearly.low, yearly.high, Unit.BYTES)
    return Row(
        (
            Cell(Quoted(_(action.title)), tuple(notes)),
            Figure(action.services),
            amount,
            of_bytes(action.per_view_bytes) if action.avoids else NOTHING,
        ),
    )


def groups(found: FleetReport) -> tuple[Section, ...]:
    """Return the services by ministry, where the list names any."""
    if not found.groups:
        return ()
    columns = (
        Column(_("Ministry"), long=True),
        Column(_("Known"), figures=True),
        Column(_("Measured"), figures=True),
        Column(_("Median weight"), figures=True),
        Column(_("Bytes a year"), figures=True),
    )
    return section("ministries", _("By ministry"), Table("", columns, tuple(map(_group, found.groups))))


def _group(group: GroupTotal) -> Row:
    return Row(
        (
            Quoted(group.name) if group.name else _("not named"),
            Figure(group.known),
            Figure(group.measured),
            NOTHING if group.median_bytes is None else of_bytes(group.median_bytes),
            NOTHING if group.bytes_per_year is None else of_bytes(group.bytes_per_year),
        )
    )
