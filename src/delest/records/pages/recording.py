"""Page loads that another tool recorded, and what they weigh as far as the recording tells."""

from enum import StrEnum

from msgspec import Struct

from delest.reason import Reason
from delest.records.pages.load import Outcome, PageLoad
from delest.records.pages.weight import ResourceWeight, Share


class Unknown(StrEnum):
    """What a recording does not tell of an answer, or why an answer is not counted."""

    NO_SIZE = "no-size"
    NO_HEADER_SIZE = "no-header-size"
    NO_BODY_SIZE = "no-body-size"
    BAD_COUNT = "bad-count"
    """The tool's own count of the whole answer is not a size (``NaN``): header and body sizes are used."""
    NO_ANSWER = "no-answer"
    NO_DOCUMENT = "no-document"
    """The page's own document is not in the recording."""
    NO_ADDRESS = "no-address"
    """Counted, as the page's own."""
    LIVE = "live"
    """A connection whose messages are not counted."""
    DECODED_SIZE = "decoded-size"
    """A compressed body whose size is given as that of the decoded one: most likely less crossed."""
    NO_PAGE = "no-page"
    """Belongs to no page; counted with the page of the entry before it."""
    CACHE = "cache"
    SERVICE_WORKER = "service-worker"
    LOCAL = "local"
    """``data:``, ``blob:`` and other addresses that need no network."""


class RecordedLoad(Struct, frozen=True, kw_only=True):
    """One page of a recording."""

    load: PageLoad
    unknown: dict[Unknown, int]
    """How many answers each holds for; none that holds for no answer."""


class Recording(Struct, frozen=True, kw_only=True):
    """One file, read."""

    name: str
    """Of the file, as the user gave it."""
    tool: str
    """What wrote it, as it says itself; empty where it does not."""
    loads: tuple[RecordedLoad, ...]
    """In the order of the file; pages without an entry are left out."""


class RecordedWeight(Struct, frozen=True, kw_only=True):
    """What one page of a recording weighs."""

    url: str
    title: str
    browser: str
    outcome: Outcome
    reason: Reason | None
    transferred_bytes: int | None
    """None: the page did not end ok, so that it has no weight."""
    lower_bound: bool
    """Some bytes that crossed are certainly or possibly not in the figure, and none is counted too much."""
    requests: int
    by_kind: tuple[Share, ...]
    by_party: tuple[Share, ...]
    heaviest_resources: tuple[ResourceWeight, ...]
    """Most bytes first; at most 10."""
    unknown: dict[Unknown, int]


class WeighedRecording(Struct, frozen=True, kw_only=True):
    """What the pages of one file weigh."""

    name: str
    tool: str
    pages: tuple[RecordedWeight, ...]
