"""What a run on disk says: its report, and the verdict on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from delest import plugins
from delest.advise import rules
from delest.advise.rule import Rule
from delest.convert.readings.ecoindex import page_scores
from delest.convert.web.portion import portion
from delest.convert.web.scenario import answer
from delest.factors.ecoindex import ecoindex as ecoindex_method
from delest.factors.load import released
from delest.pipeline.fold import fold
from delest.pipeline.traffic import audited_by
from delest.records.advice.proof import Plan
from delest.records.advice.rule import RuleWords
from delest.records.co2e.avoided import Converted
from delest.records.co2e.shares import shares_of
from delest.records.co2e.traffic import Export
from delest.records.runs.audit import AuditReport, PageFacts, RunEnd, RunHeader, SkippedPage
from delest.records.runs.skip_reason import MAY_PASS, SkipReason
from delest.records.runs.summary import Summary
from delest.store.journal import Journal
from delest.traffic.given import traffic_of
from delest.traffic.joined.annual import source_of
from delest.traffic.joined.join import of_another_site
from delest.units import GB_BYTES
from delest.weigh.actions import plan
from delest.weigh.proofs.proven import with_verdicts

_PICTURED: Final = 20
"""Pages whose pictures a report gets: the heaviest, which it tells most of."""
_NEVER_LOADED: Final = frozenset({SkipReason.ROBOTS, SkipReason.TIME_LIMIT, SkipReason.STOPPED})


def report(journal: Journal, *, ecoindex: bool = False, views: Export | float | None = None) -> AuditReport:
    """Return the report of a run as it stands on disk; a run that was cut off is reported as incomplete.

    Its kg are those that the run answered when it was made; only a run that kept no answer gets one of today, and one
    that is joined to other page views: ``views`` instead of its own.
    """
    header = journal.header()
    folded = fold(journal.pages())
    end = journal.ended() or _cut_off(journal, header, folded.pages)
    if views is not None:
        end = _with_other_views(journal, header, end, views)
    stands_for = None if end.sample is None else end.sample.stands_for
    proofs = tuple(sorted(journal.proofs(), key=lambda proof: -proof.recorded_bytes))
    findings = with_verdicts(folded.findings, proofs)
    kept = journal.answered() if views is None else None
    answered = kept or answer(header, folded.weights, end.traffic, released(), stands_for=stands_for)
    cold_share = _cold_share(header, end)
    actions = plan(proofs, findings, folded.weights, end.traffic, header.question.target, stands_for, cold_share)
    return AuditReport(
        header=header,
        end=end,
        browser=next((load.browser for page in folded.pages for load in page.loads), None),
        pages=folded.pages,
        weights=folded.weights,
        site=folded.site,
        findings=findings,
        rules=_rules(journal, {finding.rule for finding in folded.findings}),
        traffic=end.traffic,
        attributed=answered.attributed,
        avoided=answered.avoided,
        proofs=proofs,
        plan=actions,
        proven=_proven(header, end, actions, answered.attributed),
        documents=tuple(sorted(journal.documents(), key=lambda d: (d.stated_bytes is None, -(d.stated_bytes or 0)))),
        screenshots=journal.screenshots(page.url for page in folded.weights[:_PICTURED]),
        ecoindex=page_scores(folded.pages, folded.weights, ecoindex_method()) if ecoindex else None,
    )


def _proven(header: RunHeader, end: RunEnd, actions: Plan | None, whole: Converted | None) -> Converted | None:
    """Return what the proven actions stand for, by the very models and versions of the whole answer."""
    if actions is None or whole is None or whole.gb_per_year <= 0:
        return None
    cold_views = whole.views_per_year * _cold_share(header, end)
    return portion(whole, min(whole.gb_per_year, actions.reach.per_view_bytes * cold_views / GB_BYTES))


def _cold_share(header: RunHeader, end: RunEnd) -> float:
    """Return the share of views that find an empty cache."""
    return shares_of(header.question.conditions.shares, end.traffic, header.loading.cache_states).views.cold


def saved(run: Path, *, ecoindex: bool = False, views: Export | None = None) -> AuditReport:
    """Return the report of the run in a directory; ``views``: joined to these page views instead of its own.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    with Journal.open(run) as journal:
        return report(journal, ecoindex=ecoindex, views=views)


def in_short(audited: AuditReport) -> Summary:
    """Return the summary of an audit that has ended."""
    header, end = audited.header, audited.end
    return Summary(
        run_id=header.run.id,
        delest_version=header.run.delest_version,
        started_at=header.run.started_at,
        ended_at=end.ended_at,
        complete=end.complete,
        start_urls=header.scope.start_urls,
        device=header.loading.device.name,
        pages_measured=len(audited.weights),
        pages_known=end.known_pages,
        mean_bytes=audited.site.mean_bytes if audited.site else None,
    )


def _cut_off(journal: Journal, header: RunHeader, pages: Sequence[PageFacts]) -> RunEnd:
    given = journal.export() or header.question.views_per_year
    traffic, _ = traffic_of(given, pages, audited_by(header.scope))
    return RunEnd(ended_at=journal.file.last_written(), complete=False, known_pages=len(pages), traffic=traffic)


def _rules(journal: Journal, found: set[str]) -> tuple[RuleWords, ...]:
    """Return the words of the rules that found something: those that the run kept, else those of today."""
    kept = {words.id: words for words in journal.rules()}
    today = (found - kept.keys()) & set(plugins.names(rules))
    words = kept | {name: plugins.load(rules, Rule, name).words for name in today}
    return tuple(words[name] for name in sorted(found & words.keys()))


def _with_other_views(journal: Journal, header: RunHeader, end: RunEnd, views: Export | float) -> RunEnd:
    traffic, warnings = traffic_of(views, journal.facts(), audited_by(header.scope))
    if traffic is None:
        raise of_another_site(source_of(views) if isinstance(views, Export) else "")
    return replace(end, traffic=traffic, warnings=(*end.warnings, *warnings))


def missed(audited: AuditReport) -> tuple[SkippedPage, ...]:
    """Return what should have been loaded and has no record: start URLs, and pages that their host kept, not a rule."""
    starts = frozenset(audited.header.scope.start_urls)
    return tuple(
        page
        for page in audited.end.skipped
        if page.reason in MAY_PASS or (page.reason in _NEVER_LOADED and page.url in starts)
    )
