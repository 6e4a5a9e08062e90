"""What changed between two saved audits of a site: the baseline and the scenario."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.records.co2e.avoided import Avoided
from delest.records.co2e.traffic import Traffic
from delest.records.gate.baseline import Change
from delest.units import Estimate


class Side(Struct, frozen=True, kw_only=True):
    """One of the two audits, or sets of audits."""

    run_id: str
    """Of a set of audits, their ids separated by commas."""
    site: str
    started_on: str
    """ISO date; of a set of audits, that of the first."""
    delest: str
    browser: str
    device: str
    consent: str
    cache: str
    """States of the cache that were measured."""
    loads: int
    """Least loads of a measured page with an empty cache."""
    pages: int
    """Measured."""
    sampled: bool = False
    complete: bool = True
    started_s: float = 0.0
    """Unix time at which it began."""
    audits: int = 1
    """More than one: a set of audits, whose loads of a page count together."""
    screen: str = "-"
    """Width and height in px, and pixel ratio; ``-``, here and below: not known, or as by default."""
    visitor: str = "-"
    """Options that say who visits: language, time zone, login, HTTP/3."""
    visit: str = "-"
    """Options that say how long a visit takes and what it does."""
    ended_on: str = ""
    """ISO date on which the last audit of a set began; empty: it is one audit."""


class Difference(Struct, frozen=True, kw_only=True):
    """A condition that differs between the two audits."""

    name: str
    before: str
    after: str
    forbids: bool
    """Changes of weight may come from it, so that no reduction may be claimed."""


class Certainty(StrEnum):
    """What may be said of a difference in weight."""

    LIGHTER = "lighter"
    HEAVIER = "heavier"
    NOISE = "noise"
    """Within what the loads of one page differ by chance."""
    UNKNOWN = "unknown"
    """How much the loads of one page differ was not measured."""


class PagePair(Struct, frozen=True, kw_only=True):
    """One page that both audits measured."""

    url: str
    """In the scenario."""
    before_bytes: float
    after_bytes: float
    change_bytes: Estimate
    """After less before; the bounds are by the spread of the loads, equal to the centre where each side has one."""
    certainty: Certainty
    changes: tuple[Change, ...] = ()
    """Resources that differ, largest change first; at most ``MOST_CHANGES``."""
    more_changes: int = 0


class ResourceChange(Struct, frozen=True, kw_only=True):
    """One resource over all paired pages."""

    change: Change
    """With the bytes summed over the pages."""
    pages: int


class KindChange(Struct, frozen=True, kw_only=True):
    """One kind of resource over all paired pages: mean bytes a page."""

    name: str
    before_bytes: float
    after_bytes: float


class NoClaim(StrEnum):
    """Why no reduction is claimed."""

    CONDITIONS = "conditions"
    NOISE = "noise"
    UNKNOWN_NOISE = "unknown-noise"
    NO_PAIRS = "no-pairs"
    NO_TRAFFIC = "no-traffic"
    HEAVIER = "heavier"


class Comparison(Struct, frozen=True, kw_only=True):
    """The whole comparison."""

    baseline: Side
    scenario: Side
    differences: tuple[Difference, ...] = ()
    pairs: tuple[PagePair, ...] = ()
    """Largest change first."""
    only_baseline: tuple[str, ...] = ()
    only_scenario: tuple[str, ...] = ()
    lost_requests: tuple[str, ...] = ()
    """Pages that both audits measured and that are not compared: requests were lost in one of them that were not in the
    other, so that a page would seem lighter by what could not be loaded."""
    mean_before_bytes: float = 0.0
    """Over the paired pages, each counting once."""
    mean_after_bytes: float = 0.0
    mean_change_bytes: Estimate | None = None
    certainty: Certainty = Certainty.UNKNOWN
    """Of the mean change."""
    probability: float | None = None
    """That chance alone makes as large a mean change, by the sign test of ``compare.statistics``; None: not asked."""
    kinds: tuple[KindChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    """Those that moved the weight most, largest first."""
    traffic_source: str = ""
    """Of the page views, where they are known."""
    traffic: Traffic | None = None
    """What is known of these page views, without the pages; None: nothing is claimed."""
    avoided: Avoided | None = None
    """The realised reduction a year, with one set of factors and one traffic on both sides; None: see ``no_claim``."""
    no_claim: NoClaim | None = None


class PastAudit(Struct, frozen=True, kw_only=True):
    """One audit of a history, compared with the one before it."""

    side: Side
    mean_bytes: float
    """Over its measured pages, each counting once."""
    paired_pages: int = 0
    change_bytes: Estimate | None = None
    """Mean over the paired pages; None for the first audit, or where no page is common."""
    certainty: Certainty | None = None
    moved_by: Change | None = None
    """The resource that moved the weight most, with bytes summed over the paired pages."""
    differences: tuple[Difference, ...] = ()


class History(Struct, frozen=True, kw_only=True):
    """The audits of one site, oldest first."""

    site: str
    audits: tuple[PastAudit, ...]
    left_out: tuple[str, ...] = ()
    """Directories that hold an audit that could not be read, or without a measured page."""


MOST_CHANGES: Final = 10
