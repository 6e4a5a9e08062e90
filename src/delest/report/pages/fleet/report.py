"""The page on a campaign: where the services are, and what would help most."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from delest.records.fleet.report import FleetReport
from delest.report.language.labels import traffic_source
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Distribution,
    Fact,
    Facts,
    Mark,
    Notice,
    Page,
    Prose,
    Section,
    Tile,
    Tiles,
    section,
)
from delest.report.pages.co2e.basis import conversion_basis
from delest.report.pages.co2e.claims import left_out, volume
from delest.report.pages.co2e.readings import readings
from delest.report.pages.co2e.traffic_words import measured_of, period_said
from delest.report.pages.fleet.actions import actions, groups
from delest.report.pages.fleet.names import Names
from delest.report.pages.fleet.ranking import ranking
from delest.report.pages.fleet.trends import trends
from delest.report.pages.fleet.unmeasured import unmeasured
from delest.report.said import Code, Figure, Leaf, Moment, Quoted, Unit, Words, between, of_bytes, of_kg, say, share

_HALF: Final = 2
_SOURCES: Final = 5


def fleet_page(found: FleetReport, *, pages_beside: bool = False) -> Page:
    """Return the report on a campaign.

    Args:
        found: the report.
        pages_beside: each measured service has a page in the folder ``services`` beside this one.
    """
    names = Names(found, pages_beside=pages_beside)
    over = _days(found)
    measured = _measured(found)
    title = say(
        ngettext(
            "{name}: {n} of {of} services measured", "{name}: {n} of {of} services measured", measured
        ),
        name=Quoted(found.header.name), n=Figure(measured), of=Figure(found.known),
    )  # fmt: skip
    sections = (
        *actions(found),
        *ranking(found, names),
        *_distribution(found),
        *groups(found),
        *trends(found),
        *unmeasured(found, names),
        *section("co2e", _("CO2e attributed to data transfer"), *_claim(found)),
        *section("method", _("Method"), Facts(tuple(_method(found)))),
        *(section("files", _("Files"), Facts(tuple(_files(found)))) if pages_beside else ()),
    )
    return Page(
        title=title, over=over, lead=tuple(_lead(found)), contents=_("Contents"), sections=sections, foot=left_out()
    )


def _days(found: FleetReport) -> Words:
    first, last = (Moment(datetime.fromisoformat(day)) if day else "-" for day in (found.first_day, found.last_day))
    if found.first_day == found.last_day:
        return say("delest · {day}", day=first)
    return say(_("delest · {first} to {last}"), first=first, last=last)


def _measured(found: FleetReport) -> int:
    return sum(each.result is not None for each in found.entries)


def _lead(found: FleetReport) -> Iterator[Block]:
    if found.header.closed_at is None:
        yield Notice(_("This edition is not closed: its figures may still change."))
    if found.spread is None:
        yield Prose(_("No service could be measured."), "lead")
        return
    yield Tiles(tuple(_tiles(found)))


def _tiles(found: FleetReport) -> Iterator[Tile]:
    known = say(_("of {n} known"), n=Figure(found.known))
    yield Tile(_("services measured"), Figure(_measured(found)), (known,))
    spread = found.spread
    if spread is not None:
        half = say(
            _("half of the services: {low} to {high}"),
            low=of_bytes(spread.lower_quartile), high=of_bytes(spread.upper_quartile),
        )  # fmt: skip
        yield Tile(_("median page weight"), of_bytes(spread.median), (half,))
    if found.with_budget:
        of = say(_("{n} of the {of} with a budget"), n=Figure(found.within_budget), of=Figure(found.with_budget))
        yield Tile(_("within their budget"), share(found.within_budget / found.with_budget), (of,))
    if found.converted is not None:
        views = say(
            ngettext("{views} page views of {n} service", "{views} page views of {n} services", found.with_views),
            views=Figure(found.views_per_year), n=Figure(found.with_views),
        )  # fmt: skip
        yield Tile(_("transferred a year"), of_bytes(found.bytes_per_year), (views,))
        range_ = between(found.converted.kgco2e_per_year, Unit.KG)
        yield Tile(_("CO2e a year, as a range"), range_, (_("attributed to data transfer"),))


def _claim(found: FleetReport) -> Iterator[Block]:
    converted = found.converted
    if converted is None:
        if _measured(found):
            yield Prose(_("No page views are known of any measured service: no kg CO2e a year can be given."))
        return
    without = _measured(found) - found.with_views
    sentence = _(
        "At {views} page views a year, the data transfer of {n} services stands for {range} CO2e a year (central"
        " estimate {central})."
    )
    yield Prose(
        say(
            sentence,
            views=Figure(converted.views_per_year or found.views_per_year),
            n=Figure(found.with_views),
            range=between(converted.kgco2e_per_year, Unit.KG),
            central=of_kg(converted.kgco2e_per_year.central),
        )
    )
    if without:
        told = ngettext(
            "{n} measured service is not in it: its page views are not known.",
            "{n} measured services are not in it: their page views are not known.", without,
        )  # fmt: skip
        yield Prose(say(told, n=Figure(without)))
    yield Prose(say(_("Volume: {volume}."), volume=volume(converted, _("a year"))), "note")
    yield readings(_("CO2e attributed to data transfer"), _("a year"), converted.readings)
    yield Facts((*_sources(found), *conversion_basis(converted)))


def _sources(found: FleetReport) -> Iterator[Fact]:
    """Yield where the page views come from, at most a few of the sources, and which pages they are of."""
    viewed = [each.result for each in found.entries if each.result is not None and each.result.views_per_year]
    kinds = list(dict.fromkeys((each.traffic_source, each.period, each.robots_excluded) for each in viewed))
    told: list[Words] = [say(_("{views} a year"), views=Figure(found.views_per_year))]
    for source, period, excluded in kinds[:_SOURCES]:
        told.append(say(_("source: {source}"), source=Quoted(traffic_source(source))))
        told += [say(_("period: {period}"), period=period_said(period))] if period else []
        robots = {True: _("left out"), False: _("counted in"), None: _("not known")}[excluded]
        told.append(say(_("robots: {robots}"), robots=robots))
    more = len(kinds) - _SOURCES
    if more > 0:
        told.append(say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)))
    yield Fact(_("page views"), tuple(told))
    measured, known = sum(len(each.pages) for each in viewed), sum(each.pages_known for each in viewed)
    pages = measured_of(measured, known)
    yield Fact(_("pages"), (pages,))
    ends = sorted({each.ended_at for each in viewed})
    days = dict.fromkeys(each.date() for each in (ends[0], ends[-1]))
    yield Fact(_("date"), tuple(Moment(each) for each in (ends[0], ends[-1])[: len(days)]))


def _files(found: FleetReport) -> Iterator[Fact]:
    edition = found.header.name
    yield Fact(_("in another language"), (Leaf("../fr/index.html", "Français"), Leaf("../en/index.html", "English")))
    for label, file in (
        (_("table of services"), f"services-{edition}.csv"),
        (_("table of pages"), f"pages-{edition}.csv"),
        (_("for programs"), "fleet.json"),
    ):
        yield Fact(label, (Leaf(f"../data/{file}", file),))


def _distribution(found: FleetReport) -> tuple[Section, ...]:
    spread = found.spread
    weights = tuple(each.result.mean_bytes for each in found.entries if each.result is not None)
    if spread is None or len(weights) < _HALF:
        return ()
    marks = (
        Mark(_("median"), of_bytes(spread.median)),
        Mark(_("heaviest"), of_bytes(spread.highest)),
    )
    alt = _("Mean page weight of each service; the table of services has the figures.")
    facts = Facts(
        (
            Fact(_("lightest"), (of_bytes(spread.lowest),)),
            Fact(_("a quarter is below"), (of_bytes(spread.lower_quartile),)),
            Fact(_("median"), (of_bytes(spread.median),)),
            Fact(_("a quarter is above"), (of_bytes(spread.upper_quartile),)),
            Fact(_("heaviest"), (of_bytes(spread.highest),)),
        )
    )
    return section("distribution", _("How page weights spread"), Distribution(alt, weights, marks), facts)


def _method(found: FleetReport) -> Iterator[Fact]:
    header = found.header
    yield Fact("delest", (header.delest_version,))
    browsers = dict.fromkeys(each.result.conditions.browser for each in found.entries if each.result is not None)
    if browsers:
        yield Fact(_("browser"), tuple(Quoted(each) for each in browsers))
    yield Fact(_("options of each audit"), (Code(" ".join(header.options) or "-"),))
    yield Fact(_("started"), (Moment(header.created_at, with_time=True),))
    if header.closed_at is not None:
        yield Fact(_("closed"), (Moment(header.closed_at, with_time=True),))
    yield Fact(
        _("weight of a service"),
        (
            _("the mean of its measured pages, each loaded with an empty cache and scrolled to its bottom"),
            _("a service that could not be measured is in no figure"),
        ),
    )
    own = found.own_converted
    if own is not None:
        told = say(_("{bytes}, which stand for {range} CO2e"), bytes=of_bytes(found.own_bytes),
                   range=between(own.kgco2e_per_year, Unit.KG))  # fmt: skip
        yield Fact(_("what this campaign itself loaded"), (told,))
