"""The sentence for each reason code: one table, in English, translated by the catalogue."""

from typing import Final

from delest.errors import N_
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.fleet import worker_problem
from delest.report.language.numbers import count_text, figure_text
from delest.report.language.safe_text import printable, shorten
from delest.report.language.technical import technical
from delest.report.language.words import _, ngettext, speaking

_SYSTEM: Final = frozenset(
    {
        N_("No such file or directory"),
        N_("Permission denied"),
        N_("Is a directory"),
        N_("Not a directory"),
        N_("File exists"),
        N_("File name too long"),
        N_("No space left on device"),
        N_("Read-only file system"),
        N_("Connection refused"),
    }
)
"""What the operating system answers most, always in English."""
_OF_SYSTEM: Final = frozenset({"reason", "problem"})
"""The names of values that may be its words: a file can be called ``Is a directory``."""
_MOST: Final = 200
"""Characters of a detail that are shown."""
_SENTENCES: Final = {
    ReasonCode.HTTP_ERROR: N_("HTTP error"),
    ReasonCode.NO_CONTENT: N_("a response without content"),
    ReasonCode.NOT_HTML: N_("not an HTML page"),
    ReasonCode.LOGIN_REQUIRED: N_("login required"),
    ReasonCode.BOT_CHALLENGE: N_("bot challenge"),
    ReasonCode.ACCESS_DENIED: N_("access denied"),
    ReasonCode.MAINTENANCE: N_("maintenance page"),
    ReasonCode.PARKED: N_("parked domain"),
    ReasonCode.NEEDS_JAVASCRIPT: N_("the page did not run: it asks for JavaScript or another browser"),
    ReasonCode.SOFT_404: N_("soft 404: says that it does not exist, with a status of success"),
    ReasonCode.SOFT_404_ALIKE: N_("soft 404: shows what this site shows for an address that does not exist"),
    ReasonCode.LEADS_ELSEWHERE: N_("leads to another site"),
    ReasonCode.OUT_OF_SCOPE: N_("leads out of the scope of the audit"),
    ReasonCode.TOO_MANY_REDIRECTS: N_("too many redirects"),
    ReasonCode.BAD_REDIRECT: N_("redirected to something that is not an http(s) address"),
    ReasonCode.BAD_ENCODING: N_("cannot be decoded"),
    ReasonCode.CUT_SHORT: N_("cut short"),
    ReasonCode.NET_ERROR: N_("network error"),
    ReasonCode.NAME_NOT_FOUND: N_("host name not found"),
    ReasonCode.BAD_CERTIFICATE: N_("invalid certificate"),
    ReasonCode.NO_RESPONSE: N_("no response"),
    ReasonCode.PRIVATE_ADDRESS: N_("private address"),
    ReasonCode.CRASHED: N_("the page crashed the browser"),
    ReasonCode.BROWSER_STUCK: N_("the browser did not respond"),
    ReasonCode.BROWSER_ERROR: N_("browser error"),
    ReasonCode.PAGE_MEMORY: N_("the page takes too much memory"),
    ReasonCode.SHARED_MEMORY: N_("the page takes too much memory, the most of those loaded side by side"),
    ReasonCode.PAGE_BEFORE_FAILED: N_("the page before it could not be loaded"),
    ReasonCode.PAGE_BEFORE_IS_THIS: N_("the page before it leads to this very page"),
    ReasonCode.NO_PAGE_BEFORE: N_("no other page of the site to come from could be loaded"),
    ReasonCode.RECORD_TOO_LARGE: N_("the page's record is too large"),
    ReasonCode.NO_NETWORK_LOG: N_("the browser left no readable network log"),
    ReasonCode.NOT_RECORDED: N_("no response in the recording"),
    ReasonCode.LOWER_BOUND: N_("some bytes could not be counted: the weight is a lower bound"),
    ReasonCode.NOT_MEASURED: N_("what a limit is on was not measured"),
    ReasonCode.NOT_SETTLED: N_("the page did not settle: the weight is a lower bound"),
    ReasonCode.REQUESTS_LOST: N_("requests failed, also in a second load: the weight is a lower bound"),
    ReasonCode.REQUESTS_UNANSWERED: N_(
        "requests were still unanswered when the page's time was over: the weight is a lower bound"
    ),
    ReasonCode.RELOADS_ITSELF: N_("the page loads itself again and again: the weight is a lower bound"),
    ReasonCode.SCROLL_CUT: N_(
        "the page was still growing when the limit of the scroll was reached: the weight is a lower bound"
    ),
    ReasonCode.SCROLL_STUCK: N_("the page could not be scrolled to its bottom: the weight is a lower bound"),
    ReasonCode.NO_BANNER: N_("no known banner; see --consent-selector"),
    ReasonCode.BANNER_STAYED: N_("the banner is still there after the click"),
    ReasonCode.BAD_SELECTOR: N_("not a valid CSS selector"),
    ReasonCode.PAGE_SILENT: N_("the page did not respond"),
    ReasonCode.PAGE_UNREADABLE: N_("the page could not be searched"),
    ReasonCode.NO_SIZE: N_("no size is stated"),
    ReasonCode.SIZE_COMPRESSED: N_("compressed as it is sent: no size is stated"),
    ReasonCode.NOT_A_DOCUMENT: N_("a page, not a document"),
    ReasonCode.ROBOTS: N_("robots.txt forbids it"),
    ReasonCode.ROBOTS_UNREAD: N_("robots.txt could not be read, so nothing may be loaded"),
    ReasonCode.LIMIT: N_("the page limit was reached"),
    ReasonCode.NOT_KEPT: N_("more addresses than the crawl keeps (see the warnings)"),
    ReasonCode.NOT_DRAWN: N_("not drawn: the sample represents them"),
    ReasonCode.TIME_LIMIT: N_("the time limit ended the audit"),
    ReasonCode.STOPPED: N_("the audit was stopped before its turn"),
    ReasonCode.HOST_FAILING: N_("its host failed repeatedly, or asked for a long pause, so it was not loaded"),
    ReasonCode.SAME_PAGE: N_("leads to a page that was weighed already"),
    ReasonCode.SAME_CONTENT: N_("says the same as a page that was weighed already"),
    ReasonCode.CANONICAL: N_("names a page that was weighed already as its own address, and agrees with it"),
    ReasonCode.SAME_VIEW: N_("its fragment (#/...) shows the same as a page that was weighed already"),
    ReasonCode.OTHER_LANGUAGE: N_("in another language than the one asked for"),
    ReasonCode.NOT_A_PAGE: N_("not a page of this site: a file, or a link that leads elsewhere"),
    ReasonCode.OTHER: N_("other reason"),
}
_WITH_DETAIL: Final = {
    ReasonCode.HTTP_ERROR: N_("HTTP {detail}"),
    ReasonCode.NO_RESPONSE: N_("no response within {detail} s"),
    ReasonCode.TOO_MANY_REDIRECTS: N_("more than {detail} redirects"),
    ReasonCode.PAGE_MEMORY: N_("the page takes more than {detail} of memory"),
    ReasonCode.SHARED_MEMORY: N_("the page takes more than {detail} of memory, the most of those loaded side by side"),
}
"""Those that the detail is a part of; all others are followed by it."""
_FOLLOWED: Final = N_("{reason}: {detail}")


