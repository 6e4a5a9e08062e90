"""The services of a campaign folded into one report. Pure."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from delest.fleet.trend import trend
from delest.records.co2e.avoided import Converted
from delest.records.fleet.campaign import MEASURED, Campaign, Entry, State
from delest.records.fleet.report import FleetReport, GroupTotal, RecurringAction, Spread, Unmeasured
from delest.records.fleet.result import RuleResult, ServiceResult
from delest.units import GB_BYTES, Estimate

_QUARTERS: Final = 4

Convert = Callable[[float], Converted]
"""Gigabytes a year as kg CO2e."""


def consolidate(campaign: Campaign, earlier: Sequence[Campaign], convert: Convert, *, anonymous: bool) -> FleetReport:
    """Return what a campaign came to.

    Args:
        campaign: this edition.
        earlier: other editions, the latest first.
        convert: prices gigabytes, under one version of every factor set.
        anonymous: reports are to name no service.
    """
    known = [each for each in campaign.entries if each.state is not State.EXCLUDED]
    measured = [(each, each.result) for each in known if each.state in MEASURED and each.result is not None]
    results = [result for _entry, result in measured]
    days = sorted(result.ended_at.date().isoformat() for result in results)
    over = [entry.pages_over_budget for entry, _result in measured if entry.pages_over_budget is not None]
    viewed = [result for result in results if result.bytes_per_year is not None]
    total = math.fsum(result.bytes_per_year or 0.0 for result in viewed)
    own = math.fsum(result.own_bytes for result in results)
    return FleetReport(
        header=campaign.header,
        entries=(*sorted((entry for entry, _ in measured), key=_rank), *(e for e in known if e.result is None)),
        states=dict(Counter(each.state for each in campaign.entries)),
        known=len(known),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
        spread=_spread([result.mean_bytes for result in results]),
        with_budget=len(over),
        within_budget=over.count(0),
        with_views=len(viewed),
        views_per_year=math.fsum(result.views_per_year or 0.0 for result in viewed),
        bytes_per_year=total,
        converted=convert(total / GB_BYTES) if viewed else None,
        groups=_groups(known),
        actions=_actions(results),
        unmeasured=_unmeasured(known, anonymous=anonymous),
        trends=tuple(found for each in earlier if (found := trend(each, campaign, convert)) is not None),
        own_bytes=own,
        own_converted=convert(own / GB_BYTES) if own else None,
        anonymous=anonymous,
    )


def _rank(entry: Entry) -> tuple[float, float, str]:
    """Where help is worth most comes first; services without known traffic come after, by a page view."""
    assert entry.result is not None  # noqa: S101 - only measured ones are ranked
    return -(entry.result.avoidable_bytes_per_year or 0.0), -entry.result.avoidable_bytes, entry.service.id


def _spread(weights: list[float]) -> Spread | None:
    if not weights:
        return None
    alone = len(weights) == 1
    lower, median, upper = weights * 3 if alone else statistics.quantiles(weights, n=_QUARTERS, method="inclusive")
    return Spread(lowest=min(weights), lower_quartile=lower, median=median, upper_quartile=upper, highest=max(weights))


def _groups(known: Iterable[Entry]) -> tuple[GroupTotal, ...]:
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    for each in known:
        by_name[each.service.ministry].append(each)
    if set(by_name) <= {""}:
        return ()
    return tuple(_group(name, entries) for name, entries in sorted(by_name.items(), key=lambda item: item[0] or "~"))


def _group(name: str, entries: Sequence[Entry]) -> GroupTotal:
    results = [each.result for each in entries if each.result is not None and each.state in MEASURED]
    viewed = [result.bytes_per_year for result in results if result.bytes_per_year is not None]
    return GroupTotal(
        name=name,
        known=len(entries),
        measured=len(results),
        median_bytes=statistics.median(result.mean_bytes for result in results) if results else None,
        bytes_per_year=math.fsum(viewed) if viewed else None,
    )


def _actions(results: Iterable[ServiceResult]) -> tuple[RecurringAction, ...]:
    found: defaultdict[str, list[tuple[RuleResult, ServiceResult]]] = defaultdict(list)
    for result in results:
        for rule in result.rules:
            found[rule.rule].append((rule, result))
    made = [_action(rule, each) for rule, each in found.items()]
    return tuple(
        sorted(made, key=lambda a: (-(a.bytes_per_year.central if a.bytes_per_year else 0.0), -a.services, a.rule))
    )


def _action(rule: str, found: Sequence[tuple[RuleResult, ServiceResult]]) -> RecurringAction:
    avoids = any(each.avoids for each, _result in found)
    viewed = [(each, result.views_per_year) for each, result in found if result.views_per_year is not None]
    yearly: Estimate | None = None
    if avoids and viewed:
        yearly = sum((each.avoidable_bytes * views for each, views in viewed), Estimate(low=0, central=0, high=0))
    return RecurringAction(
        rule=rule,
        title=found[0][0].title,
        services=len(found),
        pages=sum(each.pages for each, _result in found),
        services_with_views=len(viewed),
        bytes_per_year=yearly,
        per_view_bytes=math.fsum(each.avoidable_bytes.central for each, _result in found) / len(found),
        avoids=avoids,
    )


def _unmeasured(known: Iterable[Entry], *, anonymous: bool) -> tuple[Unmeasured, ...]:
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for each in known:
        if each.state not in MEASURED:
            reason = each.reason.code.value if each.reason else ""
            told = "" if reason or (anonymous and "://" in each.message) else each.message  # an address is a name
            found[reason, told].append(each)
    made = [
        Unmeasured(reason=each[0].reason.code if each[0].reason else None, message=message, entries=tuple(each))
        for (_reason, message), each in found.items()
    ]
    return tuple(sorted(made, key=lambda each: -len(each.entries)))
