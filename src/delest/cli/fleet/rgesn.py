"""``delest fleet rgesn``: which services of a campaign declare, and what was measured of each criterion of RGESN."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.terminal.outputs import output_options, planned, write
from delest.report.language.words import _

_DATA: Final = ("json", "csv")


@click.command(
    cls=Command,
    help=_("Show which services of a campaign declare their eco-design, and what was measured of each RGESN criterion.")
    + "\n\n\b\ndelest fleet rgesn delest-fleet/2026-T4\n"
    "delest fleet rgesn delest-fleet/2026-T4 -o rgesn.html -o rgesn.csv",
)
@click.argument("campaign", type=click.Path(path_type=Path), metavar="CAMPAIGN")
@output_options(*_DATA)
def command(*, campaign: Path, outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.fleet.evidence import fleet_evidence  # noqa: PLC0415 - help must not load what reads
    from delest.report import state  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    write(state.fleet_evidence(fleet_evidence(campaign)), plan)
