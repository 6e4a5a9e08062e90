"""The gate: a measured site against budgets and against its baseline."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest import __version__
from delest.check.allowance import losing
from delest.check.baseline import by_party, compare, over_loads, resources_of
from delest.check.first import budget_toml
from delest.check.judge import Applied, command_line, limits_of
from delest.check.verdict import Unchecked, check_pages
from delest.crawl.templates import templates
from delest.errors import N_, NotMeasuredError
from delest.pipeline.gating.paths import of_folder, own_origin, page_name
from delest.pipeline.reading import missed, report
from delest.records.co2e.traffic import Export
from delest.records.gate.baseline import Baseline, BaselineVerdict, Conditions, PageBaseline
from delest.records.gate.budget import Budget, SiteBreach, Verdict, VerdictOutcome
from delest.records.gate.limit import BudgetSet
from delest.records.pages.load import CacheState
from delest.records.runs.audit import AuditReport, PageRecord
from delest.records.runs.skip_reason import CUT_OFF, MAY_PASS, NOT_ANOTHER_PAGE, SkipReason
from delest.store.baseline_file import baseline_text, read_baseline
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.urls import path_of
from delest.weigh.resources import page_resources
from delest.weigh.spread import counted, median_load
from delest.weigh.wire import is_request

LIVE: Final = "live"
"""How a site on the network is served: as it is."""


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
    unmeasured: tuple[str, ...]
    """Pages without a weight, which it leaves out."""


class Explained(NamedTuple):
    """The limits that apply to one page."""

    url: str
    template: str
    applied: tuple[Applied, ...]


def check(audited: AuditReport, budget: Budget, *, limited: bool = True) -> Verdict:
    """Return the verdict on an audit under ``budget``, without a baseline.

    Raises:
        InputError: the budget has no limit, and ``limited`` asks for one.
    """
    template_of = templates_of(page.url for page in audited.pages)
    verdict = check_pages(
        audited.pages,
        audited.weights,
        budget,
        missed(audited),
        template_of,
        unchecked=_unchecked(audited),
        limited=limited,
    )
    return _with_site(verdict, audited, budget)


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
            pages, now = tuple(_pages(journal)), conditions_of(audited, served)
            compared = compare(against.baseline, pages, now, third_parties=against.third_parties)
            verdict = _with_baseline(verdict, compared, against, whole=served != LIVE)
    return Judged(verdict, audited) if served == LIVE else Judged(*of_folder(verdict, audited))


def baseline_of(run: Path, served: str = LIVE, tolerance: tuple[int, float] = (0, 0.0)) -> Baseline:
    """Return what the pages of a saved audit weigh, as a baseline.

    Args:
        run: the directory of the audit.
        served: how a build folder was compressed.
        tolerance: bytes and share by which a page or a resource may grow.

    Raises:
        InputError: there is no audit, or no page of it was measured.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
        return Baseline(
            measured_on=audited.header.run.started_at.date().isoformat(),
            conditions=conditions_of(audited, served),
            tolerance_bytes=tolerance[0],
            tolerance_share=tolerance[1],
            pages=tuple(sorted(_pages(journal), key=lambda page: page.page)),
        )


def baseline_at(path: Path, served: str) -> Baseline:
    """Return the baseline that a file or a saved audit holds.

    Raises:
        InputError: it cannot be read.
    """
    return baseline_of(path, served) if (path / FILE_NAME).is_file() else read_baseline(path)


baseline_file: Final = baseline_text  # for the command line, which knows no store


