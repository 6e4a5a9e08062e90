"""``delest fleet close``: freeze a campaign, so that what is published of it does not move."""

from pathlib import Path

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_("Freeze a campaign: no command changes it any more.") + "\n\n\b\ndelest fleet close delest-fleet/2026-T4",
)
@click.argument("campaign", type=click.Path(path_type=Path), metavar="CAMPAIGN")
@option("--anyway", section=Section.PAGES, is_flag=True, help=_("Close it although services are left to audit."))
@output_options()
def command(*, campaign: Path, anyway: bool, outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.fleet import keeping  # noqa: PLC0415 - help must not load what writes
    from delest.report import fleet_kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, ())
    write(fleet_kinds.status(keeping.close(campaign, anyway=anyway), campaign), plan)
