"""What the public JSON report, ``delest.report/1``, says of a page. Additive, as ``report`` says."""

from msgspec import Struct

from delest.report.data.json_v1.quantities import Bytes, Count
from delest.report.data.json_v1.sample import SampledPageV1


class SpreadV1(Struct, frozen=True, kw_only=True):
    """A quantity over the loads of a page."""

    median: float
    low: float
    high: float
    loads: Count


class ShareV1(Struct, frozen=True, kw_only=True):
    """A kind's or a party's part of a weight."""

    name: str
    transferred_bytes: Bytes
    requests: Count


class WeightV1(Struct, frozen=True, kw_only=True):
    """The weight of a page in one cache state."""

    transferred_bytes: SpreadV1
    requests: SpreadV1
    by_kind: tuple[ShareV1, ...]
    by_party: tuple[ShareV1, ...]
    inexact_transfers: Count
    before_interaction_bytes: SpreadV1 | None = None
    """Of the transferred bytes, those that came before the mouse moved or the screen was touched for the first time;
    null where that is not known. What came from then on until the page was scrolled is the difference to the next."""
    before_scroll_bytes: SpreadV1 | None = None
    """Of the transferred bytes, those that came before the page was scrolled; null where that is not known."""


class ConsentV1(Struct, frozen=True, kw_only=True):
    """What became of a choice on a page's consent banner; ``as-is``: it was looked for, and left alone."""

    choice: str
    banner: str
    """The product's name, or the selector given; empty: none was found."""
    reason: str
    """Why the choice was not made, so that the page was measured as it comes; empty: it was made."""
    reason_code: str | None


class FailedRequestV1(Struct, frozen=True, kw_only=True):
    """The requests for one address that brought no whole response, for one cause."""

    url: str
    kind: str
    cause: str
    """``network``, ``cut``, ``certificate`` and ``unanswered``: the weight misses its bytes; ``http-error``, ``page``
    (blocked or cancelled by the page itself) and ``private-address``: it does not."""
    detail: str
    transferred_bytes: Bytes | None
    """Of all of them."""
    requests: int = 1


class PageV1(Struct, frozen=True, kw_only=True):
    """A page; one without a weight has an outcome other than ``ok`` and a reason."""

    url: str
    final_url: str = ""
    """Where the page was found, after redirects; the same as ``url`` where there were none."""
    title: str
    outcome: str
    reason: str
    """In English; empty where the page was measured."""
    reason_code: str | None
    """The same for programs, such as ``login-required``; null where the page was measured."""
    http_status: int | None
    settled_after_ms: float | None
    """By the slowest load; null where one did not settle, so that the weight is a lower bound, or has no weight."""
    unsettled: str | None = None
    """Why a load did not settle: ``requests`` (still in flight), ``documents`` (it loaded itself again and again),
    ``traffic`` (something always moved), ``script`` (it did not respond); null where each did, or has no weight."""
    scroll_cut: bool = False
    """The page's end was not reached within the limits of the scroll: the weight is that of the part scrolled."""
    scroll_stuck: bool = False
    """More of the page lies below, and it could not be scrolled there: the weight is that of the part seen."""
    page_clock: str | None = None
    """How the time of the page ran while it was visited: ``real``, ``ahead`` (from timer to timer), or ``both``; null
    where the page has no weight."""
    real_time_because: str | None = None
    """Why it ran in step with real time, for the whole visit or a part: ``asked``, ``unsupported``, ``hangs``,
    ``socket``, ``stream``, ``media``, ``worker``, ``window``, ``unanswered`` or ``many-requests``."""
    requests_lost: Count = 0
    """Requests whose bytes the weight misses: where there is one, the weight is a lower bound."""
    failed_requests: tuple[FailedRequestV1, ...] = ()
    """Of the load that lost most; at most 50, lost ones first."""
    consent: ConsentV1 | None = None
    """null: nothing was to be answered, or the page has no weight."""
    cold: WeightV1 | None
    warm: WeightV1 | None
    """Seen before: the cache is filled by a load of the same page."""
    in_visit: WeightV1 | None = None
    """The next page of a visit: the cache is filled by another page of the site."""
    refused: WeightV1 | None = None
    """Cold, after refusing all on the consent banner; null: not compared, or ``consent_answers`` says why not."""
    accepted: WeightV1 | None = None
    """Cold, after accepting all."""
    consent_answers: tuple[ConsentV1, ...] = ()
    """Where answers were compared and a banner was found: what became of each."""
    sampled: SampledPageV1 | None = None
    """null: pages were not drawn, or this one has no weight."""
