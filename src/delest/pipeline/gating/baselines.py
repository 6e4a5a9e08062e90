"""Baselines: made of a saved audit, read from a file, renewed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from delest.check.baseline import by_party, compare, over_loads, resources_of
from delest.errors import N_, InputError
from delest.pipeline.gating.gate import check, first_of, of_none
from delest.pipeline.gating.paths import own_origin, page_name
from delest.pipeline.gating.serve import is_run
from delest.pipeline.reading import report
from delest.records.gate.baseline import Baseline, BaselineVerdict, Conditions, PageBaseline
from delest.records.gate.budget import Budget, Unmeasured
from delest.records.pages.load import CacheState
from delest.records.runs.audit import AuditReport, PageRecord
from delest.store.baseline_file import baseline_text, read_baseline
from delest.store.journal import Journal
from delest.weigh.resources import page_resources
from delest.weigh.spread import counted, median_load
from delest.weigh.wire import is_request


class Against(NamedTuple):
    """What a check compares with."""

    baseline: Baseline
    third_parties: bool = False
    """Their bytes count too."""
    strict: bool = False
    """Growth within the noise counts too."""
    file: str = ""
    """Path of the baseline from here; empty: it is elsewhere, or a saved audit."""


class Renewed(NamedTuple):
    """A baseline that takes the place of another."""

    now: Baseline
    compared: BaselineVerdict | None
    """With the one before; None: there was none."""
    unmeasured: tuple[Unmeasured, ...]
    """Pages that were not measured, or not completely: it has no weight for them."""


class _Made(NamedTuple):
    baseline: Baseline
    unmeasured: tuple[Unmeasured, ...]


def baseline_at(path: Path, served: str, allow_failed: tuple[str, ...] = ()) -> Baseline:
    """Return the baseline that a file or a saved audit holds.

    Args:
        path: of the file or the audit.
        served: how a build folder was compressed.
        allow_failed: see `renewed`.

    Raises:
        InputError: it cannot be read.
    """
    return _made(directory(path), served, (0, 0.0), allow_failed).baseline if is_run(path) else read_baseline(path)


def directory(path: Path) -> Path:
    """Return the directory of a saved audit that is named by it or by its journal."""
    return path if path.is_dir() else path.parent


def _made(run: Path, served: str, tolerance: tuple[int, float], allow_failed: tuple[str, ...]) -> _Made:
    """Return what the pages of a saved audit weigh, and those that a check would not let pass as measured.

    A lower bound is no baseline: pages would be called heavier once they are seen whole.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
        if not audited.end.complete:
            raise InputError(
                N_("the audit {run} ended before all its pages were loaded, so it cannot be a baseline"),
                remedy=N_("continue it with `delest audit --resume {run}`, or compare with another audit"),
                run=run,
            )
        own = own_origin(audited.header.scope.start_urls)
        unmeasured = check(audited, Budget(allow_failed=allow_failed), limited=False).unmeasured
        incomplete = {page_name(each.page_url, own) for each in unmeasured}
        pages = [page for page in pages_of(journal) if page.page not in incomplete]
    baseline = Baseline(
        measured_on=audited.header.run.started_at.date().isoformat(),
        conditions=conditions_of(audited, served),
        tolerance_bytes=tolerance[0],
        tolerance_share=tolerance[1],
        pages=tuple(sorted(pages, key=lambda page: page.page)),
        incomplete=tuple(sorted(incomplete)),
    )
    return _Made(baseline, unmeasured)


baseline_file: Final = baseline_text  # for the command line, which knows no store


def conditions_of(audited: AuditReport, served: str) -> Conditions:
    """Return under which conditions an audit was made."""
    return Conditions(
        delest=audited.header.run.delest_version,
        browser=audited.browser.product if audited.browser else "-",
        device=audited.header.loading.device.name,
        served=served,
        consent=audited.header.loading.consent,
    )


def renewed(
    run: Path,
    before: Baseline | None,
    served: str,
    tolerance: tuple[int, float] | None,
    allow_failed: tuple[str, ...] = (),
) -> Renewed:
    """Return the baseline that a saved audit gives, and how it differs from the one before.

    Without a ``tolerance`` the one before stays. Pages that were not measured completely have no weight in it: those
    that lost requests, but for the ones that ``allow_failed`` names, did not settle or were not seen to their end.

    Raises:
        InputError: there is no audit.
        NotMeasuredError: no page of it was measured.
    """
    kept = (before.tolerance_bytes, before.tolerance_share) if before else (0, 0.0)
    now, unmeasured = _made(run, served, kept if tolerance is None else tolerance, allow_failed)
    if not now.pages:
        raise of_none(unmeasured)(
            N_("no page was measured completely, so the baseline is left as it was; {page}: {reason}"),
            remedy=N_("see all pages with `delest report {run}`"),
            run=run,
            **first_of(unmeasured),
        )
    compared = compare(before, now.pages, now.conditions, third_parties=True) if before else None
    return Renewed(now, compared, unmeasured)


def pages_of(journal: Journal) -> Iterator[PageBaseline]:
    """Yield what the measured pages of a saved audit weigh."""
    own = own_origin(journal.header().scope.start_urls)
    for record in journal.pages():
        if (page := page_baseline(record, own)) is not None:
            yield page


def page_baseline(record: PageRecord, own: str) -> PageBaseline | None:
    """Return what a page weighs, resource by resource; None where no cold load of it was measured."""
    loads = counted(record.loads, CacheState.COLD)
    if not loads:
        return None
    typical = median_load(loads)
    each_load = [resources_of(page_resources([load]), own) for load in loads]
    resources = over_loads(resources_of(page_resources(record.loads), own), each_load)
    return PageBaseline(
        page=page_name(record.url, own),
        transferred_bytes=sum(each.transferred_bytes for each in resources),
        loads_bytes=by_party(each_load),
        requests=sum(map(is_request, typical.transfers)),
        elements=typical.element_count,
        resources=resources,
    )
