"""The public types of what was proven, ``delest.report/1``."""

from datetime import datetime

from msgspec import Struct

from delest.report.data.json_v1.quantities import Bytes, Count


class ChangedFileV1(Struct, frozen=True, kw_only=True):
    """A resource before and after a change, in transferred bytes."""

    url: str
    before_bytes: Bytes
    after_bytes: Bytes


class LikenessV1(Struct, frozen=True, kw_only=True):
    """Mean structural similarity of the page's pictures before and after: 1 is identical."""

    mean: float
    worst_tile: float


class ProofV1(Struct, frozen=True, kw_only=True):
    """One change of one page, weighed by loading the page again."""

    rule: str
    """Its id; ``all``: all changes that hold, together; ``given``: a file of the user; ``third-party:NAME``."""
    page_url: str
    verdict: str
    """``proven``, ``conditional``, ``heavier``, ``side-effects`` or ``not-replayable``."""
    doubt: str
    """Why it is not proven, such as ``look`` or ``errors``; empty: it is."""
    detail: str
    condition: str
    effort: str
    """``setting``, ``files`` or ``code``."""
    cache_state: str
    before_bytes: Bytes
    """The page, loaded again unchanged."""
    after_bytes: Bytes
    avoided_bytes: float
    """What the changed files weigh less; negative: more. Of a cost: what the page weighs less."""
    expected_bytes: float | None
    """The same as computed; null: there is nothing to compute."""
    other_bytes: Bytes
    """By how much all other transfers differ from the unchanged loads."""
    before_scroll_bytes: float
    files: tuple[ChangedFileV1, ...]
    more_files: Count
    likeness: LikenessV1 | None
    brought_along: tuple[str, ...] = ()
    """Of a third party that was left out: the other hosts that go with it."""
    effect: str
    """What ``avoided_bytes`` are: ``avoidable``, or ``before-scroll``, ``later-pages`` and ``cost``, in no sum."""


class PageProofV1(Struct, frozen=True, kw_only=True):
    """All that was tried on one recorded page."""

    page_url: str
    recorded_at: datetime | None
    recorded_bytes: Bytes
    low_bytes: Bytes
    """Of the unchanged loads without the network."""
    high_bytes: Bytes
    replays: Count
    doubt: str
    """Why the page is not replayable; empty: it is."""
    detail: str
    live: tuple[str, ...]
    proofs: tuple[ProofV1, ...]
    together: ProofV1 | None
    """All changes that hold, in one load: the only sum."""


class ActionV1(Struct, frozen=True, kw_only=True):
    """A proven rule over the site."""

    rule: str
    effort: str
    verdict: str
    conditions: tuple[str, ...]
    avoided_bytes: Bytes
    """Of its resources, each counted once."""
    resources: Count
    pages: Count
    per_page_bytes: float
    bytes_per_year: float | None


class ReachV1(Struct, frozen=True, kw_only=True):
    """How far proven actions go, on an average measured page, with an empty cache."""

    mean_bytes: float
    proven_bytes: float
    needed_bytes: float | None
    per_view_bytes: float = 0.0
    """As ``proven_bytes``, pages counted as often as they are viewed."""


class PlanV1(Struct, frozen=True, kw_only=True):
    """The proven actions, most bytes a year first."""

    actions: tuple[ActionV1, ...]
    reach: ReachV1
