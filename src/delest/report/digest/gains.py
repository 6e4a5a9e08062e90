"""What the findings come to over the page views: which action matters most, and what all of them do together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from delest.records.advice.finding import Confidence, Effect, Finding
from delest.records.advice.verdict import Verdict
from delest.records.co2e.traffic import page_shares
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import RuleDigest, by_rule
from delest.units import GB_BYTES, Estimate, exactly

_REFUSED: Final = (Verdict.SIDE_EFFECTS, Verdict.HEAVIER)


class Action(NamedTuple):
    """One rule over the site, in bytes per page view."""

    digest: RuleDigest
    per_view_bytes: Estimate
    """What its effect speaks of, on a load with an empty cache, over all measured pages as often as they are viewed."""
    pages: tuple[Finding, ...]
    """One finding a page, most bytes first."""

    @property
    def sure(self) -> bool:
        """Whether it avoids bytes on every load: what is done first."""
        return self.digest.effect is Effect.AVOIDABLE and self.per_view_bytes.low > 0

    @property
    def proven(self) -> int:
        """On how many pages its bytes were proven."""
        return sum(finding.confidence is Confidence.PROVEN for finding in self.pages)

    @property
    def refused(self) -> bool:
        """Whether a page that was loaded with it showed that it does not hold there."""
        return any(finding.verdict in _REFUSED for finding in self.pages)


def actions(report: AuditReport) -> tuple[Action, ...]:
    """Return the rules that found something: those that surely avoid bytes first, most bytes per page view first."""
    shares = view_shares(report)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.rule].append(finding)
    gathered = [
        Action(digest, _over_views(found[digest.rule], shares), tuple(found[digest.rule])) for digest in by_rule(report)
    ]
    effects = list(Effect)
    return tuple(
        sorted(
            gathered,
            key=lambda action: (not action.sure, effects.index(action.digest.effect), -action.per_view_bytes.central),
        )
    )


def rule_id(rules: Sequence[str], rule: str) -> str:
    """Return where a report speaks of a rule, by its place among the actions; its name may be anybody's."""
    return f"finding-{rules.index(rule) + 1}"


def view_shares(report: AuditReport) -> Mapping[str, float]:
    """Return which share of the page views each measured page has, as far as that is known; they sum to 1."""
    stands_for = report.end.sample.stands_for if report.end.sample else None
    return page_shares([page.url for page in report.weights], report.traffic, stands_for)


def _over_views(findings: list[Finding], shares: Mapping[str, float]) -> Estimate:
    gained = exactly(0)
    for finding in findings:
        gained += finding.concerned_bytes * shares.get(finding.page_url, 0.0)
    return gained


def together_bytes(report: AuditReport) -> float:
    """Return what all findings avoid per page view, each file of a page counted once, with its best remedy."""
    shares = view_shares(report)
    return sum(gained * shares.get(url, 0.0) for url, gained in avoidable_of_pages(report).items())


def bytes_per_view(report: AuditReport) -> float | None:
    """Return the one mean that a report names: what a page view transfers, as the kg CO2e count it; None: no weight."""
    converted = report.attributed
    if converted is not None and converted.views_per_year > 0:
        return converted.gb_per_year * GB_BYTES / converted.views_per_year
    return report.site.mean_bytes if report.site else None


def avoidable_of_pages(report: AuditReport) -> Mapping[str, float]:
    """Return what the findings of each page avoid, each file counted once, by URL."""
    best: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for finding in report.findings:
        of_page = best[finding.page_url]
        for offender in finding.offenders:  # one that avoids nothing has 0
            of_page[offender.url] = max(of_page.get(offender.url, 0.0), offender.avoidable_bytes.central)
    return {url: sum(files.values()) for url, files in best.items()}


def avoidable_of_resources(report: AuditReport) -> Mapping[str, float]:
    """Return which share of a resource its best remedy avoids, by URL."""
    best: dict[str, float] = {}
    for finding in report.findings:
        for offender in finding.offenders:
            share = offender.avoidable_bytes.central / offender.transferred_bytes if offender.transferred_bytes else 0.0
            best[offender.url] = max(best.get(offender.url, 0.0), min(share, 1.0))
    return best
