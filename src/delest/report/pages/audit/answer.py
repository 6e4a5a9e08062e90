"""The answer that an audit gives first: how heavy, compared with what, what it is worth, what to do, how sure."""

from collections.abc import Iterator
from typing import Final

from delest.records.pages.weight import SiteWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.digest.gains import Action, actions, bytes_per_view, rule_id, together_bytes
from delest.report.digest.reference import reference
from delest.report.digest.yearly import cold_views, shares_used
from delest.report.drawing.distribution import TICKS_AT_MOST
from delest.report.language.labels import confidence_short, rule_words
from delest.report.language.safe_text import shorten
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Distribution, Mark, Prose, Row, Section, Table, Tile, Tiles
from delest.report.pages.audit.sections.findings import uncovered
from delest.report.pages.audit.sure import how_sure
from delest.report.pages.co2e.basis import provenance
from delest.report.pages.co2e.claims import claims
from delest.report.said import Figure, Jump, Link, Quoted, Words, of_bytes, say, share
from delest.units import GB_BYTES

ACTIONS_FIRST: Final = 3
_MILLION: Final = 1_000_000
_WORTH_DOING: Final = 0.001
"""Share of a page view."""


def opening(report: AuditReport) -> tuple[Words, ...]:
    """Return the answer in sentences: the mean per page view, and kg CO2e with their range."""
    site, mean = report.site, bytes_per_view(report)
    name = Quoted(site_name(report))
    if site is None or mean is None:
        return (say(_("No page of {site} could be measured."), site=name),)
    told = ngettext(
        "A page view of {site} transfers {mean}: {pages} page measured.",
        "A page view of {site} transfers {mean} on average: {pages} pages measured, from {lightest} to {heaviest}.",
        site.pages,
    )
    weight = say(
        told,
        site=name,
        mean=of_bytes(mean),
        pages=Figure(site.pages),
        lightest=of_bytes(site.lightest_bytes),
        heaviest=of_bytes(site.heaviest_bytes),
    )
    return (weight, compared(report, mean), *(claim.sentence for claim in claims(report)))


def compared(report: AuditReport, mean: float) -> Words:
    """Return how a weight compares with one that somebody else has published."""
    known = reference(mobile=report.header.loading.device.mobile)
    told = _("That is {part} of the median inner page of the web, {weight} ({publisher}, {year}).")
    return say(
        told,
        part=share(mean / known.bytes),
        weight=of_bytes(known.bytes),
        publisher=Link(known.locator, text=known.publisher),
        year=str(known.year),
    )


def first_screen(report: AuditReport) -> Iterator[Block]:
    """Yield what a report begins with; all else explains it."""
    site, mean = report.site, bytes_per_view(report)
    if site is None or mean is None:
        yield Prose(opening(report)[0], "lead")
        return
    yield Tiles(tuple(_tiles(report, site, mean)))
    yield _spread(report, mean)
    yield from (Prose(claim.sentence, "lead") for claim in claims(report))
    yield Section("first", _("What to do first"), tuple(do_first(report)))
    yield Section("sure", _("How sure this is"), (how_sure(report),))


def _tiles(report: AuditReport, site: SiteWeight, mean: float) -> Iterator[Tile]:
    yield Tile(_("per page view"), of_bytes(mean), tuple(_of_mean(report, site, mean)))
    converted = report.attributed
    if converted is not None:
        per = _("a year") if report.traffic else _("per million page views")
        views = say(_("{n} page views"), n=Figure(converted.views_per_year))
        notes = (views, *(provenance(report.traffic) if report.traffic else ()))
        yield Tile(per, of_bytes(converted.gb_per_year * GB_BYTES), notes)
    gained = together_bytes(report)
    gains: list[Words] = [
        say(_("{part} of a page view, each file counted once"), part=share(gained / mean if mean else 0))
    ]
    gains += _target(report, gained)
    yield Tile(_("can go, by the findings"), of_bytes(gained), tuple(gains))


def _of_mean(report: AuditReport, site: SiteWeight, mean: float) -> Iterator[Words]:
    sample = report.end.sample
    interval = sample and (sample.mean_bytes_per_view if sample.views_coverage is not None else sample.mean_bytes)
    if interval:
        told = _("between {low} and {high} with 95 % confidence")
        yield say(told, low=of_bytes(interval.low), high=of_bytes(interval.high))
    yield compared(report, mean)
    if site.pages > 1:
        told = _("{pages} pages measured, from {lightest} to {heaviest}")
        ends = (of_bytes(site.lightest_bytes), of_bytes(site.heaviest_bytes))
        yield say(told, pages=Figure(site.pages), lightest=ends[0], heaviest=ends[1])
    if site.shared_bytes is not None and site.mean_bytes:
        yield say(_("{part} of it is on nearly every page"), part=share(site.shared_bytes / site.mean_bytes))


