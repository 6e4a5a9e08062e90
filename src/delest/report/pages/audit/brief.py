"""The short answer that ends an audit in a terminal: two screens, the rest is in the whole report."""

from collections.abc import Iterator
from typing import Final

from delest.records.pages.consent import Choice
from delest.records.pages.weight import SiteWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import part, site_name, third_party_part, unmeasured
from delest.report.digest.gains import actions
from delest.report.language.labels import kind_name, kind_of_one, outcome_name
from delest.report.language.reasons import said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Items, Page, Prose, Row, Section, Table
from delest.report.pages.audit import ecoindex, sample
from delest.report.pages.audit.answer import ACTIONS_FIRST, action_table, opening
from delest.report.pages.audit.consent import consent
from delest.report.pages.audit.hosts import hosts, is_one
from delest.report.pages.audit.report import notices
from delest.report.pages.audit.sections.documents import told
from delest.report.pages.audit.sections.findings import uncovered
from delest.report.pages.audit.sections.proof import brief_proof
from delest.report.pages.audit.sure import how_sure
from delest.report.pages.co2e.short import brief_co2e
from delest.report.reason_words import reason_words
from delest.report.said import Bar, Figure, Link, Moment, Quoted, Words, joined, of_bytes, say, share

_HEAVIEST: Final = 3
_KINDS: Final = 4
_RESOURCES: Final = 3
_LOST: Final = 5
_WARNINGS: Final = 3


def answer_page(report: AuditReport) -> Page:
    """Return the answer that fits two screens of a terminal; the rest is in the whole report."""
    return Page(
        title=_("Page weight of {site}").format(site=site_name(report)),
        over=say("delest · {date}", date=Moment(report.header.run.started_at, with_time=True)),
        lead=(*notices(report), *_opening(report)),
        sections=tuple(_brief(report)),
    )


def _opening(report: AuditReport) -> Iterator[Block]:
    weight, *worth = opening(report)
    compared = worth[:1]
    yield Prose(joined([weight, *compared], " "))
    yield from (Prose(each) for each in worth[1:])
    if said := sample.sentences(report):
        yield Prose(joined(said, " "))


def _brief(report: AuditReport) -> Iterator[Section]:
    if report.site is not None:
        yield Section("first", _("What to do first"), tuple(_first(report)))
        yield from brief_proof(report)
        yield Section("content", _("An average page"), (_bars(report.site),))
        yield Section("pages", _("Heaviest pages"), (_heaviest(report),))
        yield Section("resources", _("Heaviest resources of the site"), (_resources(report.site),))
    lost = unmeasured(report)
    if lost:
        yield Section("not-measured", _("Not measured (excluded from averages)"), tuple(_lost(report)))
    if report.site is not None:
        yield Section("sure", _("How sure this is"), (how_sure(report),))
    if beside := tuple(_beside(report)):
        yield Section("beside", _("Beside the weights"), (Items(beside),))
    yield from brief_co2e(report)
    if warned := tuple(_warned(report)):
        yield Section("warnings", _("Warnings"), (Items(warned),))


def _beside(report: AuditReport) -> Iterator[Words]:
    if report.header.loading.consent is not Choice.AS_IS:
        yield from consent(report)
    if not is_one(report):
        yield from hosts(report)
    if report.documents:
        yield told(report)
    if report.ecoindex:
        mean = Figure(ecoindex.mean_score(report.ecoindex))
        yield say(_("EcoIndex, mean of the pages' scores: {score}"), score=mean)
        yield ecoindex.attributed()


def _warned(report: AuditReport) -> Iterator[Words]:
    warnings = report.end.warnings
    yield from (Quoted(said(each)) for each in warnings[:_WARNINGS])
    if len(warnings) > _WARNINGS:
        yield _and_more(len(warnings) - _WARNINGS)


def _and_more(more: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", more), n=Figure(more))


def _first(report: AuditReport) -> Iterator[Block]:
    found = tuple(each for each in actions(report) if each.sure)
    if found:
        yield action_table(report, found[:ACTIONS_FIRST])
    else:
        yield Prose(_("No rule found anything to drop on the measured pages."))
    if other := uncovered(report):
        yield Prose(other)


def _bars(site: SiteWeight) -> Table:
    rows = []
    for each in site.by_kind[:_KINDS]:
        of_all = part(each, site.by_kind)
        rows.append(
            Row((kind_name(each.name), of_bytes(each.transferred_bytes / site.pages), share(of_all), Bar(of_all)))
        )
    columns = (Column(""), Column("", figures=True), Column("", figures=True), Column(""))
    third = say(_("Third parties: {part} of the bytes."), part=share(third_party_part(site.by_party)))
    return Table("", columns, tuple(rows), third)


def _heaviest(report: AuditReport) -> Table:
    more = len(report.weights) - _HEAVIEST
    rows = tuple(
        Row((of_bytes(each.cold.transferred_bytes.median), Link(each.url))) for each in report.weights[:_HEAVIEST]
    )
    return Table("", (Column("", figures=True), Column("", long=True)), rows, _and_more(more) if more > 0 else "")


def _resources(site: SiteWeight) -> Table:
    rows = tuple(
        Row((of_bytes(each.transferred_bytes), kind_of_one(each.kind), on_pages(each.pages), Link(each.url)))
        for each in site.heaviest_resources[:_RESOURCES]
    )
    return Table("", (Column("", figures=True), Column(""), Column(""), Column("", long=True)), rows)


def on_pages(n: int) -> Words:
    """Return on how many pages something is."""
    return say(ngettext("on {n} page", "on {n} pages", n), n=Figure(n))


def _lost(report: AuditReport) -> Iterator[Block]:
    lost = unmeasured(report)
    rows = tuple(
        Row((outcome_name(each.outcome), Cell(Link(each.url), (reason_words(each.reason),) if each.reason else ())))
        for each in lost[:_LOST]
    )
    more = len(lost) - _LOST
    yield Table("", (Column(""), Column("", long=True)), rows, _and_more(more) if more > 0 else "")
