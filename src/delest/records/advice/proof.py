"""What a page weighed when it was loaded again, unchanged and with lighter files: the proof of avoidable bytes."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.reason import Reason
from delest.records.advice.finding import Effect
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import CacheState


class Doubt(StrEnum):
    """Why a change is not proven, or a page not replayable."""

    NONE = ""
    NOT_RECORDED = "not-recorded"
    """The recording could not be made or kept; ``reason`` says why."""
    DIFFERS = "differs"
    """The unchanged replay weighs more or less than the recording."""
    VARIES = "varies"
    """Unchanged replays differ from each other."""
    MISSED = "missed"
    """The replay asked for what the recording does not have."""
    LOAD_FAILED = "load-failed"
    NOTHING_CHANGED = "nothing-changed"
    """The page did not ask for the changed files again."""
    NOT_AS_COMPUTED = "not-as-computed"
    OTHER_TRANSFERS = "other-transfers"
    ERRORS = "errors"
    TEXT = "text"
    ELEMENTS = "elements"
    IMAGES = "images"
    """An image is missing, or its box moved."""
    LOOK = "look"
    NOT_SEEN = "not-seen"
    """The page could not be looked at."""
    TIME = "time"
    """The time that a page's proof may take was over."""
    NO_ENCODER = "no-encoder"
    """What encodes videos is not installed."""
    NOT_WHOLE = "not-whole"
    """The recording does not have the whole file: its player stopped reading before the end."""


NOT_TRIED: Final = frozenset({Doubt.TIME, Doubt.NO_ENCODER, Doubt.NOT_WHOLE})
"""Doubts of changes with which no page was loaded."""


class Effort(StrEnum):
    """What an action asks of a team."""

    SETTING = "setting"
    """A setting of the server."""
    FILES = "files"
    """Other files in the place of those published."""
    CODE = "code"
    """A change of pages or scripts, with a developer's check."""


class ChangedFile(Struct, frozen=True, kw_only=True):
    """A resource before and after a change, in transferred bytes."""

    url: str
    before_bytes: int
    after_bytes: int


class Likeness(Struct, frozen=True, kw_only=True):
    """How alike the pictures of the page are, by structural similarity; 1 is identical."""

    mean: float
    worst_tile: float
    """Of the part that changed most."""


class Pictures(Struct, frozen=True, kw_only=True):
    """The page before and after, as WebP of bounded size."""

    before: bytes
    after: bytes
    width_px: int
    height_px: int
    likeness: float
    image_url: str = ""
    """Of the image that is shown; empty: it is the page."""


class Proof(Struct, frozen=True, kw_only=True):
    """One change of one page, replayed."""

    rule: str
    """Id of the rule; ``all`` for all changes together, ``given`` for files that the user gave."""
    page_url: str
    verdict: Verdict
    doubt: Doubt = Doubt.NONE
    detail: str = ""
    """In technical terms: a URL, an error."""
    reason: Reason | None = None
    """Why a load failed."""
    condition: str = ""
    """What has to hold, an English sentence for translation."""
    effort: Effort = Effort.FILES
    effect: Effect = Effect.AVOIDABLE
    """What ``avoided_bytes`` are; only avoidable ones are in a sum."""
    cache_state: CacheState = CacheState.COLD
    """Of the loads that were compared."""
    before_bytes: int = 0
    """The page unchanged: the median of its replays."""
    after_bytes: int = 0
    avoided_bytes: int = 0
    """What the changed transfers weigh less; less than 0: more. Of a host left out, what the page weighs less; of lazy
    loading, what comes less before the page is scrolled."""
    expected_bytes: int | None = None
    """The same by arithmetic; None where there is none."""
    other_bytes: int = 0
    """By how much the other transfers differ from the unchanged replays."""
    before_scroll_bytes: int = 0
    """What of the avoided bytes had come before the page was scrolled."""
    brought_along: tuple[str, ...] = ()
    """Of hosts left out: others that the page no longer asks for without them, heaviest first."""
    files: tuple[ChangedFile, ...] = ()
    """Most avoided bytes first."""
    more_files: int = 0
    likeness: Likeness | None = None

    @property
    def counts(self) -> bool:
        """Whether its bytes may be in a sum: they hold, and are gone from every load with an empty cache."""
        return self.holds and self.effect is Effect.AVOIDABLE

    @property
    def holds(self) -> bool:
        """Whether the bytes may be counted on."""
        return self.verdict in {Verdict.PROVEN, Verdict.CONDITIONAL}


class PageProof(Struct, frozen=True, kw_only=True):
    """All that was tried on one recorded page."""

    page_url: str
    recorded_at: datetime | None = None
    recorded_bytes: int = 0
    low_bytes: int = 0
    """Of the unchanged replays."""
    high_bytes: int = 0
    replays: int = 0
    doubt: Doubt = Doubt.NONE
    """Why it is not replayable; none: it is."""
    detail: str = ""
    """In technical terms, such as the address that was missing."""
    reason: Reason | None = None
    """Why it could not be recorded or loaded."""
    live: tuple[str, ...] = ()
    """Channels that cannot be replayed; their bytes are on neither side."""
    proofs: tuple[Proof, ...] = ()
    """Each change alone, most avoided bytes first."""
    together: Proof | None = None
    """All changes that hold: the only sum there is."""
    pictures: tuple[Pictures, ...] = ()

    @property
    def replayable(self) -> bool:
        """Whether the unchanged replay weighs what the recording weighed."""
        return self.doubt is Doubt.NONE


class Action(Struct, frozen=True, kw_only=True):
    """What a team can do, over the whole site: one rule, with the resources whose bytes were proven."""

    rule: str
    effort: Effort
    verdict: Verdict
    """``proven``, or ``conditional`` where a condition has to hold."""
    conditions: tuple[str, ...] = ()
    """English sentences for translation."""
    avoided_bytes: int
    """Of its resources, each counted once."""
    resources: int
    pages: int
    """Measured pages that load one of them."""
    per_page_bytes: float
    """On an average measured page, with an empty cache."""
    bytes_per_year: float | None
    """Same, times page views; None: these are not known."""


class Reach(Struct, frozen=True, kw_only=True):
    """How far the proven actions go, on an average measured page, with an empty cache."""

    mean_bytes: float
    proven_bytes: float
    """Of a resource that several actions make lighter, the most that one of them avoids."""
    per_view_bytes: float = 0.0
    """The same on an average page view: pages count as often as they are viewed, as far as that is known."""
    needed_bytes: float | None = None
    """What the target asks for per page view, each page over it brought down to it; None: no target."""

    @property
    def missing_bytes(self) -> float | None:
        """What has no action yet."""
        return None if self.needed_bytes is None else max(0.0, self.needed_bytes - self.per_view_bytes)


class Plan(Struct, frozen=True, kw_only=True):
    """The actions that were proven, most bytes a year first, and how far they reach."""

    actions: tuple[Action, ...]
    reach: Reach
