"""One load of one page by our browser, and all that moved over the network for it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from delest.reason import Reason
from delest.records.pages.consent import Answered
from delest.records.pages.failed_request import Failures
from delest.records.pages.kind import Kind as Kind  # noqa: PLC0414 - read from here by all that read transfers
from delest.records.pages.observed import Observed
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.pages.screenshot import Screenshot


class Outcome(StrEnum):
    """How a page load ended; only ``ok`` has a weight that counts."""

    OK = "ok"
    HTTP_ERROR = "http-error"
    NOT_HTML = "not-html"
    BLOCKED = "blocked"
    TIMED_OUT = "timed-out"
    REFUSED = "refused"
    FAILED = "failed"


class Unsettled(StrEnum):
    """Why a page did not settle before the visit of it ended: its weight is a lower bound."""

    REQUESTS = "requests"
    """Requests that a visitor sees the page wait for were still in flight; they are among the failed ones."""
    DOCUMENTS = "documents"
    """It loaded itself, or a frame of it, again and again, and was stopped."""
    TRAFFIC = "traffic"
    """Something always moved over the network."""
    SCRIPT = "script"
    """Its main thread did not answer."""


class CacheState(StrEnum):
    """The browser's cache when a load starts: empty, holding another page of the site, or this very page."""

    COLD = "cold"
    IN_VISIT = "in-visit"
    WARM = "warm"


class ServedFrom(StrEnum):
    """Where the bytes of an answer came from; the last three cost nothing on the wire."""

    NETWORK = "network"
    REVALIDATED = "revalidated"
    CACHE = "cache"
    SERVICE_WORKER = "service-worker"
    INLINE = "inline"


class Device(Struct, frozen=True, kw_only=True):
    """The device that the browser plays; sizes in CSS pixels."""

    name: str = "desktop"
    width_px: int = 1920
    height_px: int = 1080
    pixel_ratio: float = 1.0
    mobile: bool = False
    user_agent: str = ""
    """What it says it is; empty: what Chromium says, or a telephone's Chromium where ``mobile``."""


class BrowserBuild(Struct, frozen=True, kw_only=True):
    """The browser that measured."""

    product: str
    """For example ``Chromium 156.0.8078.79``."""
    mode: str
    """``full`` (new headless mode of the full browser), ``headless-shell``, or ``recorded``: read from a HAR."""
    sandboxed: bool
    """Means nothing of a recording."""
    path: str = ""


class Transfer(Struct, frozen=True, kw_only=True):
    """One HTTP answer, or what came in over one other channel.

    ``transferred_bytes`` is None where nothing is known; ``exact`` says whether it is known to the byte.
    """

    url: str
    kind: Kind
    method: str = "GET"
    status: int | None = None
    mime_type: str = ""
    protocol: str = ""
    content_encoding: str = ""
    served_from: ServedFrom = ServedFrom.NETWORK
    cache_lifetime_s: float | None = None
    transferred_bytes: int | None
    exact: bool = True
    encoded_body_bytes: int | None = None
    decoded_body_bytes: int | None = None
    start_ms: float | None = None
    """Since the load began."""
    end_ms: float | None = None
    initiator: str = ""
    """URL of the document, script or style sheet that asked for it, where known."""
    frame: str = ""
    """URL of the frame it belongs to, where known."""
    redirect_hop: bool = False
    """An answer that only sent the browser elsewhere."""
    failure: str = ""
    """Why it did not end well, in the browser's own term (``net::ERR_ABORTED``)."""
    body_sha256: str = ""
    """Of the decoded body, where it was kept for the rules."""


class LoadFacts(Struct, frozen=True, kw_only=True):
    """How one load of one page went, without what moved: all that the report of a long audit can hold of each."""

    requested_url: str
    final_url: str
    started_at: datetime | None = None
    """With time zone; None where it was not kept."""
    outcome: Outcome
    reason: Reason | None = None
    """Why it did not end ok."""
    status: int | None = None
    """HTTP status of the page's own document."""
    title: str = ""
    cache_state: CacheState = CacheState.COLD
    came_from: str = ""
    """URL of the page that filled the cache; its bytes are in no transfer of this load."""
    device: Device | None
    """None: a recording that another tool made does not say."""
    browser: BrowserBuild
    consent: Answered | None = None
    """None: nothing was to be answered to a consent banner."""
    element_count: int | None = None
    """Elements of the document once settled, frames and shadow trees left out."""
    settled_after_ms: float | None = None
    """None: the page did not settle and was measured until the time limit."""
    unsettled: Unsettled | None = None
    """Why it did not settle; None where it did, and in audits by a delest that did not say."""
    exact: bool = True
    """The transfers' sum equals the socket ledger."""
    wire_bytes: int | None = None
    """What crossed the sockets, TLS included; never part of the page weight."""
    sent_bytes: int | None = None
    """What the browser sent."""
    before_interaction_bytes: int | None = None
    """The transferred bytes up to the moment of the first sign of a person: a mouse that moves, a finger."""
    before_scroll_bytes: int | None = None
    """The transferred bytes up to the moment the scrolling began."""
    scroll_cut: bool = False
    """The page's end was not reached within the limits of the scroll: the weight is that of the part scrolled."""
    scroll_stuck: bool = False
    """More of the page lies below, and neither a hand nor a script got there."""
    page_clock: PageClock = PageClock.REAL
    real_time_because: RealTime | None = None
    failures: Failures = Failures()
    """Requests without a whole response; those lost make the weight a lower bound."""


class PageLoad(LoadFacts, frozen=True, kw_only=True):
    """One load of one page."""

    transfers: tuple[Transfer, ...] = ()

    @property
    def transferred_bytes(self) -> int:
        """The page weight of this load: the sum over its transfers, in bytes."""
        return sum(t.transferred_bytes or 0 for t in self.transfers)


class PagePart(Struct, frozen=True, kw_only=True):
    """A document of a page: its own, or the one in a frame of the same site."""

    url: str
    html: str = ""
    """Its links that the HTML of the page does not hold: those in open shadow roots, and all links of a frame."""
    encoding: str = "UTF-8"
    """As the browser calls it."""


class Capture(Struct, frozen=True, kw_only=True):
    """A page load with what later stages read of the page itself; of which a run keeps what it may."""

    load: PageLoad
    html: str = ""
    """The document once settled, as the scripts left it."""
    parts: tuple[PagePart, ...] = ()
    """The page's own document first; empty: not read."""
    bodies: dict[str, bytes] = {}
    """Decoded bodies by ``body_sha256``, for the kinds that rules re-encode."""
    observed: Observed = Observed()
    """What the browser showed, where bodies were kept."""
    left_out_bodies: int = 0
    """Bodies that are not in ``bodies`` because they are too large, or too many."""
    retry_after: str = ""
    """The field of that name of the page's own answer."""
    screenshot: Screenshot | None = None
    """None: it was not asked for, or the page showed nothing."""
