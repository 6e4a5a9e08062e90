"""Views joined to the pages that were measured."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from delest.errors import N_, NN_, InputError
from delest.records.audit import PageFacts
from delest.records.load import Outcome
from delest.records.message import Message
from delest.records.traffic import PageViews, Traffic
from delest.traffic.export import YEAR_DAYS, Export
from delest.urls import host, normalise, registrable_domain


class _Views(Struct, kw_only=True):
    """The views of an export over its period, sorted by whose they are."""

    own: dict[str, float]
    """By measured page, all of them in it."""
    others: float = 0
    """Of pages of the site that were not measured."""
    foreign_rows: int = 0
    """Rows of other sites."""


def join_views(export: Export, pages: Iterable[PageFacts]) -> tuple[Traffic, tuple[Message, ...]]:
    """Return the traffic a year of ``pages`` as ``export`` has it, with warnings of what was left out.

    A row belongs to a page when host, path and query are those of the page's own URL, or of the URL that it ends at;
    scheme, a leading ``www.``, fragment and trailing slash make no difference. A row that is a path is taken on the
    first page's host. Rows of another registrable domain are not this site's views. ``coverage`` is the share of the
    site's views that belong to pages with an ok load; where none does, only the site's total is known. Views a year =
    views x 365 / days of the period.

    Raises:
        InputError: no page was measured, or the export has no view of their site.
    """
    measured = [page for page in pages if any(load.outcome is Outcome.OK for load in page.loads)]
    views = _sorted_views(export, measured)
    joined = sum(views.own.values())
    total = joined + views.others
    if not total:
        raise InputError(
            N_("{source}: no page view of the site that was measured"),
            remedy=N_("give the export of the site that is audited, with full addresses or paths from its root"),
            source=export.source,
        )
    per_year = YEAR_DAYS / export.period_days
    traffic = Traffic(
        views_per_year=total * per_year,
        pages=tuple(PageViews(url=url, views_per_year=n * per_year) for url, n in views.own.items()) if joined else (),
        period=f"{export.period_days:g} d × {YEAR_DAYS}/{export.period_days:g}",
        source=export.source,
        coverage=joined / total,
    )
    return traffic, tuple(_warnings(export, views.foreign_rows, found=bool(joined)))


def views_by_key(export: Export, start_url: str) -> dict[str, float]:
    """Return the views of each page of the site of ``start_url`` over the export's period, by `page_key`.

    Pages are matched as by `join_views`; those without any view are not in it.
    """
    site = registrable_domain(host(start_url))
    views: defaultdict[str, float] = defaultdict(float)
    for row in export.rows:
        url = normalise(row.page, start_url)
        if url is not None and row.views > 0 and registrable_domain(host(url)) == site:
            views[page_key(url)] += row.views
    return dict(views)


def _sorted_views(export: Export, measured: Sequence[PageFacts]) -> _Views:
    views = _Views(own=dict.fromkeys((page.url for page in measured), 0.0))
    pages = _pages_by_key(measured)
    sites = {registrable_domain(host(page.url)) for page in measured}
    base = measured[0].url if measured else None
    for row in export.rows:
        url = normalise(row.page, base)
        if url is None or registrable_domain(host(url)) not in sites:
            views.foreign_rows += 1
        elif page := pages.get(page_key(url)):
            views.own[page] += row.views
        else:
            views.others += row.views
    return views


def _pages_by_key(measured: Sequence[PageFacts]) -> dict[str, str]:
    """Return the URL of each measured page by key: of the URLs that pages end at, then over these of their own."""
    ends = (
        (page_key(load.final_url), page.url) for page in measured for load in page.loads if load.outcome is Outcome.OK
    )
    return dict(chain(ends, ((page_key(page.url), page.url) for page in measured)))


def page_key(url: str) -> str:
    """Return ``host/path?query``, the same for all spellings of a page's address."""
    address, mark, query = (normalise(url) or url).partition("://")[2].partition("?")
    return f"{address.removeprefix('www.').rstrip('/')}{mark}{query}"


def _warnings(export: Export, foreign_rows: int, *, found: bool) -> Iterator[Message]:
    if foreign_rows:
        yield Message.counted(
            NN_(
                "{source}: {n} line is of another site and was left out",
                "{source}: {n} lines are of other sites and were left out",
            ),
            foreign_rows,
            source=export.source,
        )
    if not found:
        evenly = N_("{source}: none of the measured pages is in it; its total is spread evenly over them")
        yield Message.of(evenly, source=export.source)
