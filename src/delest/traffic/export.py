"""What a traffic source hands over: views by page, as the analytics tool counted them."""

import math
from typing import Final

from msgspec import Struct

from delest.errors import N_, InputError
from delest.records.message import Message

YEAR_DAYS: Final = 365


class Row(Struct, frozen=True, kw_only=True):
    """The views of one page in the period."""

    page: str
    """An absolute URL, or a path from the site's root with its query."""
    views: float


class Export(Struct, frozen=True, kw_only=True):
    """The readable rows of an export, with what could not be read."""

    source: str
    """Id of the traffic source and the file's name."""
    period_days: float
    rows: tuple[Row, ...]
    """Never empty; a page may have several."""
    warnings: tuple[Message, ...] = ()
    """What was left out."""


def check_period(period_days: float) -> None:
    """Refuse a period that cannot be scaled to a year.

    Raises:
        InputError: not a number of days above zero.
    """
    if not math.isfinite(period_days) or period_days <= 0:
        raise InputError(
            N_("not a period: {period_days} days"),
            remedy=N_("give the number of days that the page views cover, for example 30 or 365"),
            period_days=period_days,
        )
