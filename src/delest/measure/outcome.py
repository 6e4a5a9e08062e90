"""How a page load ended, from the browser's error and the page's own answer. Pure."""

import re
from typing import Final

from msgspec import Struct

from delest.records.load import Outcome

HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NET_ERROR: Final = re.compile(r"net::ERR_[A-Z_0-9]+")
_UNAUTHORISED: Final = 401
_FIRST_ERROR_STATUS: Final = 400
NO_CONTENT: Final = frozenset({204, 205})


class Ending(Struct, frozen=True, kw_only=True):
    """An outcome and its one-line reason in technical terms."""

    outcome: Outcome
    reason: str = ""


def of_error(message: str) -> Ending:
    """Return the ending that a browser's error message means."""
    found = _NET_ERROR.search(message)
    code = found[0] if found else (message.strip().splitlines() or ["unknown error"])[0][:200]
    if "TIMED_OUT" in code or "Timeout" in code:
        return Ending(outcome=Outcome.TIMED_OUT, reason=code)
    if code == "net::ERR_CONNECTION_REFUSED":
        return Ending(outcome=Outcome.REFUSED, reason=code)
    if code == "net::ERR_INVALID_AUTH_CREDENTIALS":
        return of_answer(_UNAUTHORISED, "", challenged=False)
    if "BLOCKED" in code:
        return Ending(outcome=Outcome.BLOCKED, reason=code)
    return Ending(outcome=Outcome.FAILED, reason=code)


def of_answer(status: int | None, mime_type: str, *, challenged: bool) -> Ending:
    """Return the ending that the answer to the page's own request means."""
    if challenged:
        return Ending(outcome=Outcome.BLOCKED, reason=f"bot challenge (HTTP {status})")
    if status == _UNAUTHORISED:
        return Ending(outcome=Outcome.BLOCKED, reason="login required (HTTP 401)")
    if status is not None and status >= _FIRST_ERROR_STATUS:
        return Ending(outcome=Outcome.HTTP_ERROR, reason=f"HTTP {status}")
    if status in NO_CONTENT:
        return Ending(outcome=Outcome.NOT_HTML, reason=f"HTTP {status}")
    if mime_type and mime_type not in HTML:
        return Ending(outcome=Outcome.NOT_HTML, reason=mime_type)
    return Ending(outcome=Outcome.OK)
