"""``delest check``: fail when a page is heavier than a budget."""

from collections.abc import Sequence
from typing import Final, Unpack

import click

from delest.cli.har import keep_hars
from delest.cli.options.command import loading_command
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.options.quantities import Count
from delest.cli.options.site import Site, site_options
from delest.cli.terminal.ending import Ending
from delest.errors import N_, ExitCode, InputError
from delest.records.budget import AllowedFailures, Breach, Budget, Unmeasured, Verdict, VerdictOutcome
from delest.records.failed_request import FailedRequest
from delest.records.load import Outcome
from delest.records.skip_reason import SkipReason
from delest.report.language.labels import kind_of_one, outcome_name, skip_reason, warning_text
from delest.report.language.numbers import bytes_text, count_text
from delest.report.language.safe_text import printable, shorten
from delest.report.language.words import _, ngettext
from delest.report.layout import prose, row, widest
from delest.units import parse_bytes

_CODES: Final = {
    VerdictOutcome.WITHIN: ExitCode.DONE,
    VerdictOutcome.BREACHED: ExitCode.BUDGET_BREACHED,
    VerdictOutcome.NOT_MEASURED: ExitCode.NOT_MEASURED,
}
_SHOWN: Final = 20
_FAILED_SHOWN: Final = 5
_URL_COLUMNS: Final = 60
_SIZE: Final = -8
_REASON: Final = 300


@loading_command(
    help=_(
        "Load the pages of a site and fail when one is over the budget or cannot be measured. "
        "For continuous integration."
    )
    + " "
    + _("Exits with 0 within the budget, 1 over it, 3 when a page could not be measured.")
    + '\n\n\b\ndelest check https://www.example.org/ --max-page-weight "1 MB"\n'
    "delest check --urls-file pages.txt --max-page-weight 800kB --max-requests 60",
)
@site_options
@option(
    "--max-page-weight",
    section=Section.LIMITS,
    metavar="SIZE",
    help=_('Bytes that a page may transfer with an empty cache: "1 MB".'),
)
@option(
    "--max-requests",
    section=Section.LIMITS,
    type=Count(0),
    metavar="N",
    help=_("Number of requests that a page may make."),
)
@option(
    "--allow-failed",
    section=Section.LIMITS,
    multiple=True,
    metavar="PATTERN",
    help=_(
        "Let pages pass although requests to this host failed, or to URLs that match; * is any text. The verdict names"
        " them. Can be repeated."
    ),
)
@quiet_option
def command(
    *,
    max_page_weight: str | None,
    max_requests: int | None,
    allow_failed: tuple[str, ...],
    quiet: bool,
    **site: Unpack[Site],
) -> int:
    """Run the command."""
    from delest.cli.running import Asked, audited_site  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline import check  # noqa: PLC0415

    if max_page_weight is None and max_requests is None:
        raise InputError(N_("no limit to check the pages against"), remedy=N_("give one: --max-page-weight 1MB"))
    budget = Budget(
        max_page_weight_bytes=parse_bytes(max_page_weight) if max_page_weight is not None else None,
        max_page_requests=max_requests,
        allow_failed=allow_failed,
    )
    with Ending() as ending:
        asked = Asked(complete_is_done=False)  # a check measures; it does not pass by what was measured before
        audited, run, interrupted = audited_site(site, site["url"], asked, ending, quiet=quiet)
        ending.report = audited
        if site["har"]:
            keep_hars(run)
        verdict = check(audited, budget)
        click.echo("\n".join(verdict_lines(verdict, interrupted=interrupted)))
        for warning in audited.end.warnings[:_SHOWN]:
            click.echo("\n".join(prose(warning_text(warning), "")), err=True)
        click.echo(_("Run: {path}").format(path=run), err=True)
        return ending.with_code(ExitCode.INTERRUPTED if interrupted else exit_code(verdict))


def exit_code(verdict: Verdict) -> ExitCode:
    """Return how a check that ran to its end answers its caller."""
    blocked = [page.outcome is Outcome.BLOCKED for page in verdict.unmeasured]
    if verdict.outcome is VerdictOutcome.NOT_MEASURED and not verdict.pages and blocked and all(blocked):
        return ExitCode.BLOCKED
    return _CODES[verdict.outcome]


