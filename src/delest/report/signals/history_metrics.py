"""The audits of a site as OpenMetrics text, each value with the time of its audit: the past, to fill a dashboard with.

Prometheus reads it with ``promtool tsdb create-blocks-from openmetrics``. Means count each measured page once, while
those of an audit (``audit_metrics``) count page views: the names differ.
"""

from collections.abc import Iterator
from typing import Final

from delest.records.gate.comparison import Certainty, History, PastAudit
from delest.report.signals.exposition import Family, Sample, exposition

_DECIDED: Final = {Certainty.LIGHTER: 1, Certainty.HEAVIER: 1, Certainty.NOISE: 0}
"""1: beyond chance."""


def history_metrics(found: History) -> str:
    """Return the exposition of a history."""
    about = {"audits": str(len(found.audits)), "last_run": found.audits[-1].side.run_id}
    facts = ("delest_history", "The audits that all other values come from.", about)
    return exposition(facts, _families(_apart(found.audits)), site=found.site)


def _apart(audits: tuple[PastAudit, ...]) -> list[tuple[float, PastAudit]]:
    """Return audits with their times; one that began no later than the one before it is set a millisecond after it."""
    timed: list[tuple[float, PastAudit]] = []
    for each in audits:
        at_s = each.side.started_s
        timed.append((max(at_s, timed[-1][0] + 0.001) if timed else at_s, each))
    return timed


def _families(audits: list[tuple[float, PastAudit]]) -> Iterator[Family]:
    weights = [Sample({}, each.mean_bytes, at) for at, each in audits]
    yield Family("delest_history_page_mean_bytes", "Mean weight of a measured page.", weights, "bytes")
    measured = [Sample({}, each.side.pages, at) for at, each in audits]
    yield Family("delest_history_pages", "Pages that an audit measured.", measured)
    paired = [Sample({}, each.paired_pages, at) for at, each in audits[1:]]
    yield Family("delest_history_paired_pages", "Pages that an audit shares with the one before it.", paired)
    changes = [(at, each.change_bytes) for at, each in audits if each.change_bytes is not None]
    told = "Mean change of the pages that an audit shares with the one before it."
    by_bound = [
        Sample({"bound": bound}, getattr(change, bound), at)
        for bound in ("low", "central", "high")
        for at, change in changes
    ]
    yield Family("delest_history_change_bytes", told, by_bound, "bytes")
    decided = [Sample({}, _DECIDED[each.certainty], at) for at, each in audits if each.certainty in _DECIDED]
    yield Family("delest_history_change_beyond_chance", "1 where that change is more than chance, else 0.", decided)
