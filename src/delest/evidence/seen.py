"""What a judge of a criterion is shown: one page at a time, and the audit as a whole."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from delest.records.advice.finding import Finding
from delest.records.pages.document import Document
from delest.records.pages.load import Kind, PageLoad, ServedFrom, Transfer
from delest.records.runs.loading import Loading
from delest.records.runs.scope import Scope
from delest.records.state.probed import ProbedHost, ProbedPage
from delest.units import Estimate
from delest.urls import host, same_site

STATIC: Final = frozenset({Kind.STYLESHEET, Kind.SCRIPT, Kind.IMAGE, Kind.FONT, Kind.MEDIA})
"""What a service could let browsers keep."""
_LOOPBACK: Final = ("localhost", "127.", "[::1]")


class SeenPage(Struct, frozen=True, kw_only=True):
    """One measured page."""

    url: str
    title: str
    cold: PageLoad
    """The load with an empty cache that stands for all of them."""
    warm: PageLoad | None = None
    """The same page seen before; None: not measured."""
    requests: float
    """Median over the cold loads."""
    transferred_bytes: float
    """Median over the cold loads."""
    findings: tuple[Finding, ...] = ()
    probed: ProbedPage | None = None
    """What probes saw of it; None: none looked."""

    @property
    def lower_bound(self) -> bool:
        """Tell whether bytes are missing, so that no upper limit can be said to be kept."""
        load = self.cold
        return load.settled_after_ms is None or load.scroll_cut or load.scroll_stuck or load.failures.lost > 0

    def own(self, transfer: Transfer) -> bool:
        """Tell whether a transfer comes from the page's own registrable domain."""
        return bool(host(transfer.url)) and same_site(transfer.url, self.cold.final_url)

    def found(self, *rules: str) -> Iterator[Finding]:
        """Yield what these rules found on the page."""
        return (finding for finding in self.findings if finding.rule in rules)


class Declared(Struct, frozen=True, kw_only=True):
    """The limits that a published declaration of eco-design states."""

    url: str
    max_bytes: int | None = None
    max_requests: int | None = None
    sentences: tuple[str, ...] = ()
    """Where it says so, word for word."""


class Hosting(Struct, frozen=True, kw_only=True):
    """Where the service is hosted, as the user says, and the carbon intensity of that country's electricity."""

    country: str
    g_per_kwh: float
    year: int
    source: str


class Site(Struct, frozen=True, kw_only=True):
    """The audit as a whole."""

    scope: Scope
    loading: Loading
    complete: bool
    pages: int
    not_measured: int
    rules: frozenset[str]
    """Ids of the rules that examined the pages; empty: none did."""
    documents: tuple[Document, ...]
    known_documents: int
    kgco2e_per_year: Estimate | None = None
    views_per_year: float | None = None
    """None: a million is assumed."""
    factor_sets: tuple[str, ...] = ()
    target: str = ""
    declared: Declared | None = None
    """None: no declaration was named."""
    hosting: Hosting | None = None
    hosts: tuple[ProbedHost, ...] | None = None
    """What a probe saw of the hosts; None: none looked."""

    @property
    def local(self) -> bool:
        """Tell whether the audit was of a copy on this machine, whose protocols say nothing of the service."""
        return any(host(url).startswith(_LOOPBACK) for url in self.scope.start_urls)


def moved(load: PageLoad) -> Iterator[Transfer]:
    """Yield the responses that came over the network whole; those that only lead elsewhere are left out."""
    for transfer in load.transfers:
        if transfer.served_from is ServedFrom.NETWORK and not transfer.redirect_hop and not transfer.failure:
            yield transfer


def mime(transfer: Transfer) -> str:
    """Return the media type without its parameters, in lower case."""
    return transfer.mime_type.partition(";")[0].strip().lower()
