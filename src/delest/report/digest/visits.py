"""How the pages were visited: by which clock, how far, and what the first sign of a person brought."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from delest.records.pages.load import Unsettled
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport, PageFacts
from delest.report.digest.facts import measured_loads

_LEAST_BYTES: Final = 10_000
_LEAST_PART: Final = 0.01
"""Below that, what came with the first movement is not worth a sentence: something may come at any moment."""


def unsettled(record: PageFacts) -> Unsettled | None:
    """Return why a measured load of a page did not settle; None where each did."""
    return next((load.unsettled for load in measured_loads(record) if load.unsettled is not None), None)


def scroll_stuck(record: PageFacts) -> bool:
    """Return whether a measured load could not be scrolled, though more of the page lies below."""
    return any(load.scroll_stuck for load in measured_loads(record))


def stuck(report: AuditReport) -> frozenset[str]:
    """Return the URLs of the measured pages that could not be scrolled to their end."""
    return frozenset(record.url for record in report.pages if scroll_stuck(record))


def clock_of(record: PageFacts) -> PageClock | None:
    """Return the clock of a page over its measured loads; None where it has none."""
    clocks = {load.page_clock for load in measured_loads(record)}
    if not clocks:
        return None
    return clocks.pop() if len(clocks) == 1 else PageClock.BOTH


def real_time_of(record: PageFacts) -> RealTime | None:
    """Return why a page had real time, for the whole of its visit or a part, on one of its measured loads."""
    whys = (load.real_time_because for load in measured_loads(record))
    return next((why for why in whys if why is not None), None)


def real_times(report: AuditReport) -> Mapping[RealTime, int]:
    """Return how many measured pages had real time for each reason, most first."""
    whys = (real_time_of(record) for record in report.pages)
    return dict(Counter(why for why in whys if why is not None).most_common())


def with_interaction_bytes(page: PageWeight) -> float:
    """Return what came from the first sign of a person to the scroll; 0 where it is too little to speak of."""
    before, after = page.cold.before_interaction_bytes, page.cold.before_scroll_bytes
    if before is None or after is None:
        return 0.0
    brought = after.median - before.median
    return brought if brought >= max(_LEAST_BYTES, _LEAST_PART * page.cold.transferred_bytes.median) else 0.0
