"""What could go, and how surely."""

from enum import StrEnum

from msgspec import Struct

from delest.records.load import Kind
from delest.units import Estimate


class Confidence(StrEnum):
    """How an avoidable amount is known: replayed and weighed again; re-encoded; assumed."""

    PROVEN = "proven"
    COMPUTED = "computed"
    RULE_OF_THUMB = "rule-of-thumb"


class Offender(Struct, frozen=True, kw_only=True):
    """The resource behind a finding."""

    url: str
    kind: Kind
    transferred_bytes: int
    avoidable_bytes: Estimate
    remedy: str = ""
    """What was tried, in technical terms: ``brotli 5``."""


class Finding(Struct, frozen=True, kw_only=True):
    """A rule broken on a page. Findings overlap: a total is never their plain sum."""

    rule: str
    page_url: str
    avoidable_bytes: Estimate
    """On one cold load of the page."""
    confidence: Confidence
    offenders: tuple[Offender, ...]
    """Most avoidable bytes first."""
    more_offenders: int = 0
    """How many others were left out of ``offenders``; their bytes are in ``avoidable_bytes``."""
