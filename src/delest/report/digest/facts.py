"""What every format says of an audit: its pages sorted, its findings gathered by rule and by resource."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from delest.reason import Reason
from delest.records.advice.finding import Confidence, Effect, Finding, Offender
from delest.records.advice.rule import RuleWords
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.failed_request import Failures
from delest.records.pages.load import CacheState, Kind, LoadFacts, Outcome
from delest.records.pages.weight import Share
from delest.records.runs.audit import AuditReport, PageFacts
from delest.records.runs.skip_reason import SkipReason
from delest.report.language.words import _
from delest.units import Estimate
from delest.urls import host


class Unmeasured(NamedTuple):
    """A page without a weight, and why."""

    url: str
    outcome: Outcome
    status: int | None
    reason: Reason | None


class OffenderDigest(NamedTuple):
    """One resource that a rule names, over the pages that load it."""

    url: str
    kind: Kind
    transferred_bytes: int
    concerned_bytes: Estimate
    """The most of one page load, as the finding's effect says."""
    remedy: str
    pages: int


class RuleDigest(NamedTuple):
    """One rule over all pages."""

    rule: str
    words: RuleWords
    pages: int
    effect: Effect
    worst: Finding
    """The finding with most bytes."""
    confidences: tuple[Confidence, ...]
    offenders: tuple[OffenderDigest, ...]
    """Most bytes over all pages first."""
    named_on_a_page: int
    """How many a page with too many of them names; 0: all pages name all."""


def site_name(report: AuditReport) -> str:
    """Name the site by its host, the demo site by its made-up town."""
    return _("Valmont-sur-Aure (demo site)") if report.header.run.demo else own_host(report)


def own_host(report: AuditReport) -> str:
    """Return the host of the first URL that the audit started from.

    A start URL may lead to another site: where no measured page is on its host, that of most of them.
    """
    measured = Counter(host(load.final_url) for record in report.pages for load in measured_loads(record))
    starts = report.header.scope.start_urls
    name = (host(starts[0]) or starts[0]) if starts else ""
    return name if name in measured or not measured else measured.most_common(1)[0][0]


def measured_hosts(report: AuditReport) -> Mapping[str, int]:
    """Return how many measured pages each host has, most pages first."""
    ends = (host(measured_loads(page)[0].final_url) for page in report.pages if measured_loads(page))
    return dict(Counter(ends).most_common())


def known_pages(report: AuditReport) -> int:
    """Return how many URLs in scope were heard of, loaded or not."""
    return max(report.end.known_pages, len(report.pages))


def skipped_pages(report: AuditReport) -> Mapping[SkipReason, int]:
    """Return how many URLs in scope have no record, for each reason."""
    return report.end.skipped_pages


def measured_loads(record: PageFacts) -> tuple[LoadFacts, ...]:
    """Return the loads that a page's weight is of: those with an empty cache that ended ok."""
    return tuple(x for x in record.loads if x.outcome is Outcome.OK and x.cache_state is CacheState.COLD)


def settled_after_ms(record: PageFacts) -> float | None:
    """Return when the slowest measured load of a page settled; None where one did not, or there is none."""
    settled = [load.settled_after_ms for load in measured_loads(record)]
    known = [ms for ms in settled if ms is not None]
    return max(known) if known and len(known) == len(settled) else None


def scroll_cut(record: PageFacts) -> bool:
    """Return whether a measured load did not reach the end of a page within the limits of the scroll."""
    return any(load.scroll_cut for load in measured_loads(record))


def failures_of(page: PageFacts) -> Failures:
    """Return the failures of the measured load of a page that lost most requests."""
    return max((load.failures for load in measured_loads(page)), key=lambda each: each.lost, default=Failures())


def consent_of(record: PageFacts) -> Answered | None:
    """Return what became of the consent choice on a page's measured loads: where one went wrong, that one."""
    answers = [load.consent for load in measured_loads(record) if load.consent is not None]
    return max(answers, key=lambda answer: bool(answer.reason), default=None)


