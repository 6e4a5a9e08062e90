"""``delest bilan``: action plans of services or ministries, consolidated and held against audits."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.worth import country_option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.cli.terminal.plan_problems import tell_problems
from delest.errors import N_, ExitCode, InputError
from delest.records.co2e.avoided import Conditions
from delest.report.language.reasons import said
from delest.report.language.words import _

_DATA: Final = ("json", "csv")


@click.command(
    cls=Command,
    help=_("Consolidate action plans: themes, levels, states, what was planned and what audits show of it.")
    + " "
    + _(
        "PLAN is a CSV, an xlsx or an ods, one for each service or ministry. A line may name two saved audits,"
        " before and after: what they realised is then set beside what was planned."
    )
    + "\n\n"
    + _("Its first line names the columns, in English or French; theme, action and level are needed:")
    + "\n\n\b\n"
    "theme;action;level;state;lever;quantity;from;to;baseline;realised\n"
    "4;Lighter home page;roll-out;done;page;1000000;2 MB;500 kB;BEFORE;AFTER\n\n"
    + _("baseline and realised are optional: the directories of two saved audits.")
    + "\n\n\b\ndelest bilan plan.csv -o bilan.html\n"
    "delest bilan ministries/*.xlsx -o bilan.html -o bilan.csv --runs delest-runs\n"
    "delest bilan plan.csv --baseline fleet/2025-T4 --campaign fleet/2026-T4",
)
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PLAN...")
@option(
    "--runs",
    section=Section.TRAFFIC,
    type=click.Path(path_type=Path),
    default=Path("delest-runs"),
    show_default=True,
    metavar="DIR",
    names_file=True,
    see="bilan.md",
    help=_("Where the saved audits are that plans name."),
)
@option(
    "--campaign",
    section=Section.TRAFFIC,
    type=click.Path(path_type=Path),
    metavar="DIR",
    names_file=True,
    see="bilan.md#two-editions-of-a-fleet",
    help=_("Take what was realised from this edition of a fleet, against --baseline, for lines that name a service."),
)
@option(
    "--baseline",
    section=Section.TRAFFIC,
    type=click.Path(path_type=Path),
    metavar="DIR",
    names_file=True,
    see="bilan.md#two-editions-of-a-fleet",
    help=_("Earlier edition of the same fleet."),
)
@country_option()
@output_options(*_DATA)
def command(
    *, plans: tuple[Path, ...], runs: Path, campaign: Path | None, baseline: Path | None, country: str,
    outputs: tuple[str, ...], form: str,
) -> int:  # fmt: skip
    """Run the command."""
    from delest.pipeline.plans.bilan import bilan_of, device_names  # noqa: PLC0415 - help must not load what converts
    from delest.report import state  # noqa: PLC0415 - as above

    written = planned(outputs, form, _DATA)
    if (campaign is None) != (baseline is None):
        raise InputError(
            N_("--campaign and --baseline name two editions of a fleet: one is missing"), remedy=N_("give both")
        )
    editions = (baseline, campaign) if baseline and campaign else None
    found, problems, notices = bilan_of(plans, runs, Conditions(country=country), editions)
    left_out = [{"plan": each.plan, "line": each.line, "reason": said(each.message)} for each in problems]
    tell_problems(problems, notices)
    if not found.lines:
        raise InputError(
            N_("no line of these plans can be used"),
            remedy=N_("correct them as said above; docs/bilan.md shows a plan"),
        )
    write(state.bilan(found, device_names(), left_out), written)
    return ExitCode.USAGE if left_out else ExitCode.DONE
