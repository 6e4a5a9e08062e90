"""What is said of page views wherever they are used: their period, and how much of them the pages cover."""

from datetime import UTC, date, datetime
from typing import Final

from delest.errors import N_
from delest.records.co2e.traffic import Period, PeriodOrigin, Traffic, UnmatchedReason
from delest.report.language.words import _, ngettext
from delest.report.said import Figure, Moment, Words, number, say, share

YEAR_DAYS: Final = 365
REASONS: Final = {
    UnmatchedReason.NOT_MEASURED: N_("not measured, and no page of its template either"),
    UnmatchedReason.FAILED: N_("loaded, but it could not be measured"),
    UnmatchedReason.OTHER_HOST: N_("on a host that was not audited"),
    UnmatchedReason.SEARCH: N_("search results, which depend on the query"),
    UnmatchedReason.NOT_A_PAGE: N_("a file, or an address for programs"),
}
"""Why views belong to no measured page: to translate."""


def period_said(period: Period) -> Words:
    """Return a period as people read it: ``1 January 2026 to 31 January 2026, 31 days, scaled to a year``."""
    days: Words = say(_("{n} days"), n=number(period.days))
    if period.days == int(period.days):
        days = say(ngettext("{n} day", "{n} days", int(period.days)), n=Figure(period.days))
    if period.first_day is not None and period.last_day is not None:
        ends = say(_("{low} to {high}"), low=_day(period.first_day), high=_day(period.last_day))
        days = say("{ends}, {days}", ends=ends, days=days)
    scaled = period.days != YEAR_DAYS and period.origin is not PeriodOrigin.YEAR
    return say(_("{period}, scaled to a year"), period=days) if scaled else days


def _day(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC))


def coverage_said(traffic: Traffic) -> tuple[Words, ...]:
    """Return how the views of the site divide: measured, modelled, unmatched, unplaced; nothing where not known."""
    coverage = traffic.coverage
    if coverage is None:
        return ()
    parts = (
        (_("on measured pages: {share}"), coverage.measured, True),
        (_("modelled by the pages of the same template: {share}"), coverage.modelled, False),
        (_("on pages neither measured nor modelled, in no figure: {share}"), coverage.unmatched, False),
        (_("without a page (the source does not name it), in no figure: {share}"), coverage.unplaced, False),
    )
    return tuple(say(told, share=share(part)) for told, part, always in parts if part or always)


def period_in_english(period: Period) -> str:
    """Return a period whatever the language in use, for programs: ``30 d × 365/30``."""
    if period.origin is PeriodOrigin.YEAR or period.days == YEAR_DAYS:
        return f"{period.days:g} d"
    return f"{period.days:g} d × {YEAR_DAYS}/{period.days:g}"


def measured_of(measured: int, known: int) -> Words:
    """Return how many of the known pages were measured."""
    told = ngettext("{n} measured of {known} known", "{n} measured of {known} known", measured)
    return say(told, n=Figure(measured), known=Figure(known))
