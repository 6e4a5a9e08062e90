"""Counts as people and exports write them."""

import re
from typing import Final

from delest.errors import N_, InputError

_LONGEST: Final = 40
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}([ .,'])[0-9]{3}(?:\1[0-9]{3})*")
_PLAIN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_SPACE: Final = re.compile(r"\s")


def parse_count(text: str) -> float:
    """Return a count of page views from text such as ``1000000``, ``1 000 000``, ``1,000,000`` or ``1.000.000``.

    Any kind of space separates thousands. Page views are whole: a point or comma before exactly three digits
    separates thousands too; before any other number of digits it is a decimal sign.

    Raises:
        InputError: not a count.
    """
    written = _SPACE.sub(" ", text.strip())
    if len(written) <= _LONGEST and _GROUPED.fullmatch(written):
        return float(re.sub(r"[^0-9]", "", written))
    if len(written) <= _LONGEST and _PLAIN.fullmatch(written):
        return float(written.replace(",", "."))
    raise InputError(
        N_("not a number of page views: {text!r}"),
        remedy=N_("write it in figures, for example 1000000"),
        text=text[:_LONGEST],
    )
