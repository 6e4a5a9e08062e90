"""``delest check``: fail when a page is heavier than its budget or its baseline."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from delest.cli.gating.budgets import Question, asked
from delest.cli.gating.options import Gate, gate_options
from delest.cli.gating.target import Kind, Target, opened, target_kind
from delest.cli.gating.written import first_budget, former, updated_baseline
from delest.cli.har import keep_hars
from delest.cli.options.command import loading_command
from delest.cli.options.option import argument
from delest.cli.options.output import quiet_option
from delest.cli.options.pages.scope import start
from delest.cli.options.site import site_options
from delest.cli.options.worth import Worth, conditions_options, views_of, views_options
from delest.cli.terminal.ending import Ending
from delest.cli.terminal.outputs import Planned, output_options, planned, show, write
from delest.errors import N_, ExitCode, InputError
from delest.records.co2e.avoided import Conditions
from delest.records.gate.budget import Verdict, VerdictOutcome
from delest.records.pages.load import Outcome
from delest.report.language.reasons import said
from delest.report.language.words import _
from delest.report.plain.lines import paragraph

if TYPE_CHECKING:
    from delest.pipeline.gating.baselines import Against
    from delest.pipeline.order import Undecided
    from delest.records.co2e.traffic import Export

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
    + _("A target is a URL, a build folder, a file that lists URLs, or a saved audit; several URLs are a list.")
    + " "
    + _("Exits with 0 within the budget, 1 over it, 3 when a page could not be measured.")
    + '\n\n\b\ndelest check https://www.example.org/ --max-page-weight "1 MB"\n'
    "delest check ./dist --baseline delest.lock.json -o verdict.md\n"
    "delest check ./dist --update-baseline\n"
    'delest check --serve "npm start" --wait-for http://localhost:3000/\n'
    "delest check dist --max-page-weight 1MB --views-per-year 2000000 -o verdict.md",
)
@partial(site_options, start=start(metavar="[TARGET]..."))
@argument("more", nargs=-1, metavar="")
@gate_options
@views_options
@conditions_options
@output_options("json", "junit", "sarif", "code-quality", "open-metrics", "github")
@quiet_option
def command(*, more: tuple[str, ...], outputs: tuple[str, ...], form: str, quiet: bool, **given: Any) -> int:
    """Run the command."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what measures

    gate: Any = {name: given.pop(name) for name in Gate.__annotations__}
    worth: Any = {name: given.pop(name) for name in Worth.__annotations__}
    site = given
    plan = planned(outputs, form, kinds.CHECK_DATA, site["browser"])
    if gate["self_test"]:
        if site["url"]:
            raise InputError(N_("--self-test checks pages of its own, and no other"), remedy=N_("leave the URL out"))
        return _self_test(site)
    kind = target_kind(site, more, gate)
    question, value = asked(gate, site, kind), _worth(worth, kind)
    with Ending() as ending:
        with opened(site["url"], more, question.site, gate) as target:
            question = question._replace(
                against=_against(question, target, gate), former=former(question, target.served)
            )
            run, interrupted = _measured(target, value, _undecided(question), ending, quiet=quiet)
        joined = value.views if target.run is not None else None
        return ending.with_code(
            _answered(run, question, target, plan, gate=gate, views=joined, interrupted=interrupted)
        )


class _Value(NamedTuple):
    views: "Export | float | None"
    conditions: Conditions


def _worth(worth: Worth, kind: Kind) -> _Value:
    conditions = Conditions(country=worth["country"], mobile_share=worth["mobile_share"])
    if kind is Kind.RUN and conditions != Conditions():
        raise InputError(
            N_("a saved audit keeps its --country and --mobile-share"), remedy=N_("leave these options out")
        )
    return _Value(views_of(worth["traffic"], worth["views_per_year"]), conditions)


