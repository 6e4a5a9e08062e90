"""How often pages are shown to people: what a source counted, and what is left of it once joined to the pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from delest.message import Message


class PeriodOrigin(StrEnum):
    """How the period of an export is known."""

    GIVEN = "given"
    """The user gave the number of days."""
    FILE = "file"
    """The export states it."""
    NAME = "name"
    """The name of the file has two dates."""
    LINES = "lines"
    """The first and the last line of an access log."""
    YEAR = "year"
    """A number of page views a year."""


class Period(Struct, frozen=True, kw_only=True):
    """The time that page views were counted over."""

    days: float
    """Above 0; days without data in the middle are not among them."""
    first_day: date | None = None
    last_day: date | None = None
    """In the time zone of the source; None: only the number of days is known."""
    origin: PeriodOrigin = PeriodOrigin.GIVEN


class Row(Struct, frozen=True, kw_only=True):
    """The views of one page in the period of an export."""

    page: str
    """An absolute URL, or a path from the site's root with its query."""
    views: float
    entries: float | None = None
    """Of the views, those that began a visit; None: the source does not say."""


class Unplaced(Struct, frozen=True, kw_only=True):
    """Views of the site whose page the source does not name."""

    label: str
    """What the source calls them: ``Others``, ``(other)``, ``Page URL not defined``."""
    views: float


class RobotsBy(StrEnum):
    """Who left robots out."""

    TOOL = "tool"
    """The analytics tool counts people only, by its own rules."""
    LIST = "list"
    """delest, by the names that robots give themselves."""
    NOBODY = "nobody"
    """The log has no user agents: robots are counted as people."""
    UNKNOWN = "unknown"


class LogCounts(Struct, frozen=True, kw_only=True):
    """The lines of access logs by what became of them; together they are all lines."""

    lines: int = 0
    people: int = 0
    """Page views by people."""
    robots: int = 0
    """Page views by robots, known by their names."""
    behaving: int = 0
    """Page views by visitors that behave as robots do, where these are left out."""
    documents: int = 0
    """Downloads by people."""
    parts: int = 0
    """Styles, scripts, images, fonts, and addresses that serve programs."""
    internal: int = 0
    """From addresses that the user left out."""
    prefetched: int = 0
    """Loaded in advance: no one has seen them yet."""
    other_methods: int = 0
    redirects: int = 0
    errors: int = 0
    other_statuses: int = 0
    """For example 206 (part of a file)."""
    no_request: int = 0
    """Connections without a request, comments, blank lines."""
    unread: int = 0
    """Lines that are not in the format of the log."""
    no_agent: int = 0
    """Of ``people``: requests without a user agent, probably programs."""


class Export(Struct, frozen=True, kw_only=True):
    """What a source counted, by URL and nothing else: no address, no visitor, no user agent."""

    source: str
    """Id of the traffic source."""
    files: tuple[str, ...] = ()
    """Their names, without folders."""
    recognised: tuple[Message, ...] = ()
    """What each file was taken for."""
    period: Period | None = None
    """None: not known."""
    rows: tuple[Row, ...] = ()
    """A page may have several."""
    documents: tuple[Row, ...] = ()
    """Downloads, where the source counts them; their views are downloads."""
    unplaced: tuple[Unplaced, ...] = ()
    stated_total: float | None = None
    """All page views of the site, where the source states it apart from the rows."""
    returning_share: float | None = None
    """Of the visits, those of people who came before; None: not known."""
    robots_by: RobotsBy = RobotsBy.UNKNOWN
    robot_views: float | None = None
    """Page views by robots that were left out; None: not known."""
    robots_list: str = ""
    """Which list of names robots were left out by, with its version; empty: none."""
    weak: bool = False
    """It counts something less than page views, for example clicks in a search engine."""
    lines: LogCounts | None = None
    """Of access logs."""
    warnings: tuple[Message, ...] = ()
    """What was left out or doubted."""


class PageViews(Struct, frozen=True, kw_only=True):
    """The views of one page."""

    url: str
    views_per_year: float
    modelled_per_year: float = 0.0
    """Views of pages of its template that were not measured, which it answers for beside its own."""
    entries_per_year: float | None = None
    """Of its own views, those that began a visit; None: not known."""


class UnmatchedReason(StrEnum):
    """Why the views of an address belong to no measured page; the likely reason, for the source does not say."""

    NOT_MEASURED = "not-measured"
    """The page is on the site, and no page of its template was measured."""
    FAILED = "failed"
    """The page was loaded and has no weight."""
    OTHER_HOST = "other-host"
    """Its host was not audited."""
    SEARCH = "search"
    """The results of a search, which depend on the query."""
    NOT_A_PAGE = "not-a-page"
    """It looks like a file, or an address that programs ask."""


class Unmatched(Struct, frozen=True, kw_only=True):
    """An address whose views belong to no measured page."""

    address: str
    views_per_year: float
    reason: UnmatchedReason


class Coverage(Struct, frozen=True, kw_only=True):
    """Shares of the site's views; they sum to 1."""

    measured: float
    """Of pages that were measured."""
    modelled: float = 0.0
    """Of pages whose template has measured pages."""
    unmatched: float = 0.0
    """Of addresses that are neither."""
    unplaced: float = 0.0
    """Of pages that the source does not name."""


class TemplateViews(Struct, frozen=True, kw_only=True):
    """The views of a family of pages that share the shape of their URLs."""

    template: str
    measured: tuple[str, ...]
    """URLs of its measured pages."""
    unseen_pages: int
    """Pages with views that were not measured."""
    views_per_year: float
    """Of measured pages."""
    modelled_per_year: float
    """Of the others."""


class Downloads(Struct, frozen=True, kw_only=True):
    """The downloads of one document, known by size or not."""

    url: str
    downloads_per_year: float


class Traffic(Struct, frozen=True, kw_only=True):
    """Page views a year of the audited pages."""

    views_per_year: float
    """Of the whole site, robots left out; views without a page are among them."""
    pages: tuple[PageViews, ...] = ()
    """By measured page; empty: only the site's total is known and is spread evenly over the measured pages."""
    period: Period
    source: str
    """Id of the traffic source (``number``, ``table`` ...) and the files' names where there are any."""
    coverage: Coverage | None = None
    """None: not known."""
    templates: tuple[TemplateViews, ...] = ()
    """Most views first."""
    unmatched: tuple[Unmatched, ...] = ()
    """The biggest, most views first; at most 50."""
    documents: tuple[Downloads, ...] = ()
    """Most downloads first; at most 1000."""
    entry_share: float | None = None
    """Of the views of measured pages, those that began a visit; None: not known."""
    returning_share: float | None = None
    """Of the entries, those of people who came before; None: not known."""
    robots_excluded: bool | None = None
    """None: not known."""
    robots_by: RobotsBy = RobotsBy.UNKNOWN
    robots_per_year: float | None = None
    """Page views by robots that were left out; None: not known."""
    weak: bool = False
    """The source counts something less than page views."""


def page_shares(
    urls: Sequence[str], traffic: Traffic | None, stands_for: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """Return which share of the page views each measured page has, as far as that is known; they sum to 1.

    By the page views where they are known, else by the pages that each stands for in a sample, else evenly.
    """
    pages = traffic.pages if traffic else ()
    views = {page.url: page.views_per_year + page.modelled_per_year for page in pages}
    for known in (views, stands_for or {}):
        whole = sum(known.get(url, 0.0) for url in urls)
        if whole > 0:
            return {url: known.get(url, 0.0) / whole for url in urls}
    return {url: 1 / len(urls) for url in urls}
