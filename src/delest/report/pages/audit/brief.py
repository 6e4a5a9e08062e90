"""The short answer that ends an audit in a terminal: some fifty lines of what to act on, the rest is in the report."""

from collections.abc import Iterator
from typing import Final

from delest.records.pages.consent import Choice
from delest.records.pages.weight import SiteWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import Unmeasured, part, site_name, third_party_part, unmeasured
from delest.report.digest.gains import actions
from delest.report.language.labels import kind_name, kind_of_one, outcome_name
from delest.report.language.reasons import said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Items, Page, Prose, Row, Section, Table
from delest.report.pages.audit import ecoindex, sample
from delest.report.pages.audit.answer import ACTIONS_FIRST, action_table, opening, worth_doing
from delest.report.pages.audit.consent import consent
from delest.report.pages.audit.hosts import hosts, is_one
from delest.report.pages.audit.report import notices
from delest.report.pages.audit.sections.documents import known_documents, stated_bytes
from delest.report.pages.audit.sections.findings import uncovered
from delest.report.pages.audit.sections.proof import brief_proof
from delest.report.pages.audit.sure import how_sure
from delest.report.pages.co2e.short import brief_basis, brief_claims
from delest.report.reason_words import reason_words
from delest.report.said import Figure, Link, Moment, Quoted, Words, joined, of_bytes, say, share

_HEAVIEST: Final = 3
_KINDS: Final = 3
_RESOURCES: Final = 3
_LOST: Final = 3
_WARNINGS: Final = 2


def answer_page(report: AuditReport) -> Page:
    """Return the answer in some fifty lines; the rest is in the whole report."""
    return Page(
        title=_("Page weight of {site}").format(site=site_name(report)),
        over=say("delest · {date}", date=Moment(report.header.run.started_at, with_time=True)),
        lead=(*notices(report), *_opening(report)),
        sections=tuple(_brief(report)),
    )


def _opening(report: AuditReport) -> Iterator[Block]:
    made_of = [_made_of(report.site)] if report.site is not None else []
    yield Prose(joined([*opening(report)[:2], *made_of], " "))
    if said := sample.sentences(report):
        yield Prose(joined(said, " "))


def _made_of(site: SiteWeight) -> Words:
    """Return what an average page is made of, in one sentence."""
    kinds = joined([
        say("{kind} {part}", kind=kind_name(each.name), part=share(part(each, site.by_kind)))
        for each in site.by_kind[:_KINDS]
    ])  # fmt: skip
    third = share(third_party_part(site.by_party))
    return say(_("It is made of {kinds}; {third} come from third parties."), kinds=kinds, third=third)


def _brief(report: AuditReport) -> Iterator[Section]:
    yield from brief_claims(report)
    if report.site is not None:
        yield Section("first", _("What to do first"), tuple(_first(report)))
        yield Section("heaviest", _("Heaviest pages, heaviest resources"), (_heaviest(report, report.site),))
    lost = unmeasured(report)
    if lost:
        yield Section("not-measured", _("Not measured (excluded from averages)"), tuple(_lost(report)))
    if report.site is not None:
        # What is known of the page views is said with the CO2e.
        yield Section("sure", _("How sure this is"), (Facts((*how_sure(report).rows[:-1], *_documents(report))),))
    if beside := tuple(_beside(report)):
        yield Section("beside", _("Beside the weights"), (Items(beside),))
    yield from brief_basis(report)
    if warned := tuple(_warned(report)):
        yield Section("warnings", _("Warnings"), (Items(warned),))


def _beside(report: AuditReport) -> Iterator[Words]:
    if report.header.loading.consent is not Choice.AS_IS:
        yield from consent(report)
    if not is_one(report):
        yield from hosts(report)
    if report.ecoindex:
        mean = Figure(ecoindex.mean_score(report.ecoindex))
        yield say(_("EcoIndex, mean of the pages' scores: {score}"), score=mean)
        yield ecoindex.attributed()


def _documents(report: AuditReport) -> Iterator[Fact]:
    if report.documents:
        known = known_documents(report)
        told = ngettext("{n} linked, {size} as stated by its server", "{n} linked, {size} as stated by servers", known)
        yield Fact(_("documents"), (say(told, n=Figure(known), size=of_bytes(stated_bytes(report))),))


def _warned(report: AuditReport) -> Iterator[Words]:
    warnings = report.end.warnings
    yield from (Quoted(said(each)) for each in warnings[:_WARNINGS])
    if len(warnings) > _WARNINGS:
        yield _and_more(len(warnings) - _WARNINGS)


def _and_more(more: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", more), n=Figure(more))


def _first(report: AuditReport) -> Iterator[Block]:
    found = worth_doing(report, actions(report))
    if found:
        yield action_table(report, found[:ACTIONS_FIRST], brief=True)
    else:
        yield Prose(_("No rule found anything to drop on the measured pages."))
    if proven := brief_proof(report):
        yield Prose(proven)
    if other := uncovered(report):
        yield Prose(other)


def _heaviest(report: AuditReport, site: SiteWeight) -> Table:
    pages = tuple(
        Row((of_bytes(each.cold.transferred_bytes.median), _("page"), "", Link(each.url)))
        for each in report.weights[:_HEAVIEST]
    )
    resources = tuple(
        Row((of_bytes(each.transferred_bytes), kind_of_one(each.kind), on_pages(each.pages), Link(each.url)))
        for each in site.heaviest_resources[:_RESOURCES]
    )
    columns = (Column("", figures=True), Column(""), Column(""), Column("", long=True))
    return Table("", columns, (*pages, *resources))


def on_pages(n: int) -> Words:
    """Return on how many pages something is."""
    return say(ngettext("on {n} page", "on {n} pages", n), n=Figure(n))


def _why(lost: Unmeasured) -> Words:
    return reason_words(lost.reason) if lost.reason else outcome_name(lost.outcome)


def _lost(report: AuditReport) -> Iterator[Block]:
    lost = unmeasured(report)
    rows = tuple(Row((_why(each), Link(each.url))) for each in lost[:_LOST])
    more = len(lost) - _LOST
    yield Table("", (Column(""), Column("", long=True)), rows, _and_more(more) if more > 0 else "")
