"""How often pages are shown to people."""

from msgspec import Struct


class PageViews(Struct, frozen=True, kw_only=True):
    """The views of one page."""

    url: str
    views_per_year: float


class Traffic(Struct, frozen=True, kw_only=True):
    """Page views a year of the audited pages."""

    views_per_year: float
    """Of the whole site, robots left out."""
    pages: tuple[PageViews, ...] = ()
    """By measured page; empty: only the site's total is known and is spread evenly over the measured pages."""
    period: str
    """What the views cover, as the user or the export says it."""
    source: str
    """Id of the traffic source (``number``, ``csv`` ...) and the file's name where there is one."""
    coverage: float | None = None
    """Share of the site's views that belong to measured pages; None: not known."""
    robots_excluded: bool | None = None
    """None: not known."""