def answers_of(record: PageFacts) -> tuple[Answered, ...]:
    """Return what became of each answer that was compared on a page: where one load went wrong, that one."""
    answers = [load.consent for load in record.consent_loads if load.consent is not None]
    made = (tuple(each for each in answers if each.choice is choice) for choice in Choice)
    return tuple(max(each, key=lambda answer: bool(answer.reason)) for each in made if each)


def never_at_rest(report: AuditReport) -> frozenset[str]:
    """Return the URLs of the measured pages that did not settle on every load: measured up to the limit."""
    return frozenset(r.url for r in report.pages if measured_loads(r) and settled_after_ms(r) is None)


def endless(report: AuditReport) -> frozenset[str]:
    """Return the URLs of the measured pages whose end was not reached within the limits of the scroll."""
    return frozenset(r.url for r in report.pages if scroll_cut(r))


def unmeasured(report: AuditReport) -> tuple[Unmeasured, ...]:
    """Return the pages without a single ok load, with the outcome of their last one."""
    return tuple(_reason(record) for record in report.pages if not any(x.outcome is Outcome.OK for x in record.loads))


def _reason(record: PageFacts) -> Unmeasured:
    last = record.loads[-1]
    return Unmeasured(record.url, last.outcome, last.status, last.reason)


def part(share: Share, shares: tuple[Share, ...]) -> float:
    """Return which part of all bytes of ``shares`` one of them has, 0 to 1."""
    total = sum(s.transferred_bytes for s in shares)
    return share.transferred_bytes / total if total else 0.0


def third_party_part(shares: tuple[Share, ...]) -> float:
    """Return the third parties' part of a weight by party, 0 to 1."""
    return sum(part(s, shares) for s in shares if s.name == "third")


def requests_per_page(report: AuditReport) -> float | None:
    """Return the mean number of requests of the measured pages."""
    site = report.site
    return sum(s.requests for s in site.by_kind) / site.pages if site and site.pages else None


def by_rule(report: AuditReport) -> tuple[RuleDigest, ...]:
    """Return one digest per rule, most avoidable bytes over all pages first."""
    of_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        of_rule[finding.rule].append(finding)
    words = {each.id: each for each in report.rules}
    digests = [_digest(words.get(rule) or _wordless(rule), some) for rule, some in of_rule.items()]
    return tuple(sorted(digests, key=lambda d: _rank(d.effect, of_rule[d.rule])))


def _rank(effect: Effect, findings: list[Finding]) -> tuple[int, float]:
    """Rank what is surely avoidable first; a finding that may avoid nothing is no headline."""
    sure = effect is Effect.AVOIDABLE and any(f.avoidable_bytes.low > 0 for f in findings)
    order = 0 if sure else 1 + list(Effect).index(effect)
    return order, -sum(f.concerned_bytes.central for f in findings)


def _wordless(rule: str) -> RuleWords:
    """Return what is said of a rule that the run knows only by its id."""
    return RuleWords(id=rule, title=rule, explanation="", remedy="")


def _digest(words: RuleWords, findings: list[Finding]) -> RuleDigest:
    seen: dict[str, list[Offender]] = defaultdict(list)
    for finding in findings:
        for offender in finding.offenders:
            seen[offender.url].append(offender)
    offenders = sorted(map(_gather, seen.values()), key=lambda o: -o.concerned_bytes.central * o.pages)
    return RuleDigest(
        rule=words.id,
        words=words,
        pages=len({f.page_url for f in findings}),
        effect=findings[0].effect,
        worst=max(findings, key=lambda f: f.concerned_bytes.central),
        confidences=tuple(sorted({f.confidence for f in findings})),
        offenders=tuple(offenders),
        named_on_a_page=max((len(f.offenders) for f in findings if f.more_offenders), default=0),
    )


def _gather(same: list[Offender]) -> OffenderDigest:
    most = max(same, key=lambda o: o.avoidable_bytes.central + o.other_bytes.central)
    amount = most.avoidable_bytes + most.other_bytes  # one of them is 0
    return OffenderDigest(most.url, most.kind, most.transferred_bytes, amount, most.remedy, len(same))
