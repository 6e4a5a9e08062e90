"""The verdict on a saved audit."""

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from delest.check.baseline import compare
from delest.pipeline.gating.baselines import Against, conditions_of, pages_of
from delest.pipeline.gating.gate import LIVE, check
from delest.pipeline.gating.paths import of_folder
from delest.pipeline.reading import report
from delest.records.co2e.traffic import Export
from delest.records.gate.baseline import BaselineVerdict
from delest.records.gate.budget import Budget, Verdict, VerdictOutcome
from delest.records.runs.audit import AuditReport
from delest.store.journal import Journal


class Judged(NamedTuple):
    """A verdict, and the audit that it is on."""

    verdict: Verdict
    audited: AuditReport


def check_run(
    run: Path, budget: Budget, against: Against | None, served: str = LIVE, *, views: Export | float | None = None
) -> Judged:
    """Return the verdict on a saved audit, and how it compares with a baseline.

    Args:
        run: the directory of the audit.
        budget: the limits.
        against: what to compare with; None: nothing.
        served: how a build folder was compressed.
        views: page views to join instead of those of the run.

    Raises:
        InputError: there is no audit, or neither a limit nor a baseline.
    """
    with Journal.open(run) as journal:
        audited = report(journal, views=views)
        verdict = check(audited, budget, limited=against is None)
        if against is not None:
            pages, now = tuple(pages_of(journal)), conditions_of(audited, served)
            compared = compare(against.baseline, pages, now, third_parties=against.third_parties)
            verdict = _with_baseline(verdict, compared, against, whole=served != LIVE)
    return Judged(verdict, audited) if served == LIVE else Judged(*of_folder(replace(verdict, served=served), audited))


def _with_baseline(verdict: Verdict, compared: BaselineVerdict, against: Against, *, whole: bool) -> Verdict:
    """Return the verdict with the comparison; ``whole``: all pages were checked, so a missing one is gone."""
    verdict = replace(verdict, baseline=replace(compared, file=against.file))
    noisy = any(change.within_noise for change in compared.changes)
    if compared.regressed or (against.strict and noisy):
        return replace(verdict, outcome=VerdictOutcome.BREACHED)
    uncompared = not compared.compared_pages or bool(compared.incomplete_pages)  # incomparable ones compare none
    unsure = uncompared or (compared.gone_pages and not whole)
    if verdict.outcome is VerdictOutcome.WITHIN and unsure:
        return replace(verdict, outcome=VerdictOutcome.NOT_MEASURED)
    return verdict
