"""``delest compare``: two saved audits of a site or sets of them, and the reduction that was realised."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.run_path import RunPath
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import ExitCode
from delest.records.gate.comparison import Certainty
from delest.report.language.words import _

_DATA: Final = ("json", "csv", "open-metrics")


@click.command(
    cls=Command,
    help=_("Compare two saved audits: pages, resources, and the kg CO2e a year that the difference avoids.")
    + " "
    + _("A directory of audits counts as one audit: the loads of all its audits count together.")
    + " "
    + _(
        "A reduction is claimed only where it is more than chance, and where both audits were made under the same"
        " conditions. Page views are those of the second audit."
    )
    + "\n\n\b\ndelest compare delest-runs/BEFORE delest-runs/AFTER\n"
    "delest compare BEFORE AFTER -o bilan.html -o bilan.csv",
)
@click.argument("baseline", type=RunPath(), metavar="BEFORE")
@click.argument("scenario", type=RunPath(), metavar="AFTER")
@option(
    "--site",
    section=Section.PAGES,
    default="",
    metavar="HOST",
    see="compare.md#sets-of-audits",
    help=_("Of directories of audits: those that started from this host."),
)
@option(
    "--fail-if-heavier",
    section=Section.OUTPUT,
    is_flag=True,
    help=_("Exit with 1 when pages got heavier, beyond chance."),
)
@output_options(*_DATA)
def command(
    *, baseline: Path, scenario: Path, site: str, fail_if_heavier: bool, outputs: tuple[str, ...], form: str
) -> ExitCode:
    """Run the command."""
    from delest.pipeline.comparing.runs import compare_runs  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    found = compare_runs(baseline, scenario, site)
    write(kinds.comparison(found), plan)
    if not found.pairs:
        return ExitCode.NOT_MEASURED
    heavier = found.certainty is Certainty.HEAVIER
    return ExitCode.BUDGET_BREACHED if fail_if_heavier and heavier else ExitCode.DONE
