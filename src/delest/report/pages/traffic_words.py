"""What is said of page views wherever they are used: their period, and how much of them the pages cover."""

from datetime import UTC, date, datetime
from typing import Final

from delest.errors import N_
from delest.records.traffic import Period, PeriodOrigin, Traffic, UnmatchedReason
from delest.report.language.numbers import count_text, date_text, figure_text, percent_text
from delest.report.language.words import _, ngettext

YEAR_DAYS: Final = 365
REASONS: Final = {
    UnmatchedReason.NOT_MEASURED: N_("not measured, and no page of its template either"),
    UnmatchedReason.FAILED: N_("loaded, but it could not be measured"),
    UnmatchedReason.OTHER_HOST: N_("on a host that was not audited"),
    UnmatchedReason.SEARCH: N_("search results, which depend on the query"),
    UnmatchedReason.NOT_A_PAGE: N_("a file, or an address for programs"),
}
"""Why views belong to no measured page: to translate."""


def period_text(period: Period) -> str:
    """Return a period as people read it: ``1 January 2026 to 31 January 2026, 31 days, scaled to a year``."""
    whole = period.days == int(period.days)
    days = (
        ngettext("{n} day", "{n} days", int(period.days)).format(n=count_text(period.days))
        if whole
        else _("{n} days").format(n=figure_text(period.days))
    )
    if period.first_day is not None and period.last_day is not None:
        ends = _("{low} to {high}").format(low=_day(period.first_day), high=_day(period.last_day))
        days = f"{ends}, {days}"
    scaled = period.days != YEAR_DAYS and period.origin is not PeriodOrigin.YEAR
    return _("{period}, scaled to a year").format(period=days) if scaled else days


def _day(day: date) -> str:
    return date_text(datetime(day.year, day.month, day.day, tzinfo=UTC))


def coverage_texts(traffic: Traffic) -> tuple[str, ...]:
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
    return tuple(text.format(share=percent_text(part)) for text, part, always in parts if part or always)


def period_in_english(period: Period) -> str:
    """Return a period whatever the language in use, for programs: ``30 d × 365/30``."""
    if period.origin is PeriodOrigin.YEAR or period.days == YEAR_DAYS:
        return f"{period.days:g} d"
    return f"{period.days:g} d × {YEAR_DAYS}/{period.days:g}"