def _against(question: Question, target: Target, gate: Gate) -> "Against | None":
    """Return what pages are compared with, read before any page is loaded: a file that is broken costs no time."""
    from delest.pipeline.gating import baselines  # noqa: PLC0415 - help must not load what measures

    if question.baseline is None or gate["update_baseline"] or gate["init"]:
        return None
    baseline = baselines.baseline_at(question.baseline, target.served, question.budget.allow_failed)
    file, here = Path(os.path.normpath(question.baseline.absolute())), Path.cwd()
    place = file.relative_to(here).as_posix() if file.is_file() and file.is_relative_to(here) else ""
    return baselines.Against(baseline, gate["third_parties"] == "count", gate["strict_noise"], place)


def _undecided(question: Question) -> "Undecided | None":
    from delest.pipeline.gating.undecided import undecided  # noqa: PLC0415 - help must not load what measures

    return undecided(question.budget, question.against) if question.repeats and question.against else None


def _measured(
    target: Target, value: _Value, undecided: "Undecided | None", ending: Ending, *, quiet: bool
) -> tuple[Path, bool]:
    """Load the pages of a target, unless they are saved already; return the run and whether the user stopped it."""
    from delest.cli.running import Asked, audited_site  # noqa: PLC0415 - help must not load what measures

    if target.run is not None:
        return target.run, False
    site: Any = target.site
    # A check measures; it does not pass by what was measured before.
    whole = Asked(
        views=value.views, conditions=value.conditions, undecided=undecided, complete_is_done=False,
        site_stays=not target.ends,
    )  # fmt: skip
    audited, run, interrupted = audited_site(site, site["url"], whole, ending, quiet=quiet)
    ending.report = audited
    if site["har"]:
        keep_hars(run)
    for warning in audited.end.warnings[:_SHOWN]:
        click.echo("\n".join(paragraph(said(warning))), err=True)
    return run, interrupted


def _answered(
    run: Path, question: Question, target: Target, plan: Planned, *, gate: Gate, views: "Export | float | None",
    interrupted: bool,
) -> ExitCode:  # fmt: skip
    """Judge a run, write all files, then say how the check ended."""
    from delest.pipeline.gating import gate as gating  # noqa: PLC0415
    from delest.pipeline.gating.run import check_run  # noqa: PLC0415
    from delest.report import kinds  # noqa: PLC0415

    if gate["init"]:
        return first_budget(run, question, interrupted=interrupted)
    if gate["update_baseline"]:
        return updated_baseline(run, question, target.served, interrupted=interrupted)
    verdict, audited = check_run(run, question.budget, question.against, target.served, views=views)
    answer = kinds.check(verdict, audited, interrupted=interrupted)
    write(answer, plan)
    if gate["explain"]:
        explained, sets = gating.explain(run, question.budget, target.served)
        show(kinds.explained(explained, sets), planned((), "text", ()))
    click.echo(_("Run: {path}").format(path=run), err=True)
    return _code(verdict, warn_only=gate["warn_only"], interrupted=interrupted)


def _self_test(site: dict[str, Any]) -> int:
    from delest.cli.gating.self_test import self_test  # noqa: PLC0415 - help must not load what measures

    tried = self_test(site)
    for each in tried:
        said = _("as expected: {what}") if each.ok else _("WRONG: {what} (expected {expected}, found {found})")
        click.echo(said.format(what=_(each.what), expected=each.expected, found=each.found))
    if all(each.ok for each in tried):
        click.echo(_("The gate works here."))
        return ExitCode.DONE
    return ExitCode.NOT_MEASURED


def exit_code(verdict: Verdict) -> ExitCode:
    """Return how a check that ran to its end answers its caller."""
    blocked = [page.outcome is Outcome.BLOCKED for page in verdict.unmeasured]
    if verdict.outcome is VerdictOutcome.NOT_MEASURED and not verdict.pages and blocked and all(blocked):
        return ExitCode.BLOCKED
    return _CODES[verdict.outcome]


def _code(verdict: Verdict, *, warn_only: bool, interrupted: bool) -> ExitCode:
    code = ExitCode.INTERRUPTED if interrupted else exit_code(verdict)
    if warn_only and code in {ExitCode.BUDGET_BREACHED, ExitCode.NOT_MEASURED, ExitCode.BLOCKED}:
        click.echo(_("--warn-only: exits with 0; without it, with {code}.").format(code=int(code)), err=True)
        return ExitCode.DONE
    return code
