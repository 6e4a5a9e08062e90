"""What an audit is pointed at, and how it is let in."""

from enum import StrEnum

from msgspec import Struct


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


class Scope(Struct, frozen=True, kw_only=True):
    """Which pages an audit may load."""

    start_urls: tuple[str, ...]
    """Where the crawl starts, normalised."""
    follow_links: bool = True
    """False: only the start URLs are loaded (a list of URLs)."""
    use_sitemap: bool = True
    max_pages: int = 20
    depth: int | None = None
    """Links away from a start URL; None is no limit."""
    include: tuple[str, ...] = ()
    """Patterns (``*`` is any text) of which a URL must match one; none given means all."""
    exclude: tuple[str, ...] = ()
    obey_robots: bool = True
    hosts: tuple[str, ...] = ()
    """The only hosts whose pages are loaded, in ASCII; none given means all of the start URLs' sites."""
    query: QueryPolicy = QueryPolicy.TIDY
    time_limit_s: float | None = None
    """No page is begun after that; None is no limit."""
    sample: SampleOrder | None = None
    """None: pages are loaded in the order in which they are found."""


class Access(Struct, frozen=True, kw_only=True):
    """How delest reaches the site; a proxy's address may hold a password, so this is never written anywhere."""

    proxy: str | None = None
    ca_file: str | None = None
    """A PEM file of authorities to trust beside the usual ones."""
    insecure: bool = False
    """Accept any certificate."""
