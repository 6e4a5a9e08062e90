"""``delest fleet status``: how far a campaign is, also while it is under way."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.terminal.outputs import output_options, planned, write
from delest.report.language.words import _

_DATA: Final = ("json",)


@click.command(
    cls=Command,
    help=_("Show how far a campaign is: what is done, what failed and why, what is left.")
    + "\n\n\b\ndelest fleet status delest-fleet/2026-T4",
)
@click.argument("campaign", type=click.Path(path_type=Path), metavar="CAMPAIGN")
@output_options(*_DATA)
def command(*, campaign: Path, outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.fleet import keeping  # noqa: PLC0415 - help must not load what reads
    from delest.report import fleet_kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    write(fleet_kinds.status(keeping.campaign(campaign), campaign), plan)
