"""This edition against earlier ones, over services and pages that both measured."""

from typing import Final

from delest.errors import N_
from delest.records.fleet.report import Break, FleetReport, Trend
from delest.report.language.words import _
from delest.report.page import Block, Cell, Column, Prose, Row, Section, Table, section
from delest.report.pages.compared_tables import signed
from delest.report.said import NOTHING, Figure, Quoted, Unit, Words, between, joined, of_bytes, say

_BREAKS: Final = {
    Break.DELEST: N_("another version of delest"),
    Break.DEVICE: N_("another device"),
    Break.BROWSER: N_("another browser version"),
    Break.CONSENT: N_("another answer to consent banners"),
    Break.VISIT: N_("visits of another length"),
}


def trends(found: FleetReport) -> tuple[Section, ...]:
    """Return the table of earlier editions, where there are any."""
    if not found.trends:
        return ()
    columns = (
        Column(_("Edition")),
        Column(_("Services in both"), figures=True),
        Column(_("Then"), figures=True),
        Column(_("Now"), figures=True),
        Column(_("Change"), figures=True),
        Column(_("How sure"), long=True),
    )
    blocks: list[Block] = [
        Prose(
            _(
                "Only pages that both editions measured are compared, of services that both have; a service that comes"
                " or goes changes nothing here."
            )
        ),
        Table(_("Earlier editions against this one"), columns, tuple(map(_row, found.trends))),
    ]
    return section("trend", _("Since earlier editions"), *blocks)


def _row(trend: Trend) -> Row:
    notes: list[Words] = []
    if trend.only_before or trend.only_after:
        told = _("not compared: {before} of then alone, {after} of now alone")
        notes.append(say(told, before=Figure(len(trend.only_before)), after=Figure(len(trend.only_after))))
    if trend.bytes_per_year is not None:
        notes.append(say(_("{bytes} a year at today's page views"), bytes=signed(-trend.bytes_per_year)))
    if trend.traffic_bytes_per_year is not None:
        told = _("apart from that, page views changed it by {bytes} a year")
        notes.append(say(told, bytes=signed(trend.traffic_bytes_per_year)))
    if trend.converted is not None:
        told = _("estimated reduction attributed to data transfer: {range} CO2e a year")
        notes.append(say(told, range=between(trend.converted.kgco2e_per_year, Unit.KG)))
    return Row(
        (
            Cell(Quoted(trend.edition), tuple(notes)),
            Figure(trend.services),
            of_bytes(trend.before_bytes),
            of_bytes(trend.after_bytes),
            signed(trend.after_bytes - trend.before_bytes) if trend.pages else NOTHING,
            _certainty(trend),
        )
    )


def _certainty(trend: Trend) -> Words:
    if trend.breaks:
        return say(_("not comparable: {why}"), why=joined([_(_BREAKS[each]) for each in trend.breaks]))
    if trend.noise_bytes is None:
        return _("not known: pages were loaded once, so no reduction is claimed; see --loads")
    if abs(trend.after_bytes - trend.before_bytes) <= trend.noise_bytes:
        return _("within the spread between loads of the same page")
    return _("more than the spread between loads of the same page")
