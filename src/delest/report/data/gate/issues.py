"""What a check has against a site, one issue each, as the formats of continuous integration need it.

An issue keeps its fingerprint from run to run: it is made of the rule, the page and the resource, never of bytes.
"""

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.errors import N_
from delest.identity import identity
from delest.records.gate.baseline import Change, PageChange
from delest.records.gate.budget import Breach, SiteBreach, Unmeasured, Verdict
from delest.records.pages.load import Outcome
from delest.report.language.labels import kind_of_one, outcome_name, skip_reason
from delest.report.language.limits import amount, limit_name
from delest.report.language.numbers import bytes_text, count_text, kg_text
from delest.report.language.reasons import reason_text
from delest.report.language.safe_text import printable, shorten
from delest.report.language.ways_in import way_in
from delest.report.language.words import _
from delest.urls import path_of

CONFIG: Final = "delest.toml"
"""Where an issue is shown whose limit stands in no file."""
_URL: Final = 200


class IssueRule(StrEnum):
    """What an issue is about."""

    OVER_BUDGET = "over-budget"
    HEAVIER = "heavier-than-baseline"
    NOT_MEASURED = "not-measured"
    UNUSED_BUDGET = "budget-without-page"
    SITE_OVER_BUDGET = "site-over-budget"
    NOT_COMPARABLE = "baseline-not-comparable"


RULES: Final = {
    IssueRule.OVER_BUDGET: N_("A page is over its budget"),
    IssueRule.HEAVIER: N_("A page is heavier than its baseline"),
    IssueRule.NOT_MEASURED: N_("A page could not be measured"),
    IssueRule.UNUSED_BUDGET: N_("A budget matches no measured page"),
    IssueRule.SITE_OVER_BUDGET: N_("The site is over its budget in kg CO2e a year"),
    IssueRule.NOT_COMPARABLE: N_("The baseline cannot be compared"),
}


class Issue(Struct, frozen=True, kw_only=True):
    """One issue; texts are printable, in the language in use."""

    rule: IssueRule
    page: str
    """URL; empty: the whole site."""
    title: str
    text: str
    file: str = CONFIG
    line: int = 1
    fingerprint: str
    failure: bool = True
    """False: it was not measured, which is an error of the check and no failure of the page."""


def issues(verdict: Verdict) -> tuple[Issue, ...]:
    """Return all that keeps a check from passing, worst first: over budget, heavier, not measured."""
    return tuple(_found(verdict))


def _found(verdict: Verdict) -> Iterator[Issue]:
    yield from map(_over, verdict.breaches)
    if verdict.site is not None:
        yield from _site(verdict.site)
    if (baseline := verdict.baseline) is not None:
        yield from (_heavier(change, baseline.file) for change in baseline.regressed)
        for condition in baseline.incomparable:
            name = condition.partition(":")[0]
            yield _issue(IssueRule.NOT_COMPARABLE, "", name, printable(condition), file=baseline.file, failure=False)
        yield from (_incomplete(page, baseline.file) for page in baseline.incomplete_pages)
        if not baseline.compared_pages and not baseline.incomparable and not baseline.incomplete_pages:
            text = _("No measured page is in the baseline, so nothing was compared. Is it the baseline of this site?")
            yield _issue(IssueRule.NOT_COMPARABLE, "", "no page", text, file=baseline.file, failure=False)
    yield from map(_unmeasured, verdict.unmeasured)
    if verdict.cut_off:
        text = _("The audit was cut off, so some pages of the site may be missing. Continue it with --resume.")
        yield _issue(IssueRule.NOT_MEASURED, "", "cut off", text, failure=False)
    for reason in sorted(verdict.unchosen):
        text = _("{pages} known pages were not checked: {reason}").format(
            pages=count_text(verdict.unchecked_pages[reason]), reason=skip_reason(reason)
        )
        yield _issue(IssueRule.NOT_MEASURED, "", f"unchecked {reason}", text, failure=False)
    for place in verdict.unused:
        text = _("{place} matches no measured page").format(place=printable(place) or _("command line"))
        yield _issue(IssueRule.UNUSED_BUDGET, "", place, text, failure=False)


