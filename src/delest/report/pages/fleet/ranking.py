"""The measured services, in the order of where help is worth most: avoidable bytes x page views."""

from typing import Final

from delest.records.fleet.campaign import Entry, State
from delest.records.fleet.report import FleetReport
from delest.records.fleet.result import ServiceResult
from delest.report.language.words import _, ngettext
from delest.report.page import Cell, Column, Prose, Row, Section, Table, section
from delest.report.pages.fleet.names import Names
from delest.report.said import NOTHING, Figure, Label, Unit, Words, between, of_bytes, say

SHOWN: Final = 100


def ranking(found: FleetReport, names: Names) -> tuple[Section, ...]:
    """Return the table of services; the first hundred, for the data files have all."""
    measured = [(each, each.result) for each in found.entries if each.result is not None]
    if not measured:
        return ()
    columns = (
        Column(_("Service"), long=True),
        Column(_("Mean weight"), figures=True),
        Column(_("Avoidable per view"), figures=True, spare=True),
        Column(_("Avoidable a year"), figures=True),
        Column(_("CO2e a year"), figures=True, spare=True),
        Column(_("Budget")),
    )
    rows = tuple(_row(entry, result, names) for entry, result in measured[:SHOWN])
    more = len(measured) - len(rows)
    rest: Words = ""
    if more:
        rest = say(ngettext("and {n} more in services.csv", "and {n} more in services.csv", more), n=Figure(more))
    told = _(
        "Services where a lighter page would avoid most come first: avoidable bytes x page views. This order does not"
        " rank teams. Services of unknown traffic come last."
    )
    caption = _("Measured services")
    return section("services", _("Services"), Prose(told), Table(caption, columns, rows, rest, _("Find a service")))


def _row(entry: Entry, result: ServiceResult, names: Names) -> Row:
    yearly, kg = result.avoidable_bytes_per_year, result.kgco2e_per_year
    return Row(
        (
            Cell(names.said(entry), tuple(_notes(entry, result))),
            of_bytes(result.mean_bytes),
            of_bytes(result.avoidable_bytes),
            NOTHING if yearly is None else of_bytes(yearly),
            NOTHING if kg is None else between(kg, Unit.KG),
            _budget(entry, result),
        )
    )


def _notes(entry: Entry, result: ServiceResult) -> list[Words]:
    pages = len(result.pages)
    told: list[Words] = [say(ngettext("{n} page measured", "{n} pages measured", pages), n=Figure(pages))]
    if entry.state is State.PARTIAL:
        lost = result.pages_loaded - pages
        told.append(say(ngettext("{n} could not be measured", "{n} could not be measured", lost), n=Figure(lost)))
    return told


def _budget(entry: Entry, result: ServiceResult) -> Words:
    over = entry.pages_over_budget
    if over is None:
        return NOTHING
    if not over:
        return Label(_("within"), "good")
    said = ngettext("{n} of {of} page over", "{n} of {of} pages over", len(result.pages))
    return say(said, n=Figure(over), of=Figure(len(result.pages)))
