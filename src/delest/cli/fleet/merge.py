"""``delest fleet merge``: put the shards of a campaign together."""

from pathlib import Path

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import ExitCode
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_("Put the shards of one campaign together, with their saved audits.")
    + "\n\n\b\ndelest fleet merge shard-1/2026-T4 shard-2/2026-T4 --into delest-fleet/2026-T4",
)
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CAMPAIGN...")
@option(
    "--into",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    names_file=True,
    help=_("Directory of the whole campaign; what it already contains is kept."),
)
@output_options()
def command(*, shards: tuple[Path, ...], into: Path, outputs: tuple[str, ...], form: str) -> ExitCode:
    """Run the command."""
    from delest.cli.fleet.run import ended  # noqa: PLC0415 - help must not load what writes
    from delest.pipeline.fleet import keeping  # noqa: PLC0415 - same
    from delest.report import fleet_kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, ())
    found = keeping.merge(shards, into)
    write(fleet_kinds.status(found, into), plan)
    return ended(found)
