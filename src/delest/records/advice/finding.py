"""What could go, and how surely."""

from enum import StrEnum

from msgspec import Struct

from delest.records.advice.verdict import Verdict
from delest.records.pages.load import Kind
from delest.units import Estimate, exactly


class Confidence(StrEnum):
    """How an avoidable amount is known: replayed and weighed again; re-encoded; assumed."""

    PROVEN = "proven"
    COMPUTED = "computed"
    RULE_OF_THUMB = "rule-of-thumb"


class Effect(StrEnum):
    """What the bytes of a finding are to a visitor; only ``avoidable`` ones count in the page's weight and for less."""

    AVOIDABLE = "avoidable"
    """Gone from every load of the page with an empty cache."""
    BEFORE_SCROLL = "before-scroll"
    """Kept from visitors who do not scroll; a complete visit transfers them all the same."""
    LATER_PAGES = "later-pages"
    """Sent again on the next page of a visit, or when the visitor comes back."""
    COST = "cost"
    """Gone where the function is given up: what it costs, never called avoidable."""
    NOTICE = "notice"
    """What the files concerned transfer: a fact to look at, without any amount to avoid."""


class Offender(Struct, frozen=True, kw_only=True):
    """The resource behind a finding."""

    url: str
    kind: Kind
    transferred_bytes: int
    avoidable_bytes: Estimate
    other_bytes: Estimate = exactly(0)
    """Those of any other effect of the finding."""
    remedy: str = ""
    """What was tried, in technical terms: ``brotli 5``."""


class Finding(Struct, frozen=True, kw_only=True):
    """A rule broken on a page. Findings overlap: a total is never their plain sum."""

    rule: str
    page_url: str
    avoidable_bytes: Estimate
    """On one cold load of the page; 0 where the effect is another."""
    effect: Effect = Effect.AVOIDABLE
    other_bytes: Estimate = exactly(0)
    """Those of any other effect."""
    confidence: Confidence
    offenders: tuple[Offender, ...]
    """Most avoidable bytes first."""
    verdict: Verdict | None = None
    """What loading the page again with the lighter files showed; None: that was not tried."""
    more_offenders: int = 0
    """How many others were left out of ``offenders``; their bytes are in those of the finding."""

    @property
    def concerned_bytes(self) -> Estimate:
        """The bytes that its effect speaks of."""
        return self.avoidable_bytes if self.effect is Effect.AVOIDABLE else self.other_bytes
