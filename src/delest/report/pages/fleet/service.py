"""One service of a campaign: its pages and what could go."""

from collections.abc import Iterator

from delest.records.fleet.campaign import Entry
from delest.records.fleet.report import FleetReport
from delest.records.fleet.result import ServiceResult
from delest.report.language.labels import traffic_source
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Page, Prose, Row, Section, Table, section
from delest.report.pages.co2e.basis import conversion_basis
from delest.report.pages.co2e.claims import left_out
from delest.report.pages.co2e.traffic_words import measured_of
from delest.report.said import NOTHING, Figure, Jump, Link, Moment, Quoted, Unit, Words, between, of_bytes, say, share
from delest.urls import host


def service_page(found: FleetReport, entry: Entry, result: ServiceResult) -> Page:
    """Return the page of one measured service."""
    service = entry.service
    facts = Facts(tuple(_facts(found, entry, result)))
    return Page(
        title=say(_("{service}: {bytes} a page"), service=Quoted(service.name or service.id),
                  bytes=of_bytes(result.mean_bytes)),
        over=say("{edition} · {date}", edition=Quoted(found.header.name), date=Moment(result.ended_at)),
        lead=(Prose(Jump("../index.html", _("All services"))), facts),
        sections=(*_rules(result), *_pages(service.url, result)),
        foot=left_out() if result.kgco2e_per_year else "",
    )  # fmt: skip


def _facts(found: FleetReport, entry: Entry, result: ServiceResult) -> Iterator[Fact]:
    service = entry.service
    yield Fact(_("address"), (Link(service.url),))
    for term, text in ((_("ministry"), service.ministry), (_("entity"), service.entity), (_("theme"), service.theme)):
        if text:
            yield Fact(term, (Quoted(text),))
    yield Fact(_("pages"), (measured_of(len(result.pages), result.pages_known),))
    if service.budget_bytes is not None:
        over = entry.pages_over_budget or 0
        told = ngettext("{n} page over it", "{n} pages over it", over)
        yield Fact(_("budget"), (of_bytes(service.budget_bytes), say(told, n=Figure(over))))
    yield Fact(_("third parties"), (share(result.third_party_share),))
    yield Fact(_("avoidable per view"), (of_bytes(result.avoidable_bytes),))
    if result.views_per_year is not None and result.bytes_per_year is not None:
        views: list[Words] = [say(_("{views} a year"), views=Figure(result.views_per_year))]
        yield Fact(_("page views"), (*views, Quoted(traffic_source(result.traffic_source))))
        yield Fact(_("transferred a year"), (of_bytes(result.bytes_per_year),))
    if result.kgco2e_per_year is not None and found.converted is not None:
        yield Fact(_("CO2e a year"), (between(result.kgco2e_per_year, Unit.KG), _("attributed to data transfer")))
        yield from conversion_basis(found.converted)


def _rules(result: ServiceResult) -> tuple[Section, ...]:
    rows = tuple(
        Row(
            (
                Quoted(_(each.title)),
                Figure(each.pages),
                of_bytes(each.avoidable_bytes.central) if each.avoids else NOTHING,
            )
        )
        for each in result.rules
    )
    columns = (
        Column(_("Finding"), long=True),
        Column(_("Pages"), figures=True),
        Column(_("Avoidable per view"), figures=True),
    )
    blocks: tuple[Block, ...] = (Table("", columns, rows),) if rows else ()
    return section("findings", _("What could go"), *blocks)


def _pages(site: str, result: ServiceResult) -> tuple[Section, ...]:
    rows = tuple(
        Row((Link(page.url, site=host(site)), of_bytes(page.bytes), Figure(page.requests))) for page in result.pages
    )
    columns = (
        Column(_("Page"), long=True),
        Column(_("Weight"), figures=True),
        Column(_("Requests"), figures=True),
    )
    return section("pages", _("Pages"), Table(_("Measured pages"), columns, rows))