def _target(report: AuditReport, gained: float) -> Iterator[Words]:
    """Set the findings against the target, where one was given."""
    if report.avoided is None:
        return
    wanted = report.avoided.baseline_bytes_per_view - report.avoided.scenario_bytes_per_view
    if wanted <= gained:
        yield say(_("the target needs {wanted}: the findings reach it"), wanted=of_bytes(wanted))
        return
    told = _("the target needs {wanted}: {missing} have no action yet")
    yield say(told, wanted=of_bytes(wanted), missing=of_bytes(wanted - gained))


def _spread(report: AuditReport, mean: float) -> Distribution:
    known = reference(mobile=report.header.loading.device.mobile)
    return Distribution(
        _("Chart: each measured page's weight, their mean, the median page of the web; the table of pages lists them."),
        tuple(page.cold.transferred_bytes.median for page in report.weights),
        (
            Mark(_("this site"), of_bytes(mean)),
            Mark(_("median page of the web"), of_bytes(known.bytes), "open"),
        ),
        caption=_("Each short line is a measured page, lightest to the left.")
        if len(report.weights) <= TICKS_AT_MOST
        else _("Each bar counts the measured pages of about the same weight, lightest to the left."),
    )


def do_first(report: AuditReport) -> Iterator[Block]:
    """Yield the actions that matter most, in bytes a year."""
    every = actions(report)
    found = worth_doing(report, every)
    if not found:
        yield Prose(_("No rule found anything to drop on the measured pages."))
    else:
        yield action_table(report, found[:ACTIONS_FIRST])
    more = len(every) - min(len(found), ACTIONS_FIRST)
    if more > 0:
        told = ngettext("{n} more finding follows below.", "{n} more findings follow below.", more)
        yield Prose(say(told, n=Figure(more)), "note")
    if other := uncovered(report):
        yield Prose(other, "note")


def worth_doing(report: AuditReport, every: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return the actions that surely avoid bytes; those of next to nothing only where there are no others."""
    found = tuple(each for each in every if each.sure)
    least = _WORTH_DOING * (bytes_per_view(report) or 0.0)
    return tuple(each for each in found if each.per_view_bytes.central >= least) or found


def action_table(
    report: AuditReport, found: tuple[Action, ...], *, brief: bool = False, most: int | None = None
) -> Table:
    """Return actions with what each saves per view and a year, on how many pages, and how that is known.

    ``brief``: a year is left out where page views are not known, for it says again what a view does. ``most``: columns
    that an action is called with.
    """
    yearly = not brief or report.traffic is not None
    views = cold_views(report) or _MILLION * shares_used(report).views.cold
    rules = [each.digest.rule for each in found]
    return Table(
        _("On loads with an empty cache. Findings overlap: do not add them up."),
        (
            Column(_("Action"), long=True),
            Column(_("Per view"), figures=True),
            *((Column(_("A year") if report.traffic else _("Per million views"), figures=True),) if yearly else ()),
            Column(_("Pages"), figures=True, spare=True),
            Column(_("How sure"), spare=True),
        ),
        tuple(
            Row((
                Jump(rule_id(rules, each.digest.rule), Quoted(_called(each, most))),
                of_bytes(each.per_view_bytes.central),
                *((of_bytes(each.per_view_bytes.central * views),) if yearly else ()),
                Figure(each.digest.pages),
                _sure(each, brief=brief),
            ))
            for each in found
        ),
    )  # fmt: skip


def _called(action: Action, most: int | None) -> str:
    name = rule_words(action.digest.words).action
    return shorten(name, most) if most else name


def _sure(action: Action, *, brief: bool) -> Words:
    """Return how an action's bytes are known; proven ones take the place of those that were computed."""
    if 0 < action.proven < len(action.pages) and brief:
        return say(_("proven, {n} of {pages}"), n=Figure(action.proven), pages=Figure(len(action.pages)))
    if 0 < action.proven < len(action.pages):
        told = ngettext("proven on {n} of {pages} pages", "proven on {n} of {pages} pages", action.proven)
        return say(told, n=Figure(action.proven), pages=Figure(len(action.pages)))
    known = ", ".join(confidence_short(confidence) for confidence in action.digest.confidences)
    return say(_("{known}; proof refused"), known=known) if action.refused else known
