"""``delest check``: fail when a page is heavier than a budget."""

from typing import Final, Unpack

import click

from delest.cli.har import keep_hars
from delest.cli.options.command import loading_command
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.options.quantities import Count
from delest.cli.options.site import Site, site_options
from delest.cli.terminal.ending import Ending
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, ExitCode, InputError
from delest.records.budget import Budget, Verdict, VerdictOutcome
from delest.records.load import Outcome
from delest.report.language.reasons import said
from delest.report.language.words import _
from delest.report.plain.lines import paragraph
from delest.units import parse_bytes

_CODES: Final = {
    VerdictOutcome.WITHIN: ExitCode.DONE,
    VerdictOutcome.BREACHED: ExitCode.BUDGET_BREACHED,
    VerdictOutcome.NOT_MEASURED: ExitCode.NOT_MEASURED,
}
_SHOWN: Final = 20


@loading_command(
    help=_(
        "Load the pages of a site and fail when one is over the budget or cannot be measured. "
        "For continuous integration."
    )
    + " "
    + _("Exits with 0 within the budget, 1 over it, 3 when a page could not be measured.")
    + '\n\n\b\ndelest check https://www.example.org/ --max-page-weight "1 MB"\n'
    "delest check --urls-file pages.txt --max-page-weight 800kB -o verdict.md",
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
@output_options()
@quiet_option
def command(
    *,
    max_page_weight: str | None,
    max_requests: int | None,
    allow_failed: tuple[str, ...],
    outputs: tuple[str, ...],
    form: str,
    quiet: bool,
    **site: Unpack[Site],
) -> int:
    """Run the command."""
    from delest.cli.running import Asked, audited_site  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline import check  # noqa: PLC0415
    from delest.report import kinds  # noqa: PLC0415

    plan = planned(outputs, form, ())
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
        write(kinds.check(verdict, interrupted=interrupted), plan)
        for warning in audited.end.warnings[:_SHOWN]:
            click.echo("\n".join(paragraph(said(warning))), err=True)
        click.echo(_("Run: {path}").format(path=run), err=True)
        return ending.with_code(ExitCode.INTERRUPTED if interrupted else exit_code(verdict))


def exit_code(verdict: Verdict) -> ExitCode:
    """Return how a check that ran to its end answers its caller."""
    blocked = [page.outcome is Outcome.BLOCKED for page in verdict.unmeasured]
    if verdict.outcome is VerdictOutcome.NOT_MEASURED and not verdict.pages and blocked and all(blocked):
        return ExitCode.BLOCKED
    return _CODES[verdict.outcome]
