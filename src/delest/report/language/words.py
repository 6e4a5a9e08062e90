"""The language that a user reads: English as written in the code, French from the catalogue.

The language is that of the context (``contextvars``): a server or a worker may speak several at once, each task its
own. The command line chooses one before any command is imported, so that ``--help`` speaks it too.
"""

import functools
import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "fr")

_CATALOGUES: Final = Path(__file__).parent / "locales"
_spoken: ContextVar[str] = ContextVar("language", default="en")


def from_environment() -> str:
    """Return the language that the environment asks for: ``DELEST_LANG``, then the locale, then English."""
    for name in ("DELEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def use(language: str) -> None:
    """Speak ``language`` (``en`` or ``fr``) from now on in this context, and in the tasks that are started from it."""
    _catalogue(language)  # an unknown language fails here, not in the middle of a report
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` for as long as this is open, then the one before."""
    _catalogue(language)
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Return the language in use."""
    return _spoken.get()


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: float) -> str:
    """Return the form of a message that suits ``n``; in French, 0 and 1 take the singular."""
    return _catalogue(_spoken.get()).ngettext(one, many, round(n))


@functools.cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("delest", str(_CATALOGUES), languages=[language])
