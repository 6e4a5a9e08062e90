"""How heavy: loads folded into weights."""

from msgspec import Struct

from delest.records.pages.load import Kind


class Spread(Struct, frozen=True, kw_only=True):
    """A quantity over repeated loads, in the unit that the field's name gives."""

    median: float
    low: float
    high: float
    loads: int


class Share(Struct, frozen=True, kw_only=True):
    """The part of a weight that one kind or one party has, in the median load."""

    name: str
    transferred_bytes: int
    requests: int


class Weight(Struct, frozen=True, kw_only=True):
    """The weight of a page in one cache state."""

    transferred_bytes: Spread
    requests: Spread
    by_kind: tuple[Share, ...]
    """Heaviest first; ``name`` is a Kind."""
    by_party: tuple[Share, ...]
    """``name`` is ``first`` or ``third``."""
    inexact_transfers: int
    before_interaction_bytes: Spread | None = None
    """Of the transferred bytes, those that came before the first sign of a person; None where a load does not say."""
    before_scroll_bytes: Spread | None = None
    """Of the transferred bytes, those that came before the page was scrolled; None where a load does not say."""


class ResourceWeight(Struct, frozen=True, kw_only=True):
    """One resource over the pages that load it."""

    url: str
    kind: Kind
    first_party: bool
    transferred_bytes: int
    """What one page transfers for it when the cache is cold; the largest seen."""
    pages: int
    """On how many measured pages."""


class Request(Struct, frozen=True, kw_only=True):
    """One response of a load, and when it came; milliseconds since the load began."""

    url: str
    kind: Kind
    first_party: bool
    transferred_bytes: int
    start_ms: float
    end_ms: float


class PageWeight(Struct, frozen=True, kw_only=True):
    """The weight of a page: only pages whose loads ended ok have one."""

    url: str
    """The URL that was asked for; it names the page everywhere."""
    title: str = ""
    cold: Weight
    in_visit: Weight | None = None
    warm: Weight | None = None
    refused: Weight | None = None
    """Cold, after refusing all on the consent banner."""
    accepted: Weight | None = None
    heaviest_resources: tuple[ResourceWeight, ...] = ()
    """Of the median cold load, heaviest first; at most 10, and only in a report."""
    requests: tuple[Request, ...] = ()
    """Of the same load, in the order of their start; at most 60, and only of the heaviest pages of a report."""


class SiteWeight(Struct, frozen=True, kw_only=True):
    """The weight of a site: over the pages that were measured, each counting once."""

    pages: int
    mean_bytes: float
    median_bytes: float
    lightest_bytes: float
    heaviest_bytes: float
    heaviest_url: str
    by_kind: tuple[Share, ...]
    """Sums over pages of the median cold loads."""
    by_party: tuple[Share, ...]
    heaviest_resources: tuple[ResourceWeight, ...]
    """The ones of most bytes summed over pages, most first; at most 20."""
    heaviest_summed_bytes: tuple[int, ...] = ()
    """What each of these transfers over all pages; empty: not kept."""
    shared_bytes: float | None = None
    """Of the mean page, what nearly all pages load alike; None: too few pages to tell, or not kept."""
    inexact_transfers: int
