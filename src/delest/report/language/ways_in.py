"""What to do where a page asks for a password, or shows a login in place of its content."""

from typing import Final

from delest.errors import N_
from delest.reason import Reason, ReasonCode
from delest.report.language.words import _

_PASSWORD: Final = N_(
    "give the password as USER:PASSWORD in the environment variable DELEST_BASIC_AUTH, or with --basic-auth; if one was"
    " given, it is wrong"
)
_LOGIN: Final = N_("give the session, with --login FILE, --cookie or --storage-state")


def asks_for_password(reason: Reason) -> bool:
    """Tell whether the server answered 401, which a password of ``--basic-auth`` answers."""
    return reason.code is ReasonCode.LOGIN_REQUIRED and reason.detail == "HTTP 401"


def way_in(reason: Reason | None) -> str:
    """Return what to do to be let in, in the language in use; nothing where a page has no weight for other reasons."""
    if reason is None or reason.code is not ReasonCode.LOGIN_REQUIRED:
        return ""
    return _("What to do: {remedy}").format(remedy=_(_PASSWORD) if asks_for_password(reason) else _(_LOGIN))