def verdict_lines(verdict: Verdict, *, interrupted: bool = False) -> list[str]:
    """Return a verdict in words, in lines of at most 80 columns.

    An interrupted check says so: what it did not come to is no pass.
    """
    lines = prose(_headline(verdict, interrupted=interrupted), "")
    for breach in verdict.breaches[:_SHOWN]:
        lines += _breach_lines(breach)
    for page in verdict.unmeasured[:_SHOWN]:
        lines += _unmeasured_lines(page)
    for allowed in verdict.allowed:
        lines += ["", *prose(_allowed(allowed), "")]
    more = max(0, len(verdict.breaches) - _SHOWN) + max(0, len(verdict.unmeasured) - _SHOWN)
    if more:
        lines += ["", ngettext("and {count} more", "and {count} more", more).format(count=count_text(more))]
    if verdict.unchecked_pages:
        lines += ["", *_unchecked_lines(verdict)]
    return lines


def _headline(verdict: Verdict, *, interrupted: bool) -> str:
    pages = ngettext("{count} page measured", "{count} pages measured", verdict.pages).format(
        count=count_text(verdict.pages)
    )
    if verdict.outcome is VerdictOutcome.BREACHED:
        return _("OVER BUDGET: {pages}").format(pages=pages)
    if interrupted:
        return _("INTERRUPTED, so no pass: {pages}").format(pages=pages)
    if verdict.outcome is VerdictOutcome.WITHIN:
        return _("WITHIN BUDGET: {pages}").format(pages=pages)
    return _("NOT MEASURED, so no pass: {pages}").format(pages=pages)


def _unchecked_lines(verdict: Verdict) -> list[str]:
    """Return how many known pages were not loaded and why, and what to do where that was not the user's choice."""
    pages = sum(verdict.unchecked_pages.values())
    told = ngettext("NOT CHECKED  {n} known page", "NOT CHECKED  {n} known pages", pages)
    lines = [told.format(n=count_text(pages))]
    width = widest(map(count_text, verdict.unchecked_pages.values()))
    for reason, n in verdict.unchecked_pages.items():
        lines.append(row([(count_text(n), -width)], skip_reason(reason)))
    if SkipReason.LIMIT in verdict.unchosen:
        lines += prose(
            _("Choose how many pages to check: --max-pages N, --sample, or a list of pages with --urls-file.")
        )
    return lines


def _unmeasured_lines(page: Unmeasured) -> list[str]:
    said = reason = skip_reason(page.reason)[:_REASON]
    if page.outcome is not Outcome.OK:
        outcome = outcome_name(page.outcome)
        said = _("{outcome}: {reason}").format(outcome=outcome, reason=reason) if reason else outcome
    url = shorten(page.page_url, _URL_COLUMNS)
    return ["", _("NOT MEASURED  {url}").format(url=url), *prose(said), *failed_lines(page.failed)]


def failed_lines(failed: Sequence[FailedRequest]) -> list[str]:
    """Return the first of some failed requests, a line each: what, why, which."""
    shown = failed[:_FAILED_SHOWN]
    kinds = widest(kind_of_one(each.kind) for each in shown)
    lines = [
        row([(kind_of_one(each.kind), kinds), (each.detail, widest(e.detail for e in shown))], each.url)
        for each in shown
    ]
    more = len(failed) - len(shown)
    if more:
        lines.append("  " + ngettext("and {count} more", "and {count} more", more).format(count=count_text(more)))
    return lines


def _allowed(allowed: AllowedFailures) -> str:
    return ngettext(
        "Allowed to fail: {pattern} ({count} request)",
        "Allowed to fail: {pattern} ({count} requests)",
        allowed.requests,
    ).format(pattern=printable(allowed.pattern), count=count_text(allowed.requests))


def _breach_lines(breach: Breach) -> list[str]:
    in_bytes = breach.limit == "max_page_weight_bytes"
    amount = bytes_text if in_bytes else count_text
    what = _("page weight") if in_bytes else _("requests")
    said = _("{what}: {measured}, which is {over} more than the {allowed} allowed").format(
        what=what,
        measured=amount(breach.measured),
        over=amount(breach.measured - breach.allowed),
        allowed=amount(breach.allowed),
    )
    kinds = widest(kind_of_one(resource.kind) for resource in breach.heaviest)
    return [
        "",
        _("OVER  {url}").format(url=shorten(breach.page_url, _URL_COLUMNS)),
        *prose(said),
        *(
            row([(bytes_text(each.transferred_bytes), _SIZE), (kind_of_one(each.kind), kinds)], each.url)
            for each in breach.heaviest
        ),
    ]
