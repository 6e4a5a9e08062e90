"""What has to hold for a proof: English sentences of records, with their numbers, in the reader's language."""

import re
from typing import Final

from delest.records.advice.visits import CONDITIONS, DETAILS, Forms
from delest.report.language.words import _, ngettext

_BETWEEN: Final = re.compile(r"(?<=\.) (?=[A-Z])")
"""A joint proof has the conditions of all its changes, one after the other."""


def condition_text(condition: str) -> str:
    """Return the conditions of a proof in the language in use."""
    return " ".join(_counted(each, _COUNTED) or _(each) for each in _BETWEEN.split(condition) if each)


def counted_detail(detail: str) -> str:
    """Return what a finding says of visits in the language in use; empty: it says nothing of them."""
    return _counted(detail, _DETAILS)


def _pattern(forms: Forms) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form).replace(re.escape("{n}"), r"(\d{1,9})") for form in forms))


_COUNTED: Final = tuple((_pattern(forms), forms) for forms in CONDITIONS)
_DETAILS: Final = tuple((_pattern(forms), forms) for forms in DETAILS)


def _counted(said: str, known: tuple[tuple[re.Pattern[str], Forms], ...]) -> str:
    for pattern, forms in known:
        if found := pattern.fullmatch(said):
            n = int(found[1] or found[2])
            return ngettext(*forms, n).format(n=n)
    return ""
