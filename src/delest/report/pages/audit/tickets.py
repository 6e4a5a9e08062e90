"""The actions of an audit as tickets: each a block to copy, with resource, remedy, gain, effort and how to check."""

from collections.abc import Iterator
from typing import Final

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.digest.gains import Action, actions
from delest.report.digest.yearly import cold_views, shares_used
from delest.report.language.labels import confidence_name, effect_note, rule_words
from delest.report.language.technical import technical
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Page, Row, Section, Table
from delest.report.said import Code, Figure, Link, Moment, Quoted, Range, Unit, Words, joined, of_bytes, say

_RESOURCES: Final = 20
_PAGES: Final = 10
_MILLION: Final = 1_000_000


def tickets_page(report: AuditReport) -> Page:
    """Return one section an action, those that surely avoid bytes first."""
    found = actions(report)
    told = ngettext("{n} action for {site}, audited on {date}", "{n} actions for {site}, audited on {date}", len(found))
    return Page(
        title=say(told, n=Figure(len(found)), site=site_name(report), date=Moment(report.header.run.started_at)),
        sections=tuple(_ticket(report, action) for action in found),
    )


def _ticket(report: AuditReport, action: Action) -> Section:
    words = rule_words(action.digest.words)
    title = say(_("{title}: {bytes}"), title=Quoted(words.action), bytes=of_bytes(action.per_view_bytes.central))
    blocks: tuple[Block, ...] = (Facts(tuple(_facts(report, action, words.remedy))), _resources(action))
    return Section("", title, blocks)


def _facts(report: AuditReport, action: Action, remedy: str) -> Iterator[Fact]:
    if remedy:
        yield Fact(_("what to do"), (remedy,))
    yield Fact(_("gain"), tuple(_gain(report, action)))
    files, pages = len(action.digest.offenders), action.digest.pages
    file_count = say(ngettext("{n} file to change", "{n} files to change", files), n=Figure(files))
    page_count = say(ngettext("on {n} page", "on {n} pages", pages), n=Figure(pages))
    yield Fact(_("effort"), (file_count, page_count))
    yield Fact(_("confidence"), tuple(map(confidence_name, action.digest.confidences)))
    urls = tuple(dict.fromkeys(finding.page_url for finding in action.pages))
    more = len(urls) - _PAGES
    rest = (say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)),) if more > 0 else ()
    yield Fact(_("pages"), (joined([Link(url) for url in urls[:_PAGES]]), *rest))
    command = Code(f"delest check {urls[0]}") if urls else Code("delest check URL")
    yield Fact(_("check afterwards"), (say(_("{command}, or compare two audits"), command=command),))


def _gain(report: AuditReport, action: Action) -> Iterator[Words]:
    gain = action.per_view_bytes
    yield say(_("{bytes} per page view"), bytes=Range(gain.low, gain.high, Unit.BYTES))
    views = cold_views(report) or _MILLION * shares_used(report).views.cold
    a_year = of_bytes(gain.central * views)
    yield say(_("{bytes} a year") if report.traffic else _("{bytes} per million page views"), bytes=a_year)
    if note := effect_note(action.digest.effect):
        yield note


def _resources(action: Action) -> Table:
    offenders = action.digest.offenders
    more = len(offenders) - _RESOURCES
    return Table(
        "",
        (
            Column(_("Resource"), long=True),
            Column(_("Weight"), figures=True),
            Column(_("Concerned") if effect_note(action.digest.effect) else _("Avoidable"), figures=True),
            Column(_("What was tried")),
        ),
        tuple(
            Row((
                Link(each.url),
                of_bytes(each.transferred_bytes),
                of_bytes(each.concerned_bytes.central),
                Quoted(technical(each.remedy)),
            ))
            for each in offenders[:_RESOURCES]
        ),
        rest=say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)) if more > 0 else "",
    )  # fmt: skip
