"""Limits, and what a check says of them."""

from enum import StrEnum

from msgspec import Struct

from delest.reason import Reason
from delest.records.gate.baseline import BaselineVerdict
from delest.records.gate.limit import BudgetSet, Limit
from delest.records.pages.failed_request import FailedRequest
from delest.records.pages.load import Outcome
from delest.records.pages.weight import ResourceWeight
from delest.records.runs.skip_reason import SkipReason


class Budget(Struct, frozen=True, kw_only=True):
    """The limits that a check enforces on every page."""

    max_page_weight_bytes: int | None = None
    max_page_requests: int | None = None
    allow_failed: tuple[str, ...] = ()
    """Hosts, or patterns of URLs (``*`` is any text), whose lost requests do not keep a page from passing."""
    sets: tuple[BudgetSet, ...] = ()
    """Budgets out of files."""


class Breach(Struct, frozen=True, kw_only=True):
    """A page over a limit."""

    page_url: str
    limit: str
    """Name of the Budget field, or the key under which a file has it."""
    what: Limit
    place: str = ""
    """Where the limit is written; empty: on the command line."""
    file: str = ""
    line: int = 1
    allowed: float
    measured: float
    heaviest: tuple[ResourceWeight, ...] = ()
    """The page's own heaviest resources, most bytes first; at most 5."""


class Unmeasured(Struct, frozen=True, kw_only=True):
    """A page without a weight: never a pass."""

    page_url: str
    outcome: Outcome
    reason: Reason
    failed: tuple[FailedRequest, ...] = ()
    """The lost requests that make its weight a lower bound."""
    limits: tuple[str, ...] = ()
    """The limits on something that was not measured."""


class AllowedFailures(Struct, frozen=True, kw_only=True):
    """What one pattern of ``--allow-failed`` let pass."""

    pattern: str
    requests: int
    """Lost requests of measured pages that match it."""


class VerdictOutcome(StrEnum):
    """A gate that fails closed: what was not measured is not within the budget."""

    WITHIN = "within"
    BREACHED = "breached"
    NOT_MEASURED = "not-measured"


class Margin(Struct, frozen=True, kw_only=True):
    """How close the pages come to one limit: that of them which comes closest."""

    place: str
    limit: str
    what: Limit
    allowed: float
    measured: float
    page_url: str
    pages: int
    """How many pages the limit applies to."""


class SiteBreach(Struct, frozen=True, kw_only=True):
    """The whole site stands for more kg CO2e a year than its budget; or it is not known."""

    allowed_kgco2e_per_year: float
    high_kgco2e_per_year: float | None
    """None: no traffic is given, so that nothing can be said."""


class Verdict(Struct, frozen=True, kw_only=True):
    """The answer of a check."""

    outcome: VerdictOutcome
    pages: int
    """Measured."""
    passed_urls: tuple[str, ...] = ()
    """Pages within all their limits."""
    breaches: tuple[Breach, ...] = ()
    """Worst first: by their part of what is allowed."""
    unmeasured: tuple[Unmeasured, ...] = ()
    allowed: tuple[AllowedFailures, ...] = ()
    """One for each pattern of the budget."""
    unchecked_pages: dict[SkipReason, int] = {}
    """How many known pages were not loaded, by reason; duplicates of measured pages are not among them."""
    unchosen: frozenset[SkipReason] = frozenset()
    """Those of the reasons that the user did not choose: with one of them, no check passes."""
    cut_off: bool = False
    """The audit ended before its time, and kept no record of the pages that it had still to load: never a pass."""
    margins: tuple[Margin, ...] = ()
    """One for each limit, those with least room first."""
    unused: tuple[str, ...] = ()
    """Places of budgets that match no measured page: never a pass."""
    unchecked: tuple[str, ...] = ()
    """What the files also ask for and delest does not check."""
    without_budget: int = 0
    """Measured pages to which no limit applies."""
    site: SiteBreach | None = None
    served: str = ""
    """How a build folder was compressed (``brotli:5,gzip:6``); empty: a site on the network."""
    baseline: BaselineVerdict | None = None
