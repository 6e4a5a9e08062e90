"""A comparison of two audits as OpenMetrics text."""

from collections.abc import Iterator
from typing import Final

from delest.records.gate.comparison import Comparison
from delest.report.signals.audit_metrics import kilograms
from delest.report.signals.exposition import Family, Sample, exposition

_PAGES_AT_MOST: Final = 100


def comparison_metrics(found: Comparison) -> str:
    """Return the exposition of a comparison; without a claim there is no value in kg."""
    about = {
        "before_run": found.baseline.run_id,
        "after_run": found.scenario.run_id,
        "verdict": found.certainty.value,
        "no_claim": found.no_claim.value if found.no_claim else "",
    }
    facts = ("delest_comparison", "The two audits that all other values come from.", about)
    return exposition(facts, _families(found), site=found.scenario.site)


def _families(found: Comparison) -> Iterator[Family]:
    counts = {
        "compared": found.pairs,
        "only-before": found.only_baseline,
        "only-after": found.only_scenario,
        "requests-lost": found.lost_requests,
    }
    pages = [Sample({"state": state}, len(some)) for state, some in counts.items()]
    yield Family("delest_comparison_pages", "Pages by whether they are compared.", pages)
    differing = [Sample({"condition": each.name, "forbids_claim": str(each.forbids).lower()}, 1)
                 for each in found.differences]  # fmt: skip
    yield Family("delest_comparison_condition_differs", "1 for each condition that differs.", differing)
    change = found.mean_change_bytes
    if change is None:
        return
    means = [Sample({"side": "before"}, found.mean_before_bytes), Sample({"side": "after"}, found.mean_after_bytes)]
    yield Family("delest_comparison_page_mean_bytes", "Mean weight of a compared page.", means, "bytes")
    bounds = [Sample({"bound": "low"}, change.low), Sample({"bound": "central"}, change.central),
              Sample({"bound": "high"}, change.high)]  # fmt: skip
    yield Family("delest_comparison_change_bytes", "Mean change of the compared pages.", bounds, "bytes")
    kinds = [
        Sample({"kind": each.name, "side": side}, size)
        for each in found.kinds
        for side, size in (("before", each.before_bytes), ("after", each.after_bytes))
    ]
    yield Family("delest_comparison_kind_bytes", "The average compared page by kind of content.", kinds, "bytes")
    largest = [Sample({"page": each.url}, each.change_bytes.central) for each in found.pairs[:_PAGES_AT_MOST]]
    yield Family("delest_comparison_page_change_bytes", "The pages that changed most.", largest, "bytes")
    if found.avoided is not None and found.no_claim is None:
        told = "Realised reduction attributed to data transfer: the readings make a range and are never averaged."
        yield Family("delest_comparison_avoided_co2e_per_year_kilograms", told, kilograms(found.avoided.converted),
                     "kilograms")  # fmt: skip
