"""Offenders gathered into findings."""

from collections.abc import Iterable

import msgspec

from delest.records.advice.finding import Confidence, Effect, Finding, Offender
from delest.records.pages.load import Capture, Transfer
from delest.units import Estimate, exactly


def computed(
    rule: str,
    capture: Capture,
    offenders: Iterable[Offender],
    *,
    effect: Effect = Effect.AVOIDABLE,
    confidence: Confidence = Confidence.COMPUTED,
) -> Finding | None:
    """Return the finding that ``offenders`` are, one entry for each URL, or None if there are none."""
    by_url: dict[str, Offender] = {}
    for each in offenders:
        known = by_url.get(each.url)
        by_url[each.url] = _together(known, each) if known else each
    if not by_url:
        return None
    ranked = sorted(by_url.values(), key=lambda each: (-_amount(each), each.url))
    return Finding(
        rule=rule,
        page_url=capture.load.requested_url,
        avoidable_bytes=_total(each.avoidable_bytes for each in ranked),
        effect=effect,
        other_bytes=_total(each.other_bytes for each in ranked),
        confidence=confidence,
        offenders=tuple(ranked),
    )


def sent(transfer: Transfer, remedy: str = "") -> Offender:
    """Return the offender that an answer is with all its bytes, headers included."""
    size_bytes = transfer.transferred_bytes or 0
    return Offender(
        url=transfer.url,
        kind=transfer.kind,
        transferred_bytes=size_bytes,
        avoidable_bytes=exactly(size_bytes),
        remedy=remedy,
    )


def concerned(transfer: Transfer, amount: Estimate | None = None, remedy: str = "") -> Offender:
    """Return the offender that an answer is to a finding of another effect; by default with all its bytes."""
    size_bytes = transfer.transferred_bytes or 0
    return Offender(
        url=transfer.url,
        kind=transfer.kind,
        transferred_bytes=size_bytes,
        avoidable_bytes=exactly(0),
        other_bytes=exactly(size_bytes) if amount is None else amount,
        remedy=remedy,
    )


def _amount(offender: Offender) -> float:
    return offender.avoidable_bytes.central + offender.other_bytes.central


def _together(one: Offender, other: Offender) -> Offender:
    return msgspec.structs.replace(
        one,
        transferred_bytes=one.transferred_bytes + other.transferred_bytes,
        avoidable_bytes=one.avoidable_bytes + other.avoidable_bytes,
        other_bytes=one.other_bytes + other.other_bytes,
    )


def _total(estimates: Iterable[Estimate]) -> Estimate:
    return sum(estimates, start=exactly(0))
