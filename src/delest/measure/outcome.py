"""How a page load ended, from the browser's error and the page's own answer. Pure."""

import re
from typing import Final

from msgspec import Struct

from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome

HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NET_ERROR: Final = re.compile(r"net::ERR_[A-Z_0-9]+")
_GONE: Final = ("has been closed", "crashed")
"""In what Playwright says when a page process or the browser itself has ended."""
_OUTCOMES: Final = {
    "TIMED_OUT": Outcome.TIMED_OUT,
    "ERR_CONNECTION_REFUSED": Outcome.REFUSED,
    "BLOCKED": Outcome.BLOCKED,
}
"""By a part of the browser's term."""
_CODES: Final = {"ERR_NAME_NOT_RESOLVED": ReasonCode.NAME_NOT_FOUND, "ERR_CERT_": ReasonCode.BAD_CERTIFICATE}
"""The same; any other term is a network error."""
_UNAUTHORISED: Final = 401
_FIRST_ERROR_STATUS: Final = 400
NO_CONTENT: Final = frozenset({204, 205})


class Ending(Struct, frozen=True, kw_only=True):
    """An outcome and its reason; None where it ended ok."""

    outcome: Outcome
    reason: Reason | None = None


def ended(outcome: Outcome, code: ReasonCode, detail: object = "") -> Ending:
    """Return an ending with its reason."""
    return Ending(outcome=outcome, reason=Reason.of(code, detail))


def of_error(message: str) -> Ending:
    """Return the ending that a browser's error message means."""
    found = _NET_ERROR.search(message)
    if found is None:
        return _without_net_error((message.strip().splitlines() or [""])[0])
    term = found[0]
    if term == "net::ERR_INVALID_AUTH_CREDENTIALS":
        return of_answer(_UNAUTHORISED, "", challenged=False)
    outcome = next((outcome for part, outcome in _OUTCOMES.items() if part in term), Outcome.FAILED)
    return ended(outcome, next((code for part, code in _CODES.items() if part in term), ReasonCode.NET_ERROR), term)


def _without_net_error(line: str) -> Ending:
    if not line:
        return ended(Outcome.FAILED, ReasonCode.BROWSER_STUCK)
    if "Timeout" in line:
        return ended(Outcome.TIMED_OUT, ReasonCode.NO_RESPONSE)
    code = ReasonCode.CRASHED if any(term in line for term in _GONE) else ReasonCode.BROWSER_ERROR
    return ended(Outcome.FAILED, code, "" if code is ReasonCode.CRASHED else line)


def of_answer(status: int | None, mime_type: str, *, challenged: bool) -> Ending:
    """Return the ending that the answer to the page's own request means."""
    if challenged:
        return ended(Outcome.BLOCKED, ReasonCode.BOT_CHALLENGE, f"HTTP {status}")
    if status == _UNAUTHORISED:
        return ended(Outcome.BLOCKED, ReasonCode.LOGIN_REQUIRED, "HTTP 401")
    if status is not None and status >= _FIRST_ERROR_STATUS:
        return ended(Outcome.HTTP_ERROR, ReasonCode.HTTP_ERROR, status)
    if status in NO_CONTENT:
        return ended(Outcome.NOT_HTML, ReasonCode.NO_CONTENT, f"HTTP {status}")
    if mime_type and mime_type not in HTML:
        return ended(Outcome.NOT_HTML, ReasonCode.NOT_HTML, mime_type)
    return Ending(outcome=Outcome.OK)
