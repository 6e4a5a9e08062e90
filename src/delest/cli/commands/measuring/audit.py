"""``delest audit``: weigh the pages of a site and report on them."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from delest.cli.har import keep_hars
from delest.cli.options.command import loading_command
from delest.cli.options.documents import documents_option
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.options.pages.scope import is_default
from delest.cli.options.proving import DEMO_LIMIT_S, DEMO_PAGES, keep_remedies_option, prove_option
from delest.cli.options.shares import shares_options, view_shares
from delest.cli.options.site import Site, site_options
from delest.cli.options.traffic import TrafficGiven
from delest.cli.options.worth import conditions_options, views_of, views_options
from delest.cli.settings.resuming import resume_option
from delest.cli.terminal.ending import Ending
from delest.cli.terminal.outputs import AUDIT, output_options, planned, write_all
from delest.cli.terminal.saved_run import ecoindex_option, saved_report
from delest.errors import N_, BlockedError, ExitCode, InputError, NotMeasuredError
from delest.reason import Reason, ReasonCode
from delest.records.co2e.avoided import Conditions
from delest.records.pages.load import Outcome
from delest.records.runs.skip_reason import SkipReason
from delest.report.language.words import _
from delest.units import parse_target

if TYPE_CHECKING:
    from delest.records.runs.audit import AuditReport


@loading_command(
    help=_(
        "Crawl a site, measure the bytes each page transfers in Chromium, and suggest what to remove. "
        "Without a URL, the demo site is audited."
    )
    + "\n\n\b\ndelest audit https://www.example.org/\n"
    'delest audit https://www.example.org/ --views-per-year 1000000 --to "500 kB"\n'
    "delest audit https://www.example.org/ --max-pages 100 -o a.html -o a.csv",
)
@site_options
@documents_option
@views_options
@shares_options
@option(
    "--to",
    "target",
    section=Section.TRAFFIC,
    default="",
    metavar="TARGET",
    of_run=lambda run: run.question.target,
    help=_('Target page weight: "500 kB", "70%" of today\'s, or "-30%"; gives the avoided kg CO2e.'),
)
@conditions_options
@prove_option
@keep_remedies_option
@ecoindex_option
@resume_option
@output_options(*AUDIT)
@option(
    "--no-report",
    section=Section.OUTPUT,
    is_flag=True,
    help=_("Write no report.html and report.json in the run; `delest report RUN` makes them later."),
)
@option("--strict", section=Section.OUTPUT, is_flag=True, help=_("Exit with code 5 when a page could not be measured."))
@quiet_option
def command(  # noqa: PLR0913 - one parameter an option
    *, views_per_year: float | None, traffic: TrafficGiven, target: str, country: str,
    mobile_share: float | None, in_visit_share: float, warm_share: float, ecoindex: bool,
    outputs: tuple[str, ...], form: str, no_report: bool, strict: bool, quiet: bool,
    resume: Path | None, documents: int, prove: int, keep_remedies: Path | None,
    **site: Unpack[Site],
) -> int:  # fmt: skip
    """Run the command."""
    from delest.cli.running import Asked, audited_site  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, AUDIT, site["browser"])
    if keep_remedies is not None and not prove and resume is None:
        raise InputError(N_("--keep-remedies without --prove"), remedy=N_("add --prove"))
    shares = view_shares(in_visit_share, warm_share, cache=site["cache"])
    conditions = Conditions(country=country, mobile_share=mobile_share, shares=shares)
    if target:
        parse_target(target, 0)  # what cannot be read is told now, not after the long work
    views = views_of(traffic, views_per_year)
    _refuse_path(site["url"])
    with Ending() as ending, ExitStack() as stack:
        url = site["url"]
        demo = url is None and site["urls_file"] is None and resume is None
        if demo:
            from delest.pipeline.demo import serve_demo  # noqa: PLC0415

            url = stack.enter_context(serve_demo())
        shown = demo and is_default("prove") and is_default("max_pages")
        asked = Asked(
            demo,
            views,
            target,
            conditions,
            documents=documents,
            prove=DEMO_PAGES if shown else prove,
            prove_limit_s=DEMO_LIMIT_S if shown else None,
            resume=resume,
            keep_remedies=keep_remedies,
        )
        audited, run, interrupted = audited_site(site, url, asked, ending, quiet=quiet)
        ending.report = audited
        if ecoindex:
            audited = saved_report(run, ecoindex=True)
        if site["har"]:
            keep_hars(run)
        write_all(kinds.audit(audited), plan, None if no_report else run)
        if no_report:
            click.echo(_("Run: {path}").format(path=run), err=True)
        return ending.with_code(ExitCode.INTERRUPTED if interrupted else exit_code(audited, strict=strict))


def exit_code(audited: "AuditReport", *, strict: bool) -> ExitCode:
    """Return how an audit that ran to its end answers its caller.

    Raises:
        BlockedError: a rule, a challenge or a login stands before every page.
        NotMeasuredError: no page has a weight.
    """
    from delest.pipeline import missed  # noqa: PLC0415 - help must not load what measures
    from delest.report.language.reasons import said  # noqa: PLC0415 - as above

    refused = missed(audited)
    if audited.weights:
        complete = len(audited.weights) == len(audited.pages) and not refused
        return ExitCode.PARTIAL if strict and not complete else ExitCode.DONE
    last = [page.loads[-1] for page in audited.pages]
    reasons: list[object] = [*(load.reason for load in last if load.reason), *(page.reason.reason for page in refused)]
    blocked = [load.outcome is Outcome.BLOCKED for load in last]
    blocked += [page.reason is SkipReason.ROBOTS for page in refused]
    if blocked and all(blocked):
        raise _out_of_reach(reasons[0])
    if not last:
        # Why the very first answer, that of robots.txt, did not come.
        reasons = [*map(said, audited.end.warnings), *reasons]
    raise NotMeasuredError(
        N_("no page could be measured: {reason}"),
        remedy=N_("open the address in a browser; `delest doctor` says whether delest can measure here"),
        reason=reasons[0] if reasons else "-",
    )


def _out_of_reach(reason: object) -> BlockedError:
    """Return why every page is out of reach, with what may let the audit in, as ``report.language.ways_in`` says it."""
    from delest.report.language.ways_in import asks_for_password  # noqa: PLC0415 - help must not load it

    if not isinstance(reason, Reason) or reason.code is not ReasonCode.LOGIN_REQUIRED:
        return BlockedError(
            N_("every page is out of reach: {reason}"),
            remedy=N_("ask the site's owner; on your own site, see --ignore-robots"),
            reason=reason,
        )
    if asks_for_password(reason):
        return BlockedError(
            N_("every page is out of reach: {reason}"),
            remedy=N_(
                "give the password as USER:PASSWORD in the environment variable DELEST_BASIC_AUTH, or with"
                " --basic-auth; if one was given, it is wrong"
            ),
            reason=reason,
        )
    return BlockedError(
        N_("every page is out of reach: {reason}"),
        remedy=N_("give the session, with --login FILE, --cookie or --storage-state"),
        reason=reason,
    )


def _refuse_path(text: str | None) -> None:
    """Refuse what is a file or a folder here, and would be asked for on the network as a host of that name."""
    if not text or "://" in text:
        return
    path = Path(text)
    if path.is_file() or (path.is_dir() and ("." not in text.strip("./") or text.startswith((".", "/")))):
        raise InputError(
            N_("{target} is a file or a folder here, and not a URL"),
            remedy=N_("`delest check` reads a build folder, `delest report` a saved audit, --urls-file a list of URLs"),
            target=text,
        )
