"""What was understood of page views: source, period, robots, pages; beside a measurement, what they are worth."""

import math
from collections.abc import Iterator
from typing import Final

from delest.records.co2e.traffic import Export, LogCounts, RobotsBy
from delest.records.runs.audit import AuditReport
from delest.report.language.reasons import said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Items, Notice, Page, Prose, Row, Section, Table
from delest.report.pages.audit.sections.traffic import traffic_blocks
from delest.report.pages.co2e.traffic_words import period_said
from delest.report.said import Bar, Figure, Link, Quoted, Words, joined, say, share
from delest.urls import host, without_www

YEAR_DAYS: Final = 365
_SEASONS_DAYS: Final = 350
_PAGES_SHOWN: Final = 10
_UNPLACED_SHOWN: Final = 5
_SITES_SHOWN: Final = 5


def traffic_page(export: Export, report: AuditReport | None = None) -> Page:
    """Return what was understood of an export; ``report``: of an audit that it was joined to."""
    sections = [
        Section("understood", _("What was read"), (Items(_recognised(export)), Facts(tuple(_facts(export))))),
        *_checks(export),
        Section("pages", _("Pages of most views"), tuple(_pages(export))),
    ]
    if export.lines is not None:
        sections.append(Section("lines", _("Lines of the logs"), (_lines(export.lines),)))
    if report is not None and report.traffic is not None:
        sections.append(Section("joined", _("Joined to the measured pages"), tuple(traffic_blocks(report))))
    return Page(title=_("Traffic"), lead=(Prose(_lead(export), "lead"),), sections=tuple(sections))


def _recognised(export: Export) -> tuple[Words, ...]:
    return tuple(Quoted(said(each)) for each in export.recognised)


def views_of(export: Export) -> float:
    """Return all page views of an export, those without a page too."""
    return math.fsum(row.views for row in export.rows) + math.fsum(row.views for row in export.unplaced)


def _lead(export: Export) -> Words:
    views = views_of(export)
    if export.period is None:
        unknown = ngettext(
            "{views} page view; the source does not say over which period: give it with --traffic-days N.",
            "{views} page views; the source does not say over which period: give it with --traffic-days N.",
            round(views),
        )
        return say(unknown, views=Figure(views))
    told = ngettext(
        "{views} page view, which makes {year} a year.", "{views} page views, which makes {year} a year.", round(views)
    )
    return say(told, views=Figure(views), year=Figure(views * YEAR_DAYS / export.period.days))


def _facts(export: Export) -> Iterator[Fact]:
    period = _("not known") if export.period is None else period_said(export.period)
    yield Fact(_("period"), (period,))
    pages = len({row.page for row in export.rows})
    if export.lines is not None:
        yield Fact(_("lines"), (Figure(export.lines.lines),))
    yield Fact(_("pages"), (say(ngettext("{n} address", "{n} addresses", pages), n=Figure(pages)),))
    yield Fact(_("robots"), (_robots(export),))
    entries = [row.entries for row in export.rows if row.entries is not None]
    if entries:
        part = math.fsum(entries) / max(math.fsum(row.views for row in export.rows), 1)
        yield Fact(_("entries"), (say(_("{share} of the page views begin a visit"), share=share(min(part, 1.0))),))
    if export.documents:
        downloads = math.fsum(row.views for row in export.documents)
        yield Fact(_("downloads"), (say(
            ngettext("{n} document, {downloads} times", "{n} documents, {downloads} times", len(export.documents)),
            n=Figure(len(export.documents)), downloads=Figure(downloads)),))  # fmt: skip
    unplaced = math.fsum(row.views for row in export.unplaced)
    if unplaced:
        labels = ", ".join(row.label or "-" for row in export.unplaced[:_UNPLACED_SHOWN])
        said = say(_("{share} of the page views ({labels}): they stay in the whole, and are in no figure"),
                   share=share(unplaced / views_of(export)), labels=Quoted(labels))  # fmt: skip
        yield Fact(_("without a page"), (said,))


def _robots(export: Export) -> Words:
    if export.robots_by is RobotsBy.TOOL:
        return _("left out by the tool, by its own rules")
    if export.robots_by is RobotsBy.LIST:
        told = say(
            _("{n} page views of robots left out, by the names they give themselves ({list})"),
            n=Figure(export.lines.robots if export.lines else export.robot_views or 0), list=export.robots_list,
        )  # fmt: skip
        behaving = export.lines.behaving if export.lines else 0
        more = say(_("{n} by their behaviour"), n=Figure(behaving))
        return joined([told, more], _("; ")) if behaving else told
    if export.robots_by is RobotsBy.NOBODY:
        return _("counted in: the log has no user agents")
    return _("not known")


