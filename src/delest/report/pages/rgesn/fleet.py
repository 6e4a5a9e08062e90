"""RGESN over an edition of a fleet: which services declare, and what was measured of each criterion."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from delest.records.state.evidence import Criterion, Evidence, Seen, Status
from delest.records.state.fleet_evidence import FleetEvidence, ServiceEvidence
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Fact, Facts, Page, Prose, Row, Section, Table
from delest.report.pages.rgesn.told import title_of
from delest.report.said import NOTHING, Figure, Link, Quoted, Words, say

_MOST: Final = 500


def fleet_evidence_page(found: FleetEvidence) -> Page:
    """Return the page."""
    read = [each for each in found.services if not each.problem]
    title = ngettext("RGESN, edition {name}: {n} service", "RGESN, edition {name}: {n} services", len(read))
    return Page(
        title=say(title, name=Quoted(found.edition), n=Figure(len(read))),
        over=found.framework,
        lead=tuple(_lead(found, read)),
        contents=_("Contents"),
        sections=(
            Section("criteria", _("Criterion by criterion"), (_criteria(found.criteria, read),)),
            Section("services", _("Service by service"), (_services(found.services),)),
        ),
        foot=_(
            "A score of progress does not measure environmental impact. A declaration is signed by people, for each"
            " service."
        ),
    )


def _lead(found: FleetEvidence, read: list[ServiceEvidence]) -> Iterator[Block]:
    declaring = sum(bool(each.declaration) for each in read)
    told = _("Nothing was loaded for this: it is what the saved audits of the edition show.")
    yield Prose(told, "lead")
    measured = say(_("{n} of {of}"), n=Figure(len(read)), of=Figure(found.known))
    like = say(_("{n} of {of}"), n=Figure(declaring), of=Figure(len(read)))
    yield Facts(
        (
            Fact(_("services measured"), (measured,)),
            Fact(
                _("declaring, it seems"),
                (
                    like,
                    _("an address of theirs looks like a declaration; none heard of does not show that there is none"),
                ),
            ),
        )
    )


def _criteria(criteria: tuple[Criterion, ...], read: list[ServiceEvidence]) -> Table:
    columns = (
        Column(_("Criterion"), long=True),
        Column(_("Met"), figures=True),
        Column(_("Not met"), figures=True),
        Column(_("Found"), figures=True),
        Column(_("Nothing found"), figures=True),
        Column(_("Not measured"), figures=True, spare=True),
    )
    rows = []
    for at, each in enumerate(criteria):
        kinds = Counter(_kind(service.evidence[at]) for service in read)
        if kinds[Seen.NOT_MEASURED] < len(read):
            order = (Status.VALID, Status.NOT_VALID, Seen.FOUND, Seen.NOTHING, Seen.NOT_MEASURED)
            rows.append(
                Row((say("{id} {name}", id=each.id, name=title_of(each)), *(Figure(kinds[kind]) for kind in order)))
            )
    return Table(
        _("Services by what was measured; criteria that no audit looked at are left out"), columns, tuple(rows)
    )


def _kind(found: Evidence) -> Status | Seen:
    return found.seen if found.status is Status.TO_ASSESS else found.status


def _services(services: tuple[ServiceEvidence, ...]) -> Table:
    columns = (
        Column(_("Service"), long=True),
        Column(_("Pages"), figures=True),
        Column(_("Met")),
        Column(_("Not met")),
    )
    shown = services[:_MOST]
    more = len(services) - len(shown)
    rest: Words = ""
    if more > 0:
        rest = say(ngettext("and {n} other service", "and {n} other services", more), n=Figure(more))
    return Table("", columns, tuple(map(_row, shown)), rest)


def _row(each: ServiceEvidence) -> Row:
    if each.problem:
        return Row((Cell(Quoted(each.name), (Quoted(each.problem),)), NOTHING, NOTHING, NOTHING))
    declared: Words = say(_("declaration, perhaps: {url}"), url=Link(each.declaration)) if each.declaration else say(
        ngettext("no declaration among {n} address", "no declaration among {n} addresses", each.addresses),
        n=Figure(each.addresses),
    )  # fmt: skip
    return Row(
        (
            Cell(Quoted(each.name), (declared,)),
            Figure(each.pages),
            _named(each, Status.VALID),
            _named(each, Status.NOT_VALID),
        )
    )


def _named(each: ServiceEvidence, status: Status) -> Words:
    return ", ".join(found.criterion for found in each.evidence if found.status is status) or NOTHING
