"""The public JSON report, ``delest.report/1``: types of its own, frozen apart from the records inside.

A field may be added; none changes its meaning, its unit or its name. Every number names its unit; bytes are decimal,
times are ISO 8601 with a zone, kg keep every digit. ``null`` is "not known" or "not measured", never zero.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, json

from delest.report.data.json_v1.documents import DocumentsV1
from delest.report.data.json_v1.kg import AvoidedV1, ConvertedV1, EstimateV1, PerMillionViewsV1, ProvenV1
from delest.report.data.json_v1.page import PageV1, ShareV1
from delest.report.data.json_v1.proof import PageProofV1, PlanV1
from delest.report.data.json_v1.quantities import Bytes, Count, MeanBytes
from delest.report.data.json_v1.sample import SampleV1
from delest.report.data.json_v1.traffic import TrafficV1

SCHEMA: Final = "delest.report/1"


class SkippedV1(Struct, frozen=True, kw_only=True):
    """A URL in scope that was not loaded."""

    url: str
    reason: str
    """In English."""
    reason_code: str
    """One of the keys of ``skipped_pages``."""


class ResourceV1(Struct, frozen=True, kw_only=True):
    """A resource over the pages that load it."""

    url: str
    kind: str
    first_party: bool
    transferred_bytes: Bytes
    pages: Count


class SiteV1(Struct, frozen=True, kw_only=True):
    """Over the measured pages, each counting once; shares are sums over these pages."""

    pages_measured: Count
    mean_bytes: MeanBytes
    median_bytes: MeanBytes
    lightest_bytes: MeanBytes
    heaviest_bytes: MeanBytes
    heaviest_url: str
    by_kind: tuple[ShareV1, ...]
    by_party: tuple[ShareV1, ...]
    heaviest_resources: tuple[ResourceV1, ...]
    inexact_transfers: Count


class OffenderV1(Struct, frozen=True, kw_only=True):
    """The resource behind a finding."""

    url: str
    kind: str
    transferred_bytes: Bytes
    avoidable_bytes: EstimateV1
    remedy: str
    other_bytes: EstimateV1 = EstimateV1(low=0, central=0, high=0)
    """Those of an effect other than ``avoidable``."""


class FindingV1(Struct, frozen=True, kw_only=True):
    """A rule broken on a page, by one cold load. Findings overlap: their sum means nothing."""

    rule: str
    page_url: str
    avoidable_bytes: EstimateV1
    confidence: str
    verdict: str | None = None
    """What loading the page again with the lighter files showed (see ``proofs``); null: that was not tried."""
    offenders: tuple[OffenderV1, ...]
    more_offenders: Count = 0
    """Others, which the finding's bytes count and this report does not name."""
    effect: str = "avoidable"
    """``avoidable``; ``before-scroll``: kept from visitors who do not scroll; ``later-pages``: sent again on other
    pages or visits; ``cost``: gone where a function is given up; ``notice``: a fact. ``avoidable_bytes`` are the first.
    """
    other_bytes: EstimateV1 = EstimateV1(low=0, central=0, high=0)
    """Those of an effect other than ``avoidable``."""
    rgesn: tuple[str, ...] = ()
    """Criteria of RGESN 2024 that the rule looks at, by number."""
    wsg: tuple[str, ...] = ()
    """Guidelines of the Web Sustainability Guidelines (W3C) that it looks at, by name."""


class PageScoreV1(Struct, frozen=True, kw_only=True):
    """The EcoIndex of one measured page whose elements were counted."""

    url: str
    score: Annotated[float, Meta(ge=0, le=100)]
    grade: str
    variant: str
    """Whose rounding was followed."""


class EcoindexV1(Struct, frozen=True, kw_only=True):
    """A relative score beside the weights, never converted into kg CO2e; keep its attribution wherever it goes."""

    attribution: str
    link: str
    licence: str
    mean_score: Annotated[float, Meta(ge=0, le=100)] | None
    """Over ``pages``, each counting once; null where there is none."""
    pages: tuple[PageScoreV1, ...]


