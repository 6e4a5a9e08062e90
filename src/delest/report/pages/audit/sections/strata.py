"""The sample of an audit: the pages of each role, and the templates that were drawn from."""

from collections.abc import Iterator
from typing import Final

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import own_host
from delest.report.language.labels import page_role
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Prose, Row, Section, Table
from delest.report.pages.audit import sample
from delest.report.said import NOTHING, Figure, Label, Link, Quoted, Words, of_bytes, say, share

_SHOWN: Final = 40


def sample_section(report: AuditReport) -> tuple[Section, ...]:
    """Return what was drawn, and from what; none for an audit that drew no pages."""
    strata = sample.rows(report)
    if not strata:
        return ()
    said: list[Block] = [Prose(each) for each in sample.sentences(report)]
    if report.end.sample and report.end.sample.roles:
        said.append(_roles(report))
    said += (
        Prose(
            _(
                "A template is a family of pages told by the shape of their URLs. Its share is its part of what one"
                " load of each known page would transfer."
            ),
            "note",
        ),
        Prose(
            _(
                "Pages of one structure are built of the same elements in the same places. The same letter means the"
                " same structure in every template."
            ),
            "note",
        ),
        _templates(strata),
    )
    return (Section("sample", _("Sample by template"), tuple(said)),)


def _roles(report: AuditReport) -> Table:
    site = own_host(report)
    rows = []
    for each in report.end.sample.roles if report.end.sample else ():
        link: Words = Link(each.url, site=site) if each.url else _("not found")
        rows.append(
            Row((page_role(each.role), Cell(link, () if each.measured or not each.url else (_("not measured"),))))
        )
    return Table(
        _("Pages by their role, as RGESN and RGAA ask for them"),
        (Column(_("Role")), Column(_("Page"), long=True)),
        tuple(rows),
    )


def _templates(strata: tuple[sample.Row, ...]) -> Table:
    more = len(strata) - _SHOWN
    told = ngettext("{n} more template is in the JSON report.", "{n} more templates are in the JSON report.", more)
    return Table(
        _("Known and loaded pages by template, most known pages first"),
        (
            Column(_("Template"), long=True),
            Column(_("Pages known"), figures=True),
            Column(_("Pages loaded"), figures=True),
            Column(_("Structures"), figures=True),
            Column(_("Mean weight"), figures=True),
            Column(_("Share"), figures=True),
        ),
        tuple(row for each in strata[:_SHOWN] for row in _stratum(each)),
        rest=say(told, n=Figure(more)) if more > 0 else "",
    )


def _stratum(stratum: sample.Row) -> Iterator[Row]:
    mean = NOTHING if stratum.mean_bytes is None else of_bytes(stratum.mean_bytes)
    part = NOTHING if stratum.part is None else share(stratum.part)
    yield Row((
        Quoted(stratum.name), Figure(stratum.known), Figure(stratum.measured), stratum.structure, mean, part
    ))  # fmt: skip
    for built in stratum.built:
        name = say(_("of structure {letter}"), letter=Label(built.structure))
        figures = (Figure(built.measured_pages), built.structure, of_bytes(built.mean_bytes))
        yield Row((name, NOTHING, *figures, NOTHING))
    if stratum.unlisted:
        told = ngettext("and {n} more", "and {n} more", stratum.unlisted)
        yield Row((say(told, n=Figure(stratum.unlisted)), *[NOTHING] * 5))
