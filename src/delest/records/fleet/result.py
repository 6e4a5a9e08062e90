"""What one audited service came to: as much of its run as reports on a fleet need."""

from datetime import datetime

from msgspec import Struct

from delest.records.co2e.traffic import Period
from delest.units import Estimate


class PageResult(Struct, frozen=True, kw_only=True):
    """One measured page."""

    url: str
    bytes: float
    """Transferred on a cold load: the median over its loads."""
    spread_bytes: float = 0.0
    """Between its heaviest and its lightest load."""
    loads: int = 1
    requests: float = 0.0
    lost: tuple[str, ...] = ()
    """Addresses of lost requests, whose bytes its weight misses; an empty text: more than are named, or bytes that were
    not counted."""


class RuleResult(Struct, frozen=True, kw_only=True):
    """What one rule found on a service."""

    rule: str
    title: str
    """In English."""
    pages: int
    avoidable_bytes: Estimate
    """Per page view, over all measured pages."""
    avoids: bool
    """It avoids bytes on every cold load; False: it speaks of another effect, and its bytes are 0 here."""


class Conditions(Struct, frozen=True, kw_only=True):
    """What has to be alike for two editions to be compared."""

    device: str
    browser: str
    """Product with its major version."""
    consent: str
    stay_s: float
    real_time: bool


class ServiceResult(Struct, frozen=True, kw_only=True):
    """One measured service."""

    run_id: str
    delest_version: str
    started_at: datetime
    ended_at: datetime
    conditions: Conditions
    pages_known: int
    pages_loaded: int
    pages: tuple[PageResult, ...]
    """Those that were measured; never empty."""
    mean_bytes: float
    """Of a page."""
    view_bytes: float
    """Of a page view, where views are known by page; else the mean."""
    mean_requests: float
    third_party_share: float
    sampled: bool = False
    country: str = "FRA"
    """Where its pages are read, as the kg CO2e count it."""
    mobile_share: float | None = None
    """As given; None: it was not."""
    views_per_year: float | None = None
    traffic_source: str = ""
    period: Period | None = None
    """That the page views were counted over; None: no traffic is known."""
    robots_excluded: bool | None = None
    """Of the page views; None: not known."""
    bytes_per_year: float | None = None
    kgco2e_per_year: Estimate | None = None
    """None: no traffic is known."""
    published_kgco2e_per_year: float | None = None
    """Under the factor that the State published in 2022."""
    avoidable_bytes: float = 0.0
    """Per page view, each file counted once."""
    rules: tuple[RuleResult, ...] = ()
    own_bytes: float = 0.0
    """What the audit itself loaded, all loads together."""

    @property
    def avoidable_bytes_per_year(self) -> float | None:
        """Return what could be avoided a year; None where no traffic is known."""
        return None if self.views_per_year is None else self.avoidable_bytes * self.views_per_year