class BrowserV1(Struct, frozen=True, kw_only=True):
    """The browser that measured."""

    product: str
    mode: str
    sandboxed: bool


class DeviceV1(Struct, frozen=True, kw_only=True):
    """The device that the browser played; CSS pixels."""

    name: str
    width_px: int
    height_px: int
    pixel_ratio: float
    mobile: bool


class HostV1(Struct, frozen=True, kw_only=True):
    """A host of measured pages."""

    host: str
    pages_measured: Count


class OtherHostV1(Struct, frozen=True, kw_only=True):
    """A host that pages link to and that is out of scope; ``--host`` includes it."""

    host: str
    links: Count
    """Different addresses; a lower bound where there are very many."""


class RunV1(Struct, frozen=True, kw_only=True):
    """What was asked for, when, and how it ended."""

    id: str
    delest_version: str
    started_at: datetime
    ended_at: datetime
    complete: bool
    demo: bool
    start_urls: tuple[str, ...]
    max_pages: int
    obey_robots: bool
    loads_per_page: int
    browsers: int
    pages_known: Count
    hosts: tuple[HostV1, ...] = ()
    """Whose pages were measured, most pages first."""
    other_hosts: tuple[OtherHostV1, ...] = ()
    """Hosts of the same registrable domain that are left out, most links first."""
    consent: str = "as-is"
    """What was to be answered to consent banners: ``as-is`` (nothing), ``refuse``, ``accept``, or ``compare`` (all
    three, each on loads of its own; ``cold`` is then as-is)."""
    logged_in: bool = False
    """The pages were loaded in the session of a login."""
    http3: bool = False
    """The origins of the start URLs were spoken to over HTTP/3 alone; else HTTP/3 was off."""
    stay_s: float | None = None
    """How long each page was watched after the scroll, in its own time."""
    real_time: bool = False
    """The time of no page was let run ahead."""
    visitor_language: str = ""
    """What pages were told that their visitor reads, such as ``fr-FR``; empty: what the browser says by itself."""
    visitor_time_zone: str = ""
    """Where they were told that the visitor is; empty: in that of the machine."""
    device: DeviceV1
    browser: BrowserV1 | None
    warnings: tuple[str, ...]


class ReportV1(Struct, frozen=True, kw_only=True):
    """A whole audit."""

    schema: Literal["delest.report/1"]
    run: RunV1
    site: SiteV1 | None
    """null: nothing could be measured."""
    pages: tuple[PageV1, ...]
    """Measured ones first, heaviest first."""
    skipped: tuple[SkippedV1, ...]
    """The first thousand."""
    findings: tuple[FindingV1, ...]
    proofs: tuple[PageProofV1, ...] = ()
    """Of the pages that were loaded again with lighter files."""
    plan: PlanV1 | None = None
    """The proven actions; null: nothing was proven."""
    proven: ProvenV1 | None = None
    """What they come to in kg CO2e; null: nothing was proven."""
    traffic: TrafficV1 | None
    attributed: ConvertedV1 | None
    """null: nothing could be measured, or no traffic is known."""
    per_million_views: PerMillionViewsV1 | None
    """In the place of ``attributed`` where no traffic is known."""
    avoided: AvoidedV1 | None
    ecoindex: EcoindexV1 | None = None
    """null: no one asked for it."""
    sample: SampleV1 | None = None
    """null: pages were not drawn."""
    documents: DocumentsV1 | None = None
    """null: none was asked for."""
    skipped_pages: dict[str, Count] = {}
    """How many pages were skipped, by ``reason_code``."""


def json_schema() -> str:
    """Return the JSON Schema of a report; ``schema/report-1.json`` is its committed copy."""
    (root,), parts = json.schema_components([ReportV1], ref_template="#/$defs/{name}")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **root, "$defs": parts}
    return json.format(json.encode(whole), indent=2).decode() + "\n"
