"""What page views make of the weights: bytes a year by page and template, what is covered and what is not."""

import math
from collections.abc import Iterator
from typing import Final

from delest.records.co2e.traffic import Traffic
from delest.records.runs.audit import AuditReport
from delest.report.digest.yearly import (
    PageYear,
    TemplateYear,
    downloads_of_year,
    pages_for,
    pages_of_year,
    templates_of_year,
)
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Items, Prose, Row, Section, Table
from delest.report.pages.audit.sections.cards import MANY_PAGES
from delest.report.pages.co2e.traffic_words import REASONS, coverage_said
from delest.report.said import Figure, Link, Range, Unit, Words, of_bytes, say, share

_SHOWN: Final = 10


def traffic_section(report: AuditReport) -> tuple[Section, ...]:
    """Return what is known of the traffic page by page; nothing where only a total is."""
    if report.traffic is None or report.traffic.coverage is None:
        return ()
    # Up to so many pages, the one table of pages has their views and bytes a year.
    listed = len(report.weights) > MANY_PAGES
    return (Section("traffic", _("Traffic"), tuple(traffic_blocks(report, listed=listed))),)


def traffic_blocks(report: AuditReport, *, listed: bool = True) -> Iterator[Block]:
    """Yield coverage, bytes a year, the curve, templates, what is unmatched, and downloads."""
    traffic = report.traffic
    if traffic is None:
        return
    pages = pages_of_year(report)
    total = math.fsum(page.bytes_per_year for page in pages)
    if pages:
        yield _transferred(report, pages, total)
    if traffic.coverage is not None:
        told = say(_("Of {views} page views a year:"), views=Figure(traffic.views_per_year))
        yield Prose(told)
        yield Items(coverage_said(traffic))
    if pages:
        yield _curve(pages)
    if pages and listed:
        yield _heaviest(report, pages, total)
    if templates := templates_of_year(report):
        yield _templates(report, templates, total)
    yield from _unmatched(traffic)
    yield from _downloads(report, total)


def _transferred(report: AuditReport, pages: tuple[PageYear, ...], total: float) -> Prose:
    views = Figure(math.fsum(page.views for page in pages))
    bounds = report.attributed.gb_per_year_bounds if report.attributed else None
    if bounds is None or not bounds.central:
        told = _("{bytes} a year are transferred for {views} page views on these pages.")
        return Prose(say(told, bytes=of_bytes(total), views=views))
    ends = Range(total * bounds.low / bounds.central, total * bounds.high / bounds.central, Unit.BYTES)
    told = _(
        "{bytes} a year are transferred for {views} page views on these pages ({range}, by how many views begin a"
        " visit, which is assumed)."
    )
    return Prose(say(told, bytes=of_bytes(total), views=views, range=ends))


def _curve(pages: tuple[PageYear, ...]) -> Items:
    said: list[Words] = []
    for part in (0.5, 0.8, 0.95):
        count = pages_for(part, pages)
        forms = ngettext(
            "{n} page accounts for {share} of the bytes.", "{n} pages account for {share} of the bytes.", count
        )
        said.append(say(forms, n=Figure(count), share=share(part)))
    return Items(tuple(said))


def _heaviest(report: AuditReport, pages: tuple[PageYear, ...], total: float) -> Table:
    rows = []
    for page in pages[:_SHOWN]:
        part = page.bytes_per_year / total if total else 0.0
        rows.append(Row((
            Link(page.url), Figure(page.views), of_bytes(page.view_bytes), of_bytes(page.bytes_per_year), share(part),
            _worth(report, part),
        )))  # fmt: skip
    return Table(
        _("Pages of most bytes a year"),
        (
            Column(_("Page"), long=True),
            Column(_("Views a year"), figures=True),
            Column(_("A view"), figures=True, spare=True),
            Column(_("A year"), figures=True),
            Column(_("Share"), figures=True, spare=True),
            Column(_("CO2e a year"), figures=True),
        ),
        tuple(rows),
        _more(len(pages) - len(rows)),
    )


def _worth(report: AuditReport, part: float) -> Words:
    """Return the kg CO2e of a part of all bytes."""
    kg = report.attributed.kgco2e_per_year if report.attributed else None
    return "" if kg is None else Range(kg.low * part, kg.high * part, Unit.KG)


def _templates(report: AuditReport, templates: tuple[TemplateYear, ...], total: float) -> Table:
    rows = tuple(
        Row((
            each.views.template, Figure(len(each.views.measured)), Figure(each.views.unseen_pages),
            Figure(each.views.views_per_year + each.views.modelled_per_year),
            Cell(of_bytes(each.bytes_per_year), _spread(each)),
            _worth(report, each.bytes_per_year / total if total else 0.0),
        ))
        for each in templates[:_SHOWN]
    )  # fmt: skip
    return Table(
        _("Templates of most bytes a year"),
        (
            Column(_("Template"), long=True),
            Column(_("Pages measured"), figures=True),
            Column(_("Not measured"), figures=True, spare=True),
            Column(_("Views a year"), figures=True),
            Column(_("A year"), figures=True),
            Column(_("CO2e a year"), figures=True),
        ),
        rows,
        _more(len(templates) - len(rows)),
    )


def _spread(each: TemplateYear) -> tuple[Words, ...]:
    if not each.views.modelled_per_year:
        return ()
    if each.modelled_low_bytes is None or each.modelled_high_bytes is None:
        return (_("of which modelled by one page: its spread is not known"),)
    spread = Range(each.modelled_low_bytes, each.modelled_high_bytes, Unit.BYTES)
    return (say(_("of which modelled: {range}, by the lightest and the heaviest measured page"), range=spread),)


def _unmatched(traffic: Traffic) -> Iterator[Block]:
    if not traffic.unmatched:
        return
    rows = tuple(
        Row((Link(each.address), Figure(each.views_per_year), _(REASONS[each.reason])))
        for each in traffic.unmatched[:_SHOWN]
    )
    yield Table(
        _("Addresses of most views that belong to no measured page"),
        (Column(_("Address"), long=True), Column(_("Views a year"), figures=True), Column(_("Likely reason"))),
        rows,
        _more(len(traffic.unmatched) - len(rows)),
    )


def _downloads(report: AuditReport, total: float) -> Iterator[Block]:
    downloads = downloads_of_year(report)
    if not downloads:
        return
    sized = math.fsum(each.bytes_per_year or 0.0 for each in downloads)
    if sized:
        told = _("Downloads add {bytes} a year to {pages} of pages; they are in no figure of CO2e.")
        yield Prose(say(told, bytes=of_bytes(sized), pages=of_bytes(total)))
    rows = tuple(
        Row((
            Link(each.url), Figure(each.downloads),
            _("size not known") if each.bytes_per_year is None else of_bytes(each.bytes_per_year),
        ))
        for each in downloads[:_SHOWN]
    )  # fmt: skip
    yield Table(
        _("Downloads of most bytes a year"),
        (Column(_("Document"), long=True), Column(_("Downloads a year"), figures=True),
         Column(_("A year"), figures=True)),
        rows, _more(len(downloads) - len(rows)),
    )  # fmt: skip


def _more(left: int) -> Words:
    return say(ngettext("{n} more", "{n} more", left), n=Figure(left)) if left > 0 else ""
