"""Two editions against each other: only services and pages that both measured, never the means of two populations.

Pure.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from delest.records.co2e.avoided import Converted
from delest.records.fleet.campaign import MEASURED, Campaign
from delest.records.fleet.report import Break, Trend
from delest.records.fleet.result import ServiceResult
from delest.units import GB_BYTES


class _Pair(NamedTuple):
    before_bytes: float
    after_bytes: float
    noise_bytes: float | None
    pages: int
    views_per_year: float | None
    views_before: float | None


def trend(before: Campaign, now: Campaign, convert: Callable[[float], Converted]) -> Trend | None:
    """Return how an edition differs from an earlier one; None where no page of any service is in both.

    A reduction is priced only where it is more than the spread between the loads of the same pages, and where both
    editions were measured alike. Page views are those of ``now``.
    """
    old, new = _measured(before), _measured(now)
    pairs = {name: pair for name in new if name in old and (pair := _pair(old[name], new[name])) is not None}
    if not pairs:
        return None
    mean_before = math.fsum(pair.before_bytes for pair in pairs.values()) / len(pairs)
    mean_after = math.fsum(pair.after_bytes for pair in pairs.values()) / len(pairs)
    noises = [pair.noise_bytes for pair in pairs.values()]
    noise = None if None in noises else math.fsum(each or 0.0 for each in noises) / len(noises)
    yearly = [
        pair.views_per_year * (pair.before_bytes - pair.after_bytes)
        for pair in pairs.values()
        if pair.views_per_year is not None
    ]
    breaks = tuple(dict.fromkeys(each for name in pairs for each in _breaks(old[name], new[name])))
    more = [
        (pair.views_per_year - pair.views_before) * pair.after_bytes
        for pair in pairs.values()
        if pair.views_per_year is not None and pair.views_before is not None
    ]
    fewer = math.fsum(yearly) if yearly else None
    sure = noise is not None and mean_before - mean_after > noise and not breaks
    return Trend(
        edition=before.header.name,
        services=len(pairs),
        pages=sum(pair.pages for pair in pairs.values()),
        before_bytes=mean_before,
        after_bytes=mean_after,
        noise_bytes=noise,
        bytes_per_year=fewer,
        converted=convert(fewer / GB_BYTES) if sure and fewer is not None and fewer > 0 else None,
        traffic_bytes_per_year=math.fsum(more) if more else None,
        traffic_services=len(more),
        breaks=breaks,
        only_before=tuple(name for name in old if name not in pairs),
        only_after=tuple(name for name in new if name not in pairs),
    )


def _measured(campaign: Campaign) -> Mapping[str, ServiceResult]:
    return {each.service.id: each.result for each in campaign.entries if each.result and each.state in MEASURED}


def _pair(before: ServiceResult, after: ServiceResult) -> _Pair | None:
    old, new = ({page.url: page for page in each.pages} for each in (before, after))
    # A request that only one edition lost must not count as a reduction.
    both = [url for url in new if url in old and old[url].lost == new[url].lost]
    if not both:
        return None
    known = all(page.loads > 1 for url in both for page in (old[url], new[url]))
    spread = math.fsum(max(old[url].spread_bytes, new[url].spread_bytes) for url in both) / len(both)
    return _Pair(
        before_bytes=math.fsum(old[url].bytes for url in both) / len(both),
        after_bytes=math.fsum(new[url].bytes for url in both) / len(both),
        noise_bytes=spread if known else None,
        pages=len(both),
        views_per_year=after.views_per_year,
        views_before=before.views_per_year,
    )


def _breaks(before: ServiceResult, after: ServiceResult) -> Iterator[Break]:
    old, new = before.conditions, after.conditions
    for which, differs in (
        (Break.DELEST, before.delest_version != after.delest_version),
        (Break.DEVICE, old.device != new.device),
        (Break.BROWSER, old.browser != new.browser),
        (Break.CONSENT, old.consent != new.consent),
        (Break.VISIT, (old.stay_s, old.real_time) != (new.stay_s, new.real_time)),
    ):
        if differs:
            yield which
