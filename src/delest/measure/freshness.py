"""How long a browser may keep an answer, from its fields. Pure."""

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_AGE: Final = re.compile(r"max-age\s*=\s*\"?([0-9]+)")
_NO_CACHE_OF_FIELDS: Final = re.compile(r"no-cache\s*=\s*\"[^\"]*\"?")
_LONGEST_S: Final = 2.0**31  # RFC 9111, section 1.2.2: what a number too large to be held stands for


def lifetime_s(fields: Sequence[tuple[str, str]]) -> float | None:
    """Return the explicit freshness lifetime in seconds (RFC 9111, section 4.2.1); None where none is stated.

    ``no-store`` and ``no-cache`` are a lifetime of 0; ``no-cache`` of some fields says nothing of the rest. Field names
    must be in lower case.
    """
    named: dict[str, str] = {}
    for name, value in fields:
        named[name] = f"{named[name]}, {value}" if name in named else value
    control = _NO_CACHE_OF_FIELDS.sub("", named.get("cache-control", "").lower())
    if "no-store" in control or "no-cache" in control:
        return 0
    age = _MAX_AGE.search(control)
    if age:
        return min(float(age[1]), _LONGEST_S)
    if "expires" not in named:
        return None
    try:
        expires = parsedate_to_datetime(named["expires"])
        answered = parsedate_to_datetime(named["date"]) if "date" in named else None
        return max(0.0, (expires - answered).total_seconds()) if answered else None
    except (ValueError, TypeError, OverflowError):
        return 0  # RFC 9111, section 5.3: an invalid date is a time in the past