def _checks(export: Export) -> tuple[Section, ...]:
    told: list[Block] = [Notice(Quoted(said(each))) for each in export.warnings]
    if export.period is not None and export.period.days < _SEASONS_DAYS:
        told.append(Notice(_("Less than a year was extended to a year: seasons and events of the rest are missing.")))
    if sites := _sites(export):
        told.append(Notice(sites))
    if not views_of(export):
        told.append(Notice(_("There is not a single page view in it.")))
    if export.weak:
        told.append(Notice(_("The source counts clicks in a search engine, not page views: the true total is higher.")))
    return (Section("checks", _("To check"), tuple(told)),) if told else ()


def _sites(export: Export) -> Words:
    """Return what is said of addresses of several sites; empty: they are of one."""
    views: dict[str, float] = {}
    for row in export.rows:
        name = without_www(host(row.page)) if "://" in row.page else ""
        views[name] = views.get(name, 0.0) + row.views
    views.pop("", None)
    if len(views) < 2:  # noqa: PLR2004 - one site
        return ""
    most = sorted(views.items(), key=lambda item: -item[1])[:_SITES_SHOWN]
    whole = views_of(export) or 1.0
    named: list[Words] = [say("{site} {share}", site=Quoted(name), share=share(n / whole)) for name, n in most]
    told = ngettext(
        "Addresses of {n} site ({sites}); an audit uses those of its own, and of --host NAME.",
        "Addresses of {n} sites ({sites}); an audit uses those of its own, and of --host NAME.",
        len(views),
    )
    return say(told, n=Figure(len(views)), sites=joined(named, ", "))


def _pages(export: Export) -> Iterator[Block]:
    rows = sorted(export.rows, key=lambda row: -row.views)
    whole = views_of(export) or 1.0
    listed, held = [], 0.0
    for row in rows[:_PAGES_SHOWN]:
        held += row.views
        listed.append(Row((
            Link(row.page) if "://" in row.page else Quoted(row.page), Figure(row.views), share(row.views / whole),
            Bar(row.views / (rows[0].views or 1.0)),
        )))  # fmt: skip
    left = len(rows) - len(listed)
    more = say(ngettext("{n} more", "{n} more", left), n=Figure(left)) if left else ""
    yield Table(
        _("By page views"),
        (Column(_("Address"), long=True), Column(_("Page views"), figures=True),
         Column(_("Share"), figures=True), Column("", spare=True)),
        tuple(listed), more,
    )  # fmt: skip
    if rows and rows[0].views:
        told = ngettext(
            "This page has {share} of the page views.", "These {n} pages have {share} of the page views.", len(listed)
        )
        yield Prose(say(told, n=Figure(len(listed)), share=share(held / whole)))
        for part in (0.5, 0.8, 0.95):
            count = _needed([row.views for row in rows], part)
            yield Prose(
                say(ngettext("{n} page has {share} of the views of all pages.",
                             "{n} pages have {share} of the views of all pages.", count),
                    n=Figure(count), share=share(part)),
                "note",
            )  # fmt: skip


def _needed(views: list[float], part: float) -> int:
    wanted, held = part * math.fsum(views), 0.0
    for count, each in enumerate(views, 1):
        held += each
        if held >= wanted:
            return count
    return len(views)


def _lines(counts: LogCounts) -> Table:
    named = (
        (_("page views of people"), counts.people),
        (_("page views of robots, by their names"), counts.robots),
        (_("page views of visitors that behave like robots"), counts.behaving),
        (_("downloads"), counts.documents),
        (_("parts of pages, and addresses for programs"), counts.parts),
        (_("from addresses left out"), counts.internal),
        (_("prefetches"), counts.prefetched),
        (_("other methods than GET"), counts.other_methods),
        (_("redirects"), counts.redirects),
        (_("HTTP errors"), counts.errors),
        (_("other statuses, such as parts of files"), counts.other_statuses),
        (_("no request, comments, blank lines"), counts.no_request),
        (_("lines that could not be read"), counts.unread),
    )
    rows = tuple(Row((name, Figure(n), share(n / (counts.lines or 1)))) for name, n in named if n)
    return Table(
        _("What became of the lines"),
        (Column(_("Lines"), long=True), Column(_("Number"), figures=True), Column(_("Share"), figures=True)),
        rows,
    )
