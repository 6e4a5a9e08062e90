"""Offenders gathered into findings."""

from collections.abc import Iterable

import msgspec

from delest.records.finding import Confidence, Finding, Offender
from delest.records.load import Capture
from delest.units import Estimate, exactly


def computed(rule: str, capture: Capture, offenders: Iterable[Offender]) -> Finding | None:
    """Return the finding that ``offenders`` are, one entry for each URL, or None if there are none."""
    by_url: dict[str, Offender] = {}
    for each in offenders:
        known = by_url.get(each.url)
        by_url[each.url] = _together(known, each) if known else each
    if not by_url:
        return None
    ranked = sorted(by_url.values(), key=lambda each: (-each.avoidable_bytes.central, each.url))
    return Finding(
        rule=rule,
        page_url=capture.load.requested_url,
        avoidable_bytes=_total(each.avoidable_bytes for each in ranked),
        confidence=Confidence.COMPUTED,
        offenders=tuple(ranked),
    )


def _together(one: Offender, other: Offender) -> Offender:
    return msgspec.structs.replace(
        one,
        transferred_bytes=one.transferred_bytes + other.transferred_bytes,
        avoidable_bytes=one.avoidable_bytes + other.avoidable_bytes,
    )


def _total(estimates: Iterable[Estimate]) -> Estimate:
    return sum(estimates, start=exactly(0))
