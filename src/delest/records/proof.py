"""What a page weighed when it was loaded again, unchanged and with lighter files: the proof of avoidable bytes."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from delest.records.load import CacheState


class Verdict(StrEnum):
    """What the loads of a changed page showed."""

    PROVEN = "proven"
    """The page is lighter by this much, and otherwise as it was."""
    CONDITIONAL = "conditional"
    """Same, where the named condition holds."""
    HEAVIER = "heavier"
    SIDE_EFFECTS = "side-effects"
    """Something else changed too: other transfers, errors, the text, the look."""
    NOT_REPLAYABLE = "not-replayable"
    """The page, replayed unchanged, does not weigh what its recording weighed."""


class Doubt(StrEnum):
    """Why a change is not proven, or a page not replayable."""

    NONE = ""
    NOT_RECORDED = "not-recorded"
    """The recording could not be made or kept; ``detail`` says why."""
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


class Proof(Struct, frozen=True, kw_only=True):
    """One change of one page, replayed."""

    rule: str
    """Id of the rule; ``all`` for all changes together, ``given`` for files that the user gave."""
    page_url: str
    verdict: Verdict
    doubt: Doubt = Doubt.NONE
    detail: str = ""
    """In technical terms: a URL, an error."""
    condition: str = ""
    """What has to hold, an English sentence for translation."""
    effort: Effort = Effort.FILES
    cache_state: CacheState = CacheState.COLD
    before_bytes: int = 0
    """The page unchanged: the median of its replays."""
    after_bytes: int = 0
    avoided_bytes: int = 0
    """What the changed transfers weigh less; less than 0: more. Of a host left out, what the page weighs less."""
    expected_bytes: int | None = None
    """The same by arithmetic; None where there is none."""
    other_bytes: int = 0
    """By how much the other transfers differ from the unchanged replays."""
    before_scroll_bytes: int = 0
    """What of the avoided bytes had come before the page was scrolled."""
    files: tuple[ChangedFile, ...] = ()
    """Most avoided bytes first."""
    more_files: int = 0
    likeness: Likeness | None = None
    is_cost: bool = False
    """Bytes of something that the page gives up: what it costs, not what is avoidable."""

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
