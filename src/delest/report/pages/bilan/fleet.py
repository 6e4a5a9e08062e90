"""What two editions of a fleet show, whichever actions it belongs to: lighter pages and traffic, apart."""

from collections.abc import Iterator
from typing import Final

from delest.records.state.bilan import FleetEffect
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Fact, Facts, Prose
from delest.report.pages.bilan.actions import range_said
from delest.report.pages.compared_tables import signed
from delest.report.said import Figure, Quoted, Words, joined, of_bytes, of_kg, say

_MOST: Final = 30


def fleet(found: FleetEffect) -> Iterator[Block]:
    """Yield what changed over the services and pages that both editions measured."""
    told = ngettext(
        "{n} service was measured in {before} and in {after}; only pages of both are compared.",
        "{n} services were measured in {before} and in {after}; only pages of both are compared.",
        found.services,
    )
    yield Prose(say(told, n=Figure(found.services), before=Quoted(found.before), after=Quoted(found.after)))
    yield Facts(tuple(_facts(found)))
    yield Prose(_("The two effects are never added up. Services that come or go are in neither."), "note")


def _facts(found: FleetEffect) -> Iterator[Fact]:
    pages = say(_("{before} then, {after} now"), before=of_bytes(found.before_bytes), after=of_bytes(found.after_bytes))
    yield Fact(_("mean page weight"), (pages,))
    yield Fact(_("lighter pages"), tuple(_weight(found)))
    traffic = found.traffic_kgco2e
    if traffic is None or found.traffic_bytes_per_year is None:
        yield Fact(_("page views"), (_("not known in both editions"),))
    elif not traffic.central:
        yield Fact(_("page views"), (_("page views did not change"),))
    else:
        kg = traffic * (-1 if traffic.central < 0 else 1)
        template = _("fewer page views take away {kg} CO2e a year") if traffic.central < 0 else _(
            "more page views add {kg} CO2e a year"
        )  # fmt: skip
        of = ngettext("of {n} service", "of {n} services", found.traffic_services)
        yield Fact(
            _("page views"),
            (say(template, kg=range_said(kg)), signed(found.traffic_bytes_per_year),
             say(of, n=Figure(found.traffic_services))),
        )  # fmt: skip
    for label, ids in ((_("then alone"), found.only_before), (_("now alone"), found.only_after)):
        if ids:
            more = len(ids) - _MOST
            named: list[Words] = [joined([Quoted(each) for each in ids[:_MOST]])]
            yield Fact(
                label,
                (*named, *((say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)),) if more > 0 else ())),
            )


def _weight(found: FleetEffect) -> Iterator[Words]:
    if found.weight_kgco2e is not None:
        yield say(_("{kg} CO2e a year less"), kg=range_said(found.weight_kgco2e))
    elif not found.comparable:
        yield _("not comparable: version, browser, device, consent or visit differ")
    elif found.beyond_chance is None:
        yield _("not known: pages were loaded once, so no reduction is claimed; see --loads")
    elif not found.beyond_chance:
        yield _("within the spread between loads of the same page")
    elif found.after_bytes > found.before_bytes:
        yield _("none: the pages are heavier")
    else:
        yield _("not in kg: no page views are known")
    if found.weight_published_kgco2e is not None:
        yield say(_("published factor: {kg}"), kg=of_kg(found.weight_published_kgco2e))
    if found.weight_bytes_per_year is not None:
        yield say(_("{bytes} a year at today's page views"), bytes=signed(-found.weight_bytes_per_year))
