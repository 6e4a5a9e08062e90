"""Why something was not loaded, not measured or not known: a code that programs compare, and a technical detail.

The sentence for each code is in ``report.language.reasons``, in English and French. No room compares sentences.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class ReasonCode(StrEnum):
    """What is the matter. Public: JSON reports carry it as ``reason_code``."""

    # The page's server, or what is in front of it. Detail: the HTTP status, the MIME type, the product, or an address.
    HTTP_ERROR = "http-error"
    NO_CONTENT = "no-content"
    NOT_HTML = "not-html"
    LOGIN_REQUIRED = "login-required"
    BOT_CHALLENGE = "bot-challenge"
    ACCESS_DENIED = "access-denied"
    MAINTENANCE = "maintenance"
    PARKED = "parked"
    NEEDS_JAVASCRIPT = "needs-javascript"
    SOFT_404 = "soft-404"
    """It says that it does not exist, with a status of success."""
    SOFT_404_ALIKE = "soft-404-alike"
    """It shows what its host shows for an address that does not exist."""
    LEADS_ELSEWHERE = "leads-elsewhere"
    """To another site."""
    OUT_OF_SCOPE = "out-of-scope"
    """It leads to a page of the site that the audit leaves out."""
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_REDIRECT = "bad-redirect"
    """To something that is not an http(s) address."""
    BAD_ENCODING = "bad-encoding"
    """A content coding that was not asked for."""
    CUT_SHORT = "cut-short"

    # The network. Detail: the browser's own term, or the library's own words.
    NET_ERROR = "net-error"
    NAME_NOT_FOUND = "name-not-found"
    BAD_CERTIFICATE = "bad-certificate"
    NO_RESPONSE = "no-response"
    """Detail: how many seconds were waited; empty where no one counted."""
    PRIVATE_ADDRESS = "private-address"

    # The browser. Detail: its own words.
    CRASHED = "crashed"
    BROWSER_STUCK = "browser-stuck"
    BROWSER_ERROR = "browser-error"
    PAGE_MEMORY = "page-memory"
    """Detail: the limit, such as ``0.6 GB``."""
    SHARED_MEMORY = "shared-memory"
    """As above; all browsers together held more."""

    # Loads in other states of the cache, and the record itself.
    PAGE_BEFORE_FAILED = "page-before-failed"
    PAGE_BEFORE_IS_THIS = "page-before-is-this"
    NO_PAGE_BEFORE = "no-page-before"
    RECORD_TOO_LARGE = "record-too-large"
    """Detail: its size, or the limit, such as ``60 MB``."""
    NO_NETWORK_LOG = "no-network-log"
    """The browser left no readable one. Detail: the system's own words."""
    NOT_RECORDED = "not-recorded"
    """A recording of another tool has no response for it."""

    # A page that was measured, where a check cannot pass it.
    LOWER_BOUND = "lower-bound"
    NOT_SETTLED = "not-settled"
    NOT_MEASURED = "not-measured"
    """What a limit is on was not measured."""
    REQUESTS_LOST = "requests-lost"
    REQUESTS_UNANSWERED = "requests-unanswered"
    RELOADS_ITSELF = "reloads-itself"
    SCROLL_CUT = "scroll-cut"
    """The page went on when a limit of the scroll was reached."""
    SCROLL_STUCK = "scroll-stuck"
    """More of the page lies below, and it could not be scrolled there."""

    # Consent banners.
    NO_BANNER = "no-banner"
    BANNER_STAYED = "banner-stayed"
    BAD_SELECTOR = "bad-selector"
    PAGE_SILENT = "page-silent"
    PAGE_UNREADABLE = "page-unreadable"

    # Documents whose size is not known.
    NO_SIZE = "no-size"
    SIZE_COMPRESSED = "size-compressed"
    NOT_A_DOCUMENT = "not-a-document"

    # What was never asked for: the codes of ``SkipReason``.
    ROBOTS = "robots"
    ROBOTS_UNREAD = "robots-unread"
    LIMIT = "limit"
    NOT_KEPT = "not-kept"
    NOT_DRAWN = "not-drawn"
    TIME_LIMIT = "time-limit"
    STOPPED = "stopped"
    HOST_FAILING = "host-failing"
    SAME_PAGE = "same-page"
    SAME_CONTENT = "same-content"
    CANONICAL = "canonical"
    SAME_VIEW = "same-view"
    OTHER_LANGUAGE = "other-language"
    NOT_A_PAGE = "not-a-page"

    OTHER = "other"
    """What a run of an older format says in words of its own, which are the detail."""


DETAIL_CHARACTERS: Final = 300


class Reason(Struct, frozen=True, kw_only=True):
    """One reason."""

    code: ReasonCode
    detail: str = ""
    """A technical term or an address, the same in every language; it may come from a page, and is never a sentence of
    our own."""

    @classmethod
    def of(cls, code: ReasonCode, detail: object = "") -> "Reason":
        """Return the reason ``code`` with its detail on one short line."""
        return cls(code=code, detail=" ".join(str(detail)[: 4 * DETAIL_CHARACTERS].split())[:DETAIL_CHARACTERS])

    def __str__(self) -> str:
        """Return it for developers and logs; readers get a sentence."""
        return f"{self.code.value}: {self.detail}" if self.detail else self.code.value
