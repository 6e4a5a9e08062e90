"""What an audit is pointed at, and how it is let in."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from delest.records.runs.login import Login


class QueryPolicy(StrEnum):
    """What becomes of the query string of a link."""

    TIDY = "tidy"
    """Parameters that follow the visitor (campaigns, sessions) are dropped."""
    KEEP = "keep"
    DROP = "drop"


class SampleOrder(Struct, frozen=True, kw_only=True):
    """How pages are drawn."""

    seed: int
    precision: float
    """How well the mean weight is to be known: a share of it, on either side."""
    preset: str = ""
    """``rgesn``: pages by their role, one of each template and some at random; empty: all are drawn at random."""


class Scope(Struct, frozen=True, kw_only=True):
    """Which pages an audit may load."""

    start_urls: tuple[str, ...]
    """Where the crawl starts, normalised."""
    follow_links: bool = True
    """False: only the start URLs are loaded (a list of URLs)."""
    use_sitemap: bool = True
    max_pages: int = 20
    max_pages_by_default: bool = False
    """Nobody chose ``max_pages``: a check does not pass where it left pages out."""
    depth: int | None = None
    """Links away from a start URL; None is no limit."""
    include: tuple[str, ...] = ()
    """Patterns (``*`` is any text) of which a URL must match one; none given means all."""
    exclude: tuple[str, ...] = ()
    obey_robots: bool = True
    hosts: tuple[str, ...] = ()
    """Hosts whose pages are loaded beside those of the start URLs (with and without ``www``), in ASCII; ``*.`` before
    a name is that domain and all below it."""
    query: QueryPolicy = QueryPolicy.TIDY
    time_limit_s: float | None = None
    """No page is begun after that; None is no limit."""
    delay_s: float = 0.0
    """At least this long between the starts of two page loads on one host."""
    language: str = ""
    """The only language whose pages are loaded, as a range of tags (``fr``); empty: all."""
    documents: int = 0
    """Documents that pages link to whose size is asked for, at most."""
    sample: SampleOrder | None = None
    """None: pages are loaded in the order in which they are found."""


class Access(Struct, frozen=True, kw_only=True):
    """How delest reaches the site; never written anywhere, for proxy, cookies and headers may be secrets."""

    proxy: str | None = None
    ca_file: str | None = None
    """A PEM file of authorities to trust beside the usual ones."""
    insecure: bool = False
    """Accept any certificate."""
    contact: str = ""
    """URL of a page that says who audits, for those who read the site's logs; empty: none is given."""
    shared_pace: str = ""
    """File of the pace that the audits of a fleet keep together; empty: this audit is on its own."""
    public_only: bool = False
    """Private, loopback and link-local addresses are out of reach: the audit started from a public one."""
    counts_as_public: tuple[str, ...] = ()
    """Networks (``192.0.2.0/24``) that are within reach all the same."""
    http3_origins: tuple[str, ...] = ()
    """Who is spoken to over HTTP/3 and nothing else; empty: no one, and HTTP/3 is off."""
    cookies: tuple[tuple[str, str], ...] = ()
    """Names and values."""
    cookie_urls: tuple[str, ...] = ()
    """Whose hosts, and no others, get the cookies."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values of header fields."""
    header_origins: tuple[str, ...] = ()
    """Who, and no one else, gets the header fields."""
    storage_state: dict[str, Any] | None = None
    """Cookies and local storage that every fresh profile starts with, as Playwright writes them."""
    login: Login | None = None
    """What to go through before the first page is loaded, to get such a state."""
