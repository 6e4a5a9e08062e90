"""Bytes a year by page, by template and of downloads: the views of a year times what a view weighs."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from delest.records.co2e.shares import SharesUsed, shares_of
from delest.records.co2e.traffic import TemplateViews
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport


class PageYear(NamedTuple):
    """A measured page over a year."""

    url: str
    views: float
    """Its own, and those of unseen pages that it answers for."""
    view_bytes: float
    bytes_per_year: float


class TemplateYear(NamedTuple):
    """A template over a year."""

    views: TemplateViews
    bytes_per_year: float
    modelled_low_bytes: float | None
    """Of its unseen pages, if each weighed as the lightest measured one; None: one page alone tells no spread."""
    modelled_high_bytes: float | None


class DownloadYear(NamedTuple):
    """A document over a year."""

    url: str
    downloads: float
    bytes_per_year: float | None
    """None: its size is not known."""


def shares_used(report: AuditReport) -> SharesUsed:
    """Return which share of the views finds the cache in which state."""
    header = report.header
    return shares_of(header.question.conditions.shares, report.traffic, header.loading.cache_states)


def cold_views(report: AuditReport) -> float | None:
    """Return how many views a year find an empty cache on the measured pages; None: no traffic is known."""
    if report.traffic is None:
        return None
    whole = report.attributed.views_per_year if report.attributed else report.traffic.views_per_year
    return whole * shares_used(report).views.cold


def pages_of_year(report: AuditReport) -> tuple[PageYear, ...]:
    """Return the measured pages with views, those of most bytes a year first."""
    weights = _view_bytes(report)
    views = {} if report.traffic is None else {
        page.url: page.views_per_year + page.modelled_per_year for page in report.traffic.pages
    }  # fmt: skip
    found = [PageYear(url, n, weights[url], n * weights[url]) for url, n in views.items() if n and url in weights]
    return tuple(sorted(found, key=lambda page: -page.bytes_per_year))


def templates_of_year(report: AuditReport) -> tuple[TemplateYear, ...]:
    """Return the templates with views, those of most bytes a year first."""
    if report.traffic is None:
        return ()
    weights, by_url = _view_bytes(report), {page.url: page.views_per_year for page in report.traffic.pages}
    found = [_template(each, weights, by_url) for each in report.traffic.templates]
    return tuple(sorted((each for each in found if each.bytes_per_year), key=lambda each: -each.bytes_per_year))


def _template(views: TemplateViews, weights: Mapping[str, float], by_url: Mapping[str, float]) -> TemplateYear:
    own = [weights[url] for url in views.measured if url in weights]
    measured = math.fsum(by_url.get(url, 0.0) * weights[url] for url in views.measured if url in weights)
    modelled = views.modelled_per_year * math.fsum(own) / len(own) if own else 0.0
    spread = len(own) > 1
    return TemplateYear(
        views=views,
        bytes_per_year=measured + modelled,
        modelled_low_bytes=views.modelled_per_year * min(own) if spread else None,
        modelled_high_bytes=views.modelled_per_year * max(own) if spread else None,
    )


def downloads_of_year(report: AuditReport) -> tuple[DownloadYear, ...]:
    """Return the documents that were downloaded, those of most bytes a year first, those without a size last."""
    sizes = {url: each.stated_bytes for each in report.documents for url in (each.final_url, each.url)}
    traffic = report.traffic
    found = []
    for each in traffic.documents if traffic is not None else ():
        size = sizes.get(each.url)
        found.append(
            DownloadYear(each.url, each.downloads_per_year, None if size is None else size * each.downloads_per_year)
        )
    return tuple(
        sorted(found, key=lambda each: (each.bytes_per_year is None, -(each.bytes_per_year or each.downloads)))
    )


def pages_for(share: float, pages: Sequence[PageYear]) -> int:
    """Return how many pages, from the first, hold a share of all bytes."""
    wanted, held = share * math.fsum(page.bytes_per_year for page in pages), 0.0
    for count, page in enumerate(pages, 1):
        held += page.bytes_per_year
        if held >= wanted:
            return count
    return len(pages)


def _view_bytes(report: AuditReport) -> dict[str, float]:
    """Return what a view of each measured page weighs on average over the states of the cache."""
    shares = shares_used(report).views

    def mean(page: PageWeight) -> float:
        cold = page.cold.transferred_bytes.median
        if page.in_visit is None or page.warm is None:
            return cold
        in_visit, warm = page.in_visit.transferred_bytes.median, page.warm.transferred_bytes.median
        return shares.cold * cold + shares.in_visit * in_visit + shares.warm * warm

    return {page.url: mean(page) for page in report.weights}
