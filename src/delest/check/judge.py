"""Which limits apply to a page, and what the page has of what they limit. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from delest.records.gate.budget import Budget
from delest.records.gate.limit import BudgetSet, Limit, Match, Measure, PageBudget
from delest.records.pages.load import CacheState, Outcome
from delest.records.pages.weight import PageWeight, Share, Weight
from delest.records.runs.audit import PageFacts
from delest.urls import path_of, url_pattern


class Applied(NamedTuple):
    """One limit of one entry."""

    entry: PageBudget
    limit: Limit


def command_line(budget: Budget) -> tuple[BudgetSet, ...]:
    """Return the limits of the command line as a set of their own, before those of files."""
    given = (
        ("max_page_weight_bytes", Measure.WEIGHT, budget.max_page_weight_bytes),
        ("max_page_requests", Measure.REQUESTS, budget.max_page_requests),
    )
    limits = tuple(Limit(measure=measure, most=most, key=key) for key, measure, most in given if most is not None)
    own = (BudgetSet(dialect="", entries=(PageBudget(place="", limits=limits),)),) if limits else ()
    return (*own, *budget.sets)


def limits_of(url: str, sets: Sequence[BudgetSet], template_of: Mapping[str, str]) -> Iterator[Applied]:
    """Yield the limits that apply to the page ``url``."""
    for each in sets:
        matching = [entry for entry in each.entries if matches(entry, url, template_of.get(url, ""))]
        for entry in matching[-1:] if each.last_wins else matching:
            for limit in entry.limits:
                yield Applied(entry, limit)


def matches(entry: PageBudget, url: str, template: str) -> bool:
    """Tell whether an entry is for the page ``url``, of a template."""
    if entry.template and entry.template not in {template, "/" + template.partition("://")[2].partition("/")[2]}:
        return False
    path = path_of(url)
    if entry.match is Match.REGEX:
        return bool(re.search(entry.pages, url))
    if entry.match is Match.ROBOTS:
        end = entry.pages.endswith("$")
        pattern = ".*".join(map(re.escape, entry.pages.removesuffix("$").split("*")))
        return bool((re.fullmatch if end else re.match)(pattern, path))
    return bool(url_pattern(entry.pages).match(path if entry.pages.startswith("/") else url))


def measured(limit: Limit, page: PageFacts, weight: PageWeight) -> float | None:
    """Return what a page has of what ``limit`` is on; None where it was not measured.

    Weights and counts are those of the median load; shares by kind and party are of that one load.
    """
    if limit.measure is Measure.ELEMENTS:
        counted = [load.element_count for load in page.loads if load.outcome is Outcome.OK]
        known = [count for count in counted if count is not None]
        return max(known) if known else None
    of_state = {CacheState.COLD: weight.cold, CacheState.IN_VISIT: weight.in_visit, CacheState.WARM: weight.warm}
    found = of_state[limit.state]
    if found is None:
        return None
    if limit.measure is Measure.RESOURCE:
        return max((each.transferred_bytes for each in weight.heaviest_resources), default=0)
    return _amount(limit, found)


def _amount(limit: Limit, weight: Weight) -> float:
    by_weight = limit.measure is Measure.WEIGHT
    shares: Sequence[Share] | None = None
    if limit.party:
        shares = [share for share in weight.by_party if share.name == limit.party]
    elif limit.kinds:
        shares = [share for share in weight.by_kind if share.name in limit.kinds]
    if shares is None:
        return weight.transferred_bytes.median if by_weight else weight.requests.median
    return sum(share.transferred_bytes if by_weight else share.requests for share in shares)