def change_text(change: Change) -> str:
    """Return what became of one resource: ``+312 kB hero.jpg (new)``."""
    sign = "+" if change.more_bytes > 0 else "\u2212"
    size = f"{sign}{bytes_text(abs(change.more_bytes))}"
    template = _("{size} {resource} (new)") if not change.before_bytes else N_("{size} {resource}")
    return template.format(size=size, resource=printable(shorten(change.name, _URL)))


def _over(breach: Breach) -> Issue:
    text = _("{what}: {measured}, {over} over the limit of {allowed}").format(
        what=limit_name(breach.what),
        measured=amount(breach.what, breach.measured),
        over=amount(breach.what, breach.measured - breach.allowed),
        allowed=amount(breach.what, breach.allowed),
    )
    heaviest = [
        f"{bytes_text(each.transferred_bytes)} {kind_of_one(each.kind)} {shorten(each.url, _URL)}"
        for each in breach.heaviest
    ]
    return _issue(
        IssueRule.OVER_BUDGET,
        breach.page_url,
        f"{breach.place} {breach.limit}",
        "\n".join([text, *heaviest]),
        file=breach.file,
        line=breach.line,
    )


def _site(site: SiteBreach) -> Iterator[Issue]:
    allowed = kg_text(site.allowed_kgco2e_per_year)
    if site.high_kgco2e_per_year is None:
        text = _("the budget of {allowed} CO2e a year needs page views: give --traffic or --views-per-year")
        yield _issue(IssueRule.NOT_MEASURED, "", "site-kg", text.format(allowed=allowed), failure=False)
    elif site.high_kgco2e_per_year > site.allowed_kgco2e_per_year:
        text = _("high estimate {high} CO2e a year, over the limit of {allowed}").format(
            high=kg_text(site.high_kgco2e_per_year), allowed=allowed
        )
        yield _issue(IssueRule.SITE_OVER_BUDGET, "", "site-kg", text)


def _heavier(change: PageChange, file: str) -> Issue:
    text = _("{more} heavier than its baseline of {before}").format(
        more=bytes_text(change.grown_bytes), before=bytes_text(change.before_bytes)
    )
    worst = change.regressions[0].name if change.regressions else ""
    lines = [text, *map(change_text, change.regressions[:5])]
    return _issue(IssueRule.HEAVIER, change.page, worst, "\n".join(lines), file=file)


def _incomplete(page: str, file: str) -> Issue:
    text = _("not measured completely when the baseline was made: write it again with --update-baseline")
    return _issue(IssueRule.NOT_COMPARABLE, page, "incomplete", text, file=file, failure=False)


def _unmeasured(page: Unmeasured) -> Issue:
    said = reason_text(page.reason)
    if page.outcome is not Outcome.OK:
        said = _("{outcome}: {reason}").format(outcome=outcome_name(page.outcome), reason=said)
    failed = [f"{each.detail or each.cause} {shorten(each.url, _URL)}" for each in page.failed[:5]]
    lines = [said, *filter(None, [way_in(page.reason)]), *failed]
    return _issue(IssueRule.NOT_MEASURED, page.page_url, page.outcome, "\n".join(lines), failure=False)


def _issue(
    rule: IssueRule, page: str, about: str, text: str, *, file: str = "", line: int = 1, failure: bool = True
) -> Issue:
    lines = "\n".join(map(printable, text.split("\n")))
    named = f"{rule}\0{path_of(page) if '://' in page else page}\0{identity(about) if '/' in about else about}"
    return Issue(
        rule=rule,
        page=printable(shorten(page, _URL)),
        title=_(RULES[rule]),
        text=lines,
        file=file or CONFIG,
        line=line,
        fingerprint=hashlib.sha256(named.encode()).hexdigest()[:40],
        failure=failure,
    )
