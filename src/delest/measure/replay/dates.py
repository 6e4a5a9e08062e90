"""Dates of a recording, moved on to the day of its replay: browsers judge freshness by their own clock. Pure.

A recording a month old would otherwise hold nothing but stale responses, and weigh more than it did when it was made.
"""

from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from delest.records.pages.tape import Fields

_DATES: Final = frozenset({"date", "expires", "last-modified"})
_COOKIE: Final = "set-cookie"
_EXPIRES: Final = "expires="
_DAY_ENDS: Final = len("Sun, 06")


def moved_on(fields: Fields, age: timedelta) -> Fields:
    """Return header fields with their dates moved on by ``age``, in whole seconds; each as long as it was."""
    age = timedelta(seconds=round(age.total_seconds()))
    return tuple((name, _moved(name.lower(), value, age)) for name, value in fields)


def _moved(name: str, value: str, age: timedelta) -> str:
    if name in _DATES:
        return _later(value, age)
    if name != _COOKIE:
        return value
    parts = value.split(";")
    for at, part in enumerate(parts):
        if part.strip().lower().startswith(_EXPIRES):
            head, date = part[: part.index("=") + 1], part[part.index("=") + 1 :]
            parts[at] = head + _later(date, age)
    return ";".join(parts)


def _later(text: str, age: timedelta) -> str:
    try:
        moment: datetime = parsedate_to_datetime(text)
        later = format_datetime(moment + age, usegmt=moment.utcoffset() == timedelta(0) and moment.tzinfo is not None)
    except (ValueError, TypeError, OverflowError):
        return text  # ``Expires: 0`` and the like, which are in the past whatever the day
    if text[_DAY_ENDS : _DAY_ENDS + 1] == "-":  # as cookies of older servers are: Sun, 06-Nov-1994
        later = later.replace(" ", "-", 3).replace(",-", ", ", 1)
    return later if len(later) == len(text) else text
