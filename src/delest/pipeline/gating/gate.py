"""The gate: a measured site against budgets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.check.first import budget_toml
from delest.check.judge import Applied, command_line, limits_of
from delest.check.verdict import Unchecked, check_pages
from delest.crawl.templates import templates
from delest.errors import N_, BlockedError, DelestError, NotMeasuredError
from delest.pipeline.reading import missed, report
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Budget, SiteBreach, Unmeasured, Verdict, VerdictOutcome
from delest.records.gate.limit import BudgetSet
from delest.records.pages.load import Outcome
from delest.records.runs.audit import AuditReport
from delest.records.runs.skip_reason import CUT_OFF, MAY_PASS, NOT_ANOTHER_PAGE, SkipReason
from delest.store.journal import Journal
from delest.urls import path_of

LIVE: Final = "live"
"""How a site on the network is served: as it is."""


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
    if not audited.end.complete and not verdict.unchosen:
        within = verdict.outcome is VerdictOutcome.WITHIN
        verdict = replace(verdict, cut_off=True, outcome=VerdictOutcome.NOT_MEASURED if within else verdict.outcome)
    return _with_site(verdict, audited, budget)


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


class FirstBudget(NamedTuple):
    """A budget made of an audit."""

    toml: str
    unmeasured: tuple[Unmeasured, ...]
    """Pages that were not measured, or not completely: it is made without them."""


def first_budget(run: Path, margin: float, allow_failed: tuple[str, ...] = ()) -> FirstBudget:
    """Return ``[[budget]]`` tables in TOML made of what the pages of a saved audit weigh, plus a margin.

    Args:
        run: the directory of the audit.
        margin: how much more than the heaviest page today, as a share.
        allow_failed: hosts or patterns of URLs whose lost requests do not keep a page out.

    Raises:
        InputError: there is no audit.
        NotMeasuredError: no page of it was measured.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
    unmeasured = check(audited, Budget(allow_failed=allow_failed), limited=False).unmeasured
    incomplete = {each.page_url for each in unmeasured}
    weights = [each for each in audited.weights if each.url not in incomplete]
    if not weights:
        raise of_none(unmeasured)(
            N_("no page was measured completely, so no budget can be made; {page}: {reason}"),
            remedy=N_("see all pages with `delest report {run}`"),
            run=run,
            **first_of(unmeasured),
        )
    return FirstBudget(budget_toml(weights, margin, audited.header.run.started_at.date().isoformat()), unmeasured)


def of_none(unmeasured: Sequence[Unmeasured]) -> type[DelestError]:
    """Return the error of a check that measured no page completely."""
    blocked = [each.outcome is Outcome.BLOCKED for each in unmeasured]
    return BlockedError if blocked and all(blocked) else NotMeasuredError


def first_of(unmeasured: Sequence[Unmeasured]) -> dict[str, object]:
    """Return the first of some pages, with its reason, for a message."""
    if not unmeasured:
        return {"page": "-", "reason": Reason(code=ReasonCode.NOT_MEASURED)}
    return {"page": unmeasured[0].page_url, "reason": unmeasured[0].reason}


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


def _unchecked(audited: AuditReport) -> Unchecked:
    """Return the known pages without a record; the page limit is only a choice where somebody made it.

    Pages that are named one by one (see `missed`) are not counted again.
    """
    scope, named = audited.header.scope, Counter(page.reason for page in missed(audited))
    counted = audited.end.skipped_pages or Counter(page.reason for page in audited.end.skipped)
    pages = {why: n - named[why] for why, n in counted.items() if why not in NOT_ANOTHER_PAGE and n > named[why]}
    by_default = scope.max_pages_by_default and scope.follow_links and scope.sample is None
    return Unchecked(pages, CUT_OFF | MAY_PASS | ({SkipReason.LIMIT} if by_default else frozenset()))