def conditions_of(audited: AuditReport, served: str) -> Conditions:
    """Return under which conditions an audit was made."""
    return Conditions(
        delest=__version__,
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

    Without a ``tolerance`` the one before stays. Pages that lost requests are left out, but for those ``allow_failed``.

    Raises:
        InputError: there is no audit.
        NotMeasuredError: no page of it was measured.
    """
    kept = (before.tolerance_bytes, before.tolerance_share) if before else (0, 0.0)
    now = baseline_of(run, served, kept if tolerance is None else tolerance)
    with Journal.open(run) as journal:
        audited = report(journal)
    lost = losing(audited.pages, allow_failed)
    left_out = {page_name(url, own_origin(audited.header.scope.start_urls)) for url in lost}
    now = replace(now, pages=tuple(page for page in now.pages if page.page not in left_out))
    if not now.pages:
        raise NotMeasuredError(
            N_("no page was measured: the baseline is left as it was"), remedy=N_("see why with `delest report RUN`")
        )
    weighed = {weight.url for weight in audited.weights} - lost
    compared = compare(before, now.pages, now.conditions, third_parties=True) if before else None
    return Renewed(now, compared, tuple(page.url for page in audited.pages if page.url not in weighed))


def explain(run: Path, budget: Budget, served: str = LIVE) -> tuple[tuple[Explained, ...], tuple[BudgetSet, ...]]:
    """Return which limits apply to each page of a saved audit, and the sets that they are of.

    Raises:
        InputError: there is no audit.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
    sets = command_line(budget)
    template_of = templates_of(page.url for page in audited.pages)
    named: Callable[[str], str] = str if served == LIVE else path_of
    pages = tuple(
        Explained(named(page.url), named(template_of.get(page.url, "")), tuple(limits_of(page.url, sets, template_of)))
        for page in audited.pages
    )
    return pages, sets


def first_budget(run: Path, margin: float) -> str:
    """Return ``[[budget]]`` tables in TOML made of what the pages of a saved audit weigh, plus a margin.

    Args:
        run: the directory of the audit.
        margin: how much more than the heaviest page today, as a share.

    Raises:
        InputError: there is no audit.
        NotMeasuredError: no page of it was measured.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
    if not audited.weights:
        raise NotMeasuredError(
            N_("no page was measured: there is nothing to make a budget of"),
            remedy=N_("see why with `delest report RUN`"),
        )
    return budget_toml(audited.weights, margin, audited.header.run.started_at.date().isoformat())


def templates_of(urls: Iterable[str]) -> Mapping[str, str]:
    """Return the template of each page by its URL."""
    return {url: template for template, of_it in templates(urls).items() for url in of_it}


def _with_site(verdict: Verdict, audited: AuditReport, budget: Budget) -> Verdict:
    allowed = [each.site_kgco2e_per_year for each in budget.sets if each.site_kgco2e_per_year is not None]
    if not allowed:
        return verdict
    known = audited.attributed if audited.traffic else None
    high = known.kgco2e_per_year.high if known else None
    site = SiteBreach(allowed_kgco2e_per_year=min(allowed), high_kgco2e_per_year=high)
    if high is None and verdict.outcome is VerdictOutcome.WITHIN:
        return replace(verdict, outcome=VerdictOutcome.NOT_MEASURED, site=site)
    if high is not None and high > min(allowed):
        return replace(verdict, outcome=VerdictOutcome.BREACHED, site=site)
    return replace(verdict, site=site)


def _with_baseline(verdict: Verdict, compared: BaselineVerdict, against: Against, *, whole: bool) -> Verdict:
    """Return the verdict with the comparison; ``whole``: all pages were checked, so a missing one is gone."""
    verdict = replace(verdict, baseline=replace(compared, file=against.file))
    noisy = any(change.within_noise for change in compared.changes)
    if compared.regressed or (against.strict and noisy):
        return replace(verdict, outcome=VerdictOutcome.BREACHED)
    unsure = not compared.compared_pages or (compared.gone_pages and not whole)  # incomparable ones compare none
    if verdict.outcome is VerdictOutcome.WITHIN and unsure:
        return replace(verdict, outcome=VerdictOutcome.NOT_MEASURED)
    return verdict


def _pages(journal: Journal) -> Iterator[PageBaseline]:
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


def _unchecked(audited: AuditReport) -> Unchecked:
    """Return the known pages without a record; the page limit is only a choice where somebody made it.

    Pages that are named one by one (see `missed`) are not counted again.
    """
    scope, named = audited.header.scope, Counter(page.reason for page in missed(audited))
    counted = audited.end.skipped_pages or Counter(page.reason for page in audited.end.skipped)
    pages = {why: n - named[why] for why, n in counted.items() if why not in NOT_ANOTHER_PAGE and n > named[why]}
    by_default = scope.max_pages_by_default and scope.follow_links and scope.sample is None
    return Unchecked(pages, CUT_OFF | MAY_PASS | ({SkipReason.LIMIT} if by_default else frozenset()))
