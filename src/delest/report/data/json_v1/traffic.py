"""The page views of the public JSON report."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from delest.records.co2e.traffic import Traffic
from delest.report.data.json_v1.quantities import Count
from delest.report.pages.co2e.traffic_words import period_in_english


class CoverageV1(Struct, frozen=True, kw_only=True):
    """Shares of the site's views; they sum to 1."""

    measured_share: float
    modelled_share: float
    """Of pages whose template has measured pages: these answer for them."""
    unmatched_share: float
    """Of addresses that are neither; in no figure."""
    unplaced_share: float
    """Of pages that the source does not name; in no figure."""


class TemplateViewsV1(Struct, frozen=True, kw_only=True):
    """The views a year of a family of pages."""

    template: str
    measured_pages: Count
    unseen_pages: Count
    views_per_year: float
    """Of its measured pages."""
    modelled_per_year: float
    """Of its other pages."""


class UnmatchedV1(Struct, frozen=True, kw_only=True):
    """An address whose views belong to no measured page."""

    address: str
    views_per_year: float
    reason: str
    """The likely one: ``not-measured``, ``failed``, ``other-host``, ``search`` or ``not-a-page``."""


class DownloadsV1(Struct, frozen=True, kw_only=True):
    """The downloads a year of one document."""

    url: str
    downloads_per_year: float


class TrafficV1(Struct, frozen=True, kw_only=True):
    """Page views a year."""

    views_per_year: float
    """Of the whole site; those without a page are among them."""
    source: str
    period: str
    coverage: float | None
    """Share of the views that belong to measured pages; null: not known."""
    robots_excluded: bool | None
    period_days: float | None = None
    period_first_day: date | None = None
    period_last_day: date | None = None
    shares: CoverageV1 | None = None
    """How the views divide; null: not known."""
    entry_share: float | None = None
    """Share of the views that began a visit; null: not known."""
    returning_share: float | None = None
    """Share of the entries by people who came before; null: not known."""
    robots_by: str = "unknown"
    """Who left robots out: ``tool``, ``list``, ``nobody`` or ``unknown``."""
    robots_per_year: float | None = None
    """Page views by robots that were left out; null: not known."""
    weak: bool = False
    """The source counts something less than page views, for example clicks in a search engine."""
    templates: tuple[TemplateViewsV1, ...] = ()
    unmatched: tuple[UnmatchedV1, ...] = ()
    """The biggest, at most 50."""
    documents: tuple[DownloadsV1, ...] = ()
    """At most 1000."""


def traffic_tree(traffic: Traffic | None) -> dict[str, Any] | None:
    """Return the fields of `TrafficV1`."""
    if traffic is None:
        return None
    own, coverage = msgspec.structs.asdict(traffic), traffic.coverage
    return {
        **{name: own[name] for name in TrafficV1.__struct_fields__ if name in own},
        "period": period_in_english(traffic.period),
        "period_days": traffic.period.days,
        "period_first_day": traffic.period.first_day,
        "period_last_day": traffic.period.last_day,
        "coverage": coverage and coverage.measured,
        "shares": coverage and {f"{part}_share": n for part, n in msgspec.structs.asdict(coverage).items()},
        "templates": [
            {**msgspec.structs.asdict(each), "measured_pages": len(each.measured)} for each in traffic.templates
        ],
    }
