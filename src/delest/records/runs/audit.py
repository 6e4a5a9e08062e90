"""A whole audit: what reports, checks and comparisons read."""

from datetime import datetime

from msgspec import Struct

from delest.message import Message
from delest.records.advice.finding import Finding
from delest.records.advice.proof import PageProof, Plan
from delest.records.advice.rule import RuleWords
from delest.records.co2e.avoided import Avoided, Converted
from delest.records.co2e.ecoindex import PageScore
from delest.records.co2e.traffic import Traffic
from delest.records.pages.document import Document
from delest.records.pages.fingerprint import Fingerprint
from delest.records.pages.load import BrowserBuild, LoadFacts, PageLoad
from delest.records.pages.screenshot import Screenshot
from delest.records.pages.weight import PageWeight, SiteWeight
from delest.records.runs.loading import Loading
from delest.records.runs.run import Question, Run
from delest.records.runs.sample import Sample
from delest.records.runs.scope import Scope
from delest.records.runs.skip_reason import SkipReason


class RunHeader(Struct, frozen=True, kw_only=True):
    """What was asked for, when, and with what."""

    run: Run
    scope: Scope
    """Compared between audits: which pages are meant. Its limits (pages, time, delay) are not."""
    loading: Loading = Loading()
    question: Question = Question()


class PageFacts(Struct, frozen=True, kw_only=True):
    """How the loads of one page went: what a report holds of each page of an audit, however many there are."""

    url: str
    depth: int
    loads: tuple[LoadFacts, ...]
    """Never empty; the last one says how it went where none is ok."""
    consent_loads: tuple[LoadFacts, ...] = ()
    """Cold ones after refusing and after accepting, where these are compared; ``loads`` are then of the page as it
    comes, and its weight is theirs alone."""
    links_found: int = 0


class PageRecord(PageFacts, frozen=True, kw_only=True):
    """All loads of one page with all that moved, and what the rules found: one entry of the journal."""

    loads: tuple[PageLoad, ...]
    consent_loads: tuple[PageLoad, ...] = ()
    findings: tuple[Finding, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """What became of one URL that was handed out, and where it led: what a run that is resumed goes on from."""

    url: str
    depth: int
    final_url: str
    reason: SkipReason | None = None
    """Why it has no page record; None: it has one."""
    counts: bool = True
    """It took one of the places that the page limit leaves."""
    links: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Links that are to come after all others of their depth."""
    documents: tuple[str, ...] = ()
    """Files that it links to; its own final URL where it turned out to be one itself."""
    structure: str = ""
    """What it is built like, the same for pages built alike; empty: not read, for no sample asked for it."""
    named: tuple[tuple[str, str], ...] = ()
    """URL and name of its links that name the role of a page (contact, help ...); empty: as above, or there is none."""
    beyond: int = 0
    """Links that it had beyond those kept of one page."""
    canonical: str = ""
    fingerprint: Fingerprint | None = None
    """Of a page that has a record, so that duplicates of it are known."""

    @property
    def links_depth(self) -> int:
        """How many links away from a start its links lead; what only redirects to another site is no link."""
        return self.depth if self.reason is SkipReason.NOT_A_PAGE else self.depth + 1


class SkippedPage(Struct, frozen=True, kw_only=True):
    """A URL that was in scope but has no page record."""

    url: str
    reason: SkipReason


class OtherHost(Struct, frozen=True, kw_only=True):
    """A host of the same registrable domain that was out of scope."""

    host: str
    links: int
    """Different addresses of it that the pages link to; a lower bound where there are very many."""


class RunEnd(Struct, frozen=True, kw_only=True):
    """How a run ended."""

    ended_at: datetime
    complete: bool
    """False: interrupted; what was measured stands."""
    known_pages: int
    """URLs in scope that were heard of, loaded or not; those that were not kept are counted in."""
    skipped: tuple[SkippedPage, ...] = ()
    """The first thousand, start URLs before all others."""
    skipped_pages: dict[SkipReason, int] = {}
    """How many there are of each reason."""
    warnings: tuple[Message, ...] = ()
    traffic: Traffic | None = None
    """Joined to the measured pages; None where none was given."""
    private_addresses: str = ""
    """Whether they were within reach: ``closed``, ``open`` (a start URL is private), ``proxy`` (it decides); empty: not
    known."""
    sample: Sample | None = None
    """Only where pages were drawn."""
    known_documents: int = 0
    """Documents in scope that the pages link to, asked for or not."""
    other_hosts: tuple[OtherHost, ...] = ()
    """Most links first."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a run's bytes stand for in kg CO2e under one version of every factor set; a run keeps the one it gave."""

    attributed: Converted | None
    """Of the measured weight at the given traffic, or at one million page views where none is given."""
    avoided: Avoided | None
    """Only where a target was given."""


class AuditReport(Struct, frozen=True, kw_only=True):
    """Everything that a report says; made from a run on disk, without a browser."""

    header: RunHeader
    end: RunEnd
    browser: BrowserBuild | None
    """None: no page could be loaded at all."""
    pages: tuple[PageFacts, ...]
    weights: tuple[PageWeight, ...]
    """Of the pages with at least one ok load; heaviest first."""
    site: SiteWeight | None
    """None: nothing could be measured."""
    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    rules: tuple[RuleWords, ...] = ()
    """Of the rules that found something, as the run kept them."""
    traffic: Traffic | None
    attributed: Converted | None
    """Of the measured weight at the given traffic, or at one million page views where none is given."""
    avoided: Avoided | None
    """Only where a target was given."""
    proofs: tuple[PageProof, ...] = ()
    """Of the pages that were recorded, heaviest first."""
    plan: Plan | None = None
    """The actions that were proven; None where nothing was."""
    proven: Converted | None = None
    """What the proven actions take off the views with an empty cache; None where nothing was proven."""
    documents: tuple[Document, ...] = ()
    """Those that were asked for; heaviest first, those without a size last."""
    ecoindex: tuple[PageScore, ...] | None = None
    """Of the measured pages whose elements were counted; None where no one asked for it."""
    screenshots: tuple[Screenshot, ...] = ()
    """Of the heaviest pages, where the run has any."""
