"""The language that a user reads: English as written in the code, French from the catalogue.

The language is chosen once, before any command is imported, so that ``--help`` speaks it too.
"""

import gettext as _gettext
import os
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "fr")

_CATALOGUES: Final = Path(__file__).parent / "locales"
_chosen: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def from_environment() -> str:
    """Return the language that the environment asks for: ``DELEST_LANG``, then the locale, then English."""
    for name in ("DELEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def use(language: str) -> None:
    """Speak ``language`` (``en`` or ``fr``) from now on."""
    global _chosen, _language  # noqa: PLW0603 - one process speaks one language at a time
    _language = language
    _chosen = (
        _gettext.NullTranslations()
        if language == "en"
        else _gettext.translation("delest", str(_CATALOGUES), languages=[language])
    )


def language() -> str:
    """Return the language in use."""
    return _language


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return _chosen.gettext(message) if message else ""


def ngettext(one: str, many: str, n: float) -> str:
    """Return the form of a message that suits ``n``; in French, 0 and 1 take the singular."""
    return _chosen.ngettext(one, many, round(n))
