"""What a campaign came to over all its services."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from delest.reason import ReasonCode
from delest.records.co2e.avoided import Converted
from delest.records.fleet.campaign import CampaignHeader, Entry, State
from delest.units import Estimate


class Spread(Struct, frozen=True, kw_only=True):
    """How mean page weights spread over services, in bytes."""

    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float


class GroupTotal(Struct, frozen=True, kw_only=True):
    """The services of one ministry."""

    name: str
    """Empty: the list names none."""
    known: int
    measured: int
    median_bytes: float | None
    """Of the mean page weights of its services."""
    bytes_per_year: float | None
    """Of those whose traffic is known; None: of none."""


class RecurringAction(Struct, frozen=True, kw_only=True):
    """One rule over all services."""

    rule: str
    title: str
    services: int
    pages: int
    services_with_views: int
    bytes_per_year: Estimate | None
    """Avoidable, over the services whose traffic is known; None: of none, or the rule avoids nothing by itself."""
    per_view_bytes: float
    """Avoidable, on average over the services that have it, each counting once."""
    avoids: bool


class Unmeasured(Struct, frozen=True, kw_only=True):
    """The services that were not measured for one reason."""

    reason: ReasonCode | None
    """None: ``message`` says."""
    message: str
    entries: tuple[Entry, ...]


class Break(StrEnum):
    """What makes two editions differ beside the services."""

    DELEST = "delest"
    DEVICE = "device"
    BROWSER = "browser"
    CONSENT = "consent"
    VISIT = "visit"
    """How long a page is visited, or in which time."""


class Trend(Struct, frozen=True, kw_only=True):
    """An earlier edition against this one, over the pages that both measured of the services that both have."""

    edition: str
    services: int
    pages: int
    before_bytes: float
    """Mean page weight: of each service its pages of both, of the fleet its services, each counting once."""
    after_bytes: float
    noise_bytes: float | None
    """How much of the change the spread between loads explains; None: pages were loaded once, so it is not known."""
    bytes_per_year: float | None
    """Fewer (positive) or more, with the page views of this edition; None: no traffic is known of any of them."""
    converted: Converted | None
    """The same in kg CO2e, only where the reduction is more than chance and nothing else differs."""
    traffic_bytes_per_year: float | None = None
    """Added by more page views (negative: by fewer), at the weight of this edition; None: not known for any of them."""
    traffic_services: int = 0
    """Services whose page views are known in both editions."""
    breaks: tuple[Break, ...]
    only_before: tuple[str, ...]
    """Services that this edition did not measure."""
    only_after: tuple[str, ...]


class StartScore(Struct, frozen=True, kw_only=True):
    """The EcoIndex of the start page of a service."""

    url: str
    score: float
    grade: str
    elements: int
    bytes: float
    requests: float
    ended_at: datetime
    width_px: int
    height_px: int


class FleetReport(Struct, frozen=True, kw_only=True):
    """All that a report on a campaign says."""

    header: CampaignHeader
    entries: tuple[Entry, ...]
    """Measured ones first, by the bytes a year that can be avoided, then by those of a page view; then the others."""
    states: dict[State, int]
    known: int
    """Services to audit: active ones."""
    first_day: str
    """ISO date of the first and the last audit; empty: there is none."""
    last_day: str
    spread: Spread | None
    """None: nothing was measured."""
    with_budget: int
    within_budget: int
    """Of the measured services with a budget: those of which no page is over it."""
    with_views: int
    """Measured services whose traffic is known."""
    views_per_year: float
    bytes_per_year: float
    converted: Converted | None
    """Of these bytes."""
    groups: tuple[GroupTotal, ...] = ()
    actions: tuple[RecurringAction, ...] = ()
    """Most avoidable bytes a year first, then most services."""
    unmeasured: tuple[Unmeasured, ...] = ()
    trends: tuple[Trend, ...] = ()
    """Latest edition first."""
    own_bytes: float = 0.0
    """What the audits of the campaign loaded themselves."""
    own_converted: Converted | None = None
    anonymous: bool = False
    """Reports name no service."""
