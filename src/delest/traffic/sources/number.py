"""A number: the page views a year of the whole site."""

import math

from delest.errors import N_, InputError
from delest.records.co2e.traffic import Period, PeriodOrigin, Traffic
from delest.traffic.source import YEAR_DAYS, Source


def read(views_per_year: float) -> Traffic:
    """Return the traffic of a site that has ``views_per_year`` page views, of which nothing more is known.

    Raises:
        InputError: not a number of page views.
    """
    if not math.isfinite(views_per_year) or views_per_year < 0:
        raise InputError(
            N_("not a number of page views: {views_per_year}"),
            remedy=N_("give the page views of one year, for example 1000000"),
            views_per_year=views_per_year,
        )
    period = Period(days=YEAR_DAYS, origin=PeriodOrigin.YEAR)
    return Traffic(views_per_year=views_per_year, period=period, source="number")


SOURCE = Source(id="number")
