"""Two saved audits or sets of audits, compared: pages, resources, and what is avoided a year."""

from pathlib import Path

from msgspec.structs import replace

from delest.compare.pairs import compare
from delest.convert.web.scenario import between
from delest.factors.load import released
from delest.pipeline.comparing.audited import read_side
from delest.records.co2e.shares import shares_of
from delest.records.co2e.traffic import Traffic
from delest.records.gate.comparison import Certainty, Comparison, NoClaim


def compare_runs(baseline: Path, scenario: Path, site: str = "") -> Comparison:
    """Return how two saved audits, or two directories of them, differ, and the reduction that may be claimed.

    The loads that the audits of a set made of a page count together. The traffic and its conditions are those of the
    scenario, of a set those of its last audit with page views; the factors are those of this version of delest.

    Args:
        baseline: a saved audit, or a directory of them.
        scenario: the same, of the state to compare with it.
        site: host of the start URL of the audits of a set; empty: they are all of one.

    Raises:
        InputError: there is no saved audit, or the audits of a set do not belong together.
    """
    before, after = read_side(baseline, site), read_side(scenario, site)
    found = compare((before.side, before.pages), (after.side, after.pages))
    why = _no_claim(found, after.audited.traffic)
    if why is not None:
        return replace(found, no_claim=why)
    compared = {pair.url for pair in found.pairs}
    keys = [page.key for page in after.pages if page.url in compared]
    traffic = after.audited.traffic
    header = after.audited.header
    used = shares_of(header.question.conditions.shares, traffic, header.loading.cache_states)
    conditions = replace(header.question.conditions, shares=used.views)
    pairs = [(before.weights[key], after.weights[key]) for key in keys]
    avoided = between(pairs, traffic, released(), conditions, used.ends)
    if avoided is None or traffic is None:
        return replace(found, traffic_source=traffic.source if traffic else "", no_claim=NoClaim.NO_TRAFFIC)
    facts = replace(traffic, pages=(), templates=(), unmatched=(), documents=())
    return replace(found, avoided=avoided, traffic_source=traffic.source, traffic=facts)


def _no_claim(found: Comparison, traffic: Traffic | None) -> NoClaim | None:
    if not found.pairs:
        return NoClaim.NO_PAIRS
    if any(each.forbids for each in found.differences):
        return NoClaim.CONDITIONS
    reasons = {
        Certainty.NOISE: NoClaim.NOISE,
        Certainty.UNKNOWN: NoClaim.UNKNOWN_NOISE,
        Certainty.HEAVIER: NoClaim.HEAVIER,
    }
    return reasons.get(found.certainty) or (None if traffic else NoClaim.NO_TRAFFIC)
