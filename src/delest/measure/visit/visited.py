"""What a visit saw."""

from datetime import datetime

from msgspec import Struct

from delest.measure.devtools import bodies
from delest.measure.devtools.request import Request
from delest.measure.outcome import Ending
from delest.records.pages.consent import Answered
from delest.records.pages.load import PagePart, Unsettled
from delest.records.pages.observed import Observed
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.pages.screenshot import Screenshot


class Visited(Struct, kw_only=True):
    """What the visit itself saw; bytes come from the ledger."""

    ending: Ending
    start_s: float = 0
    """Monotonic clock of the browser."""
    started_at: datetime | None = None
    """The same moment by the calendar."""
    interaction_s: float | None = None
    scroll_s: float | None = None
    scroll_cut: bool = False
    scroll_stuck: bool = False
    page_clock: PageClock = PageClock.REAL
    real_time_because: RealTime | None = None
    settled_after_ms: float | None = None
    consent: Answered | None = None
    final_url: str = ""
    failed_url: str = ""
    """Of the document that could not be had."""
    status: int | None = None
    title: str = ""
    element_count: int | None = None
    html: str = ""
    screenshot: Screenshot | None = None
    parts: tuple[PagePart, ...] = ()
    retry_after: str = ""
    requests: list[Request] = []
    collected: bodies.Collected = bodies.Collected({}, {}, 0)
    observed: Observed = Observed()
    unsettled: Unsettled | None = None
    in_vain: frozenset[str] = frozenset()
    """Hosts other than the page's own, and URLs of its own, that the visit has waited for to its end."""
    hangs: bool = False
    """The page's main thread never answers: its process has to be ended."""
