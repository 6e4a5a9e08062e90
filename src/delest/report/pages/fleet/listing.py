"""The list of a fleet, and what is wrong with its rows."""

from collections import Counter
from collections.abc import Iterator

from delest.records.fleet.service import FleetList, RowProblem
from delest.report.language.reasons import said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Notice, Page, Prose, Row, Section, Table, section
from delest.report.said import NOTHING, Code, Figure, Link, Quoted, Words, of_bytes, say


def fleet_list_page(found: FleetList, *, problems_only: bool) -> Page:
    """Return the services of a list, and the problems of its rows."""
    active = sum(each.active for each in found.services)
    title = say(
        ngettext("{file}: {n} active service", "{file}: {n} active services", active),
        file=Quoted(found.source),
        n=Figure(active),
    )
    services = () if problems_only else section("services", _("Services"), _services(found))
    return Page(title=title, lead=tuple(_lead(found, active)), sections=(*services, *_problems(found)))


def _lead(found: FleetList, active: int) -> Iterator[Block]:
    out = sum(each.left_out for each in found.problems)
    if out:
        template = ngettext(
            "{n} row is left out: it cannot be used as it is.",
            "{n} rows are left out: they cannot be used as they are.",
            out,
        )
        yield Notice(say(template, n=Figure(out)), "bad")
    idle = len(found.services) - active
    if idle:
        template = ngettext("{n} service is not active.", "{n} services are not active.", idle)
        yield Prose(say(template, n=Figure(idle)))
    if not found.looked_up:
        told = _("Not looked up: dead hosts and services that lead to the same address show with {option}.")
        yield Prose(say(told, option=Code("--problems")), "note")
    elif not found.problems:
        yield Notice(_("No problem found."), "good")


def _services(found: FleetList) -> Table:
    columns = (
        Column(_("Service"), whole=True),
        Column(_("Address"), long=True, whole=True),
        Column(_("Budget"), figures=True),
        Column(_("Views a year"), figures=True, spare=True),
    )
    rows = tuple(
        Row(
            (
                Quoted(each.id),
                Cell(Link(each.url), (Quoted(each.name),) if each.name else ()),
                NOTHING if each.budget_bytes is None else of_bytes(each.budget_bytes),
                NOTHING if each.views_per_year is None else Figure(each.views_per_year),
            )
        )
        for each in found.services
        if each.active
    )
    return Table("", columns, rows)


def _problems(found: FleetList) -> tuple[Section, ...]:
    if not found.problems:
        return ()
    columns = (Column(_("Line"), figures=True), Column(_("Service"), whole=True), Column(_("Problem"), long=True))
    kinds = Counter(each.left_out for each in found.problems)
    title = ngettext("{n} problem", "{n} problems", kinds.total())
    rows = tuple(map(_row, found.problems))
    return section("problems", say(title, n=Figure(kinds.total())), Table("", columns, rows))


def _row(problem: RowProblem) -> Row:
    notes: list[Words] = [_("row left out")] if problem.left_out else []
    if problem.remedy is not None:
        notes.append(say(_("what to do: {remedy}"), remedy=said(problem.remedy)))
    return Row((Figure(problem.line), Quoted(problem.service or NOTHING), Cell(said(problem.message), tuple(notes))))
