"""Which period an export covers, and how it is scaled to a year."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Period, PeriodOrigin
from delest.traffic.source import YEAR_DAYS

WHOLE_YEAR_DAYS: Final = 350
"""From so many days on, a period is taken for a year with all its seasons."""
LEAST_DAYS: Final = 1.0
"""Less than a day is not scaled to a year: nights and days differ too much."""
_MOST_DAYS: Final = 36_600
_DATE: Final = re.compile(r"(?<![0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_MONTH: Final = re.compile(r"(?<![0-9])(20[0-9]{2})[-_](0[1-9]|1[0-2])(?![-_.]?[0-9])")
_LAST: Final = re.compile(r"last([1-9][0-9]?)")
_YEAR: Final = re.compile(r"20[0-9]{2}")
_DAYS: Final = re.compile(r"(?<![0-9])([0-9]{1,5})[-_ ]?(?:days|jours)(?![a-z])", re.IGNORECASE)
_DIFFERENT: Final = 0.1


def days_given(days: float) -> Period:
    """Return a period of which only the length is known.

    Raises:
        InputError: not a number of days above zero.
    """
    if not math.isfinite(days) or not 0 < days <= _MOST_DAYS:
        raise InputError(
            N_("not a period: {days} days"),
            remedy=N_("give the number of days that the page views cover, for example 30 or 365"),
            days=days,
        )
    return Period(days=days)


def between(first: date, last: date, origin: PeriodOrigin) -> Period | None:
    """Return the period of two days and all that are between them; None where the last is before the first."""
    days = (last - first).days + 1
    return Period(days=days, first_day=first, last_day=last, origin=origin) if days > 0 else None


def require_forwards(days: Sequence[date], name: str) -> None:
    """Refuse two days of which the first comes after the last.

    Raises:
        InputError: they do.
    """
    if len(days) == 2 and days[1] < days[0]:  # noqa: PLR2004 - the first and the last day
        raise InputError(
            N_("{file}: its period ends before it begins: {first} to {last}"),
            remedy=N_("correct the dates, or give the number of days with --traffic-days N"),
            file=name,
            first=days[0].isoformat(),
            last=days[1].isoformat(),
        )


def in_name(name: str) -> Period | None:
    """Return the period that a file name states.

    Two days (``..._20260101_20260131.csv``) or a month (``2026-01``),
    or a number of days (``30-days``).
    """
    days = list(dates(name))
    if len(days) == 2:  # noqa: PLR2004 - the first and the last day
        return between(days[0], days[1], PeriodOrigin.NAME)
    months = _MONTH.findall(name)
    if not days and len(months) == 1:
        first = date(int(months[0][0]), int(months[0][1]), 1)
        return between(first, _end_of_month(first), PeriodOrigin.NAME)
    lengths = _DAYS.findall(name)
    if not days and not months and len(lengths) == 1 and 0 < int(lengths[0]) <= _MOST_DAYS:
        return Period(days=int(lengths[0]), origin=PeriodOrigin.NAME)
    return None


def month_of(text: str) -> Period | None:
    """Return the period of a key such as ``2026-01``, ``2026`` or ``2026-01-05``, as APIs name the parts of a range."""
    if day := next(dates(text), None):
        ends = list(dates(text))
        return between(day, ends[-1], PeriodOrigin.FILE)
    if found := _MONTH.fullmatch(text):
        first = date(int(found[1]), int(found[2]), 1)
        return between(first, _end_of_month(first), PeriodOrigin.FILE)
    if re.fullmatch(r"20[0-9]{2}", text):
        return between(date(int(text), 1, 1), date(int(text), 12, 31), PeriodOrigin.FILE)
    return None


def _end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def dates(text: str) -> Iterator[date]:
    """Yield the days that a text names: ``20260131``, ``2026-01-31``."""
    for year, month, day in _DATE.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


class Span(Struct, frozen=True, kw_only=True):
    """A period to ask a tool for, in its own words."""

    first: date
    last: date
    period: str
    """``month`` or ``range``."""

    @property
    def date(self) -> str:
        """The day of it that Matomo wants, or both ends."""
        return self.key if self.period == "range" else self.first.isoformat()

    @property
    def key(self) -> str:
        """Both ends, as `month_of` reads them."""
        return f"{self.first.isoformat()},{self.last.isoformat()}"


def spans(text: str, today: date) -> tuple[Span, ...]:
    """Return the whole months of ``last12``, ``2026`` or ``2026-03`` that are over; two days are one span.

    Raises:
        InputError: not a period, or not over yet.
    """
    found: list[Span] = []
    days = list(dates(text))
    if last := _LAST.fullmatch(text):
        months = today.year * 12 + today.month - 1
        found = [_month(month // 12, month % 12 + 1) for month in range(months - int(last[1]), months)]
    elif _YEAR.fullmatch(text):
        found = [_month(int(text), month) for month in range(1, 13)]
    elif month := _MONTH.fullmatch(text):
        found = [_month(int(month[1]), int(month[2]))]
    elif len(days) == 2 and days[0] <= days[1]:  # noqa: PLR2004 - the first and the last day
        found = [Span(first=days[0], last=days[1], period="range")]
    over = tuple(span for span in found if span.last < today)
    if not over:
        raise InputError(
            N_("{text!r} is not a period that is over"),
            remedy=N_("write last12 (months), 2026, 2026-03, or 2026-01-01,2026-03-31"),
            text=text[:40],
        )
    return over


def _month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(first=first, last=_end_of_month(first), period="month")


def settled(found: Period | None, days: float | None, name: str) -> tuple[Period | None, tuple[Message, ...]]:
    """Return the period that counts: what the user gave, else what was found; with a warning where they differ.

    Raises:
        InputError: the user gave a period that cannot be.
    """
    if days is None:
        return found, ()
    given = days_given(days)
    if found is None:
        return given, ()
    period = Period(days=given.days, first_day=found.first_day, last_day=found.last_day)
    if abs(found.days - days) <= _DIFFERENT * days:
        return period, ()
    told = Message.of(
        N_("{file} covers {found} days by its own account, and {given} days were given: these count"),
        file=name,
        found=found.days,
        given=days,
    )
    return period, (told,)


def joined(periods: Iterable[Period]) -> Period | None:
    """Return the period of several parts of one whole; parts of the same days count once.

    None where the length of one of them is not known by its days.
    """
    parts = sorted(set(periods), key=lambda part: (part.first_day or date.min, part.last_day or date.min))
    if len(parts) <= 1:
        return parts[0] if parts else None
    days, end, first = 0, date.min, parts[0].first_day
    for part in parts:
        if part.first_day is None or part.last_day is None:
            return None
        begins = max(part.first_day, end + timedelta(days=1)) if end != date.min else part.first_day
        days += max(0, (part.last_day - begins).days + 1)
        end = max(end, part.last_day)
    return Period(days=days, first_day=first, last_day=end, origin=parts[0].origin)


def to_year(period: Period) -> float:
    """Return what views of a period are multiplied by to be views of a year.

    Raises:
        InputError: the period is less than a day.
    """
    if period.days < LEAST_DAYS and period.origin is not PeriodOrigin.GIVEN:
        raise InputError(
            N_("the page views cover {hours} hours: too little to be scaled to a year"),
            remedy=N_("give several days, best a whole year; --traffic-days N says how many days they cover"),
            hours=round(period.days * 24, 1),
        )
    return YEAR_DAYS / period.days


def season_warning(period: Period) -> Message | None:
    """Return the warning that a part of a year was scaled to a year; None where it was a whole one."""
    if period.days >= WHOLE_YEAR_DAYS or period.origin is PeriodOrigin.YEAR:
        return None
    return Message.of(
        N_("{days} days were scaled to a year (× {factor}): seasons and events of the other months are not in them"),
        days=period.days,
        factor=float(f"{YEAR_DAYS / period.days:.3g}"),
    )