def reason_text(reason: Reason | None, columns: int = 0) -> str:
    """Return a reason as a sentence in the language in use; nothing where there is none.

    The detail is a technical term or an address, and hostile: it is made printable and bounded here. An address is
    shortened in its middle, to ``columns`` if that is given.
    """
    if reason is None:
        return ""
    detail = printable(reason.detail)
    if not detail:
        return name_of(reason.code)
    detail = shorten(detail, columns or _MOST) if "://" in detail else detail[:_MOST]
    if reason.code is ReasonCode.OTHER:
        return detail
    return with_detail(reason.code).format(reason=name_of(reason.code), detail=technical(detail))


def name_of(code: ReasonCode) -> str:
    """Return the sentence of a code, in the language in use."""
    return _(_SENTENCES[code])


def with_detail(code: ReasonCode) -> str:
    """Return the form that says a code with its detail: it has places for ``detail``, mostly for ``reason`` too."""
    return _(_WITH_DETAIL.get(code, _FOLLOWED))


def said(message: Message) -> str:
    """Return a message in the language in use, its numbers and reasons too."""
    counted = ngettext(message.one, message.many, int(message.values["n"])) if message.many else ""  # type: ignore[arg-type]
    values = {
        name: system_text(value) if name in _OF_SYSTEM and isinstance(value, str) else _value(value)
        for name, value in message.values.items()
    }
    return (counted or _(message.one)).format(**values)


def system_text(words: str) -> str:
    """Return what the operating system or a worker says, in the language in use where it is known."""
    return _(words) if words in _SYSTEM or words in worker_problem.ALL else words


def in_english(what: Message | Reason | None) -> str:
    """Return the same in English, for programs: JSON reports are the same in every language."""
    with speaking("en"):
        return said(what) if isinstance(what, Message) else reason_text(what)


def _value(value: str | float | Reason) -> str:
    if isinstance(value, Reason):
        return reason_text(value)
    if isinstance(value, float):
        return figure_text(value)
    return count_text(value) if isinstance(value, int) else value
