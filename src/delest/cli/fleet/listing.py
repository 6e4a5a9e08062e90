"""``delest fleet list``: the services of a list, and what is wrong with its rows, before anything is measured."""

import asyncio
from pathlib import Path
from typing import Final

import click

from delest.cli.fleet.options import COLUMNS_HELP, folder_option
from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import ExitCode
from delest.report.language.numbers import count_text
from delest.report.language.words import _

_DATA: Final = ("json", "csv")
_EACH: Final = 50


@click.command(
    cls=Command,
    help=_("List the services of a fleet and the problems of its rows, before anything is measured.")
    + "\n\n"
    + COLUMNS_HELP
    + "\n\n\b\ndelest fleet list services.csv\ndelest fleet list services.csv --problems -o problems.csv",
)
@click.argument("services", type=click.Path(path_type=Path), metavar="SERVICES")
@option(
    "--problems",
    section=Section.PAGES,
    is_flag=True,
    help=_("Ask each service for its start page, and show problems alone: dead hosts, services at the same address."),
)
@option(
    "--contact",
    section=Section.ACCESS,
    default="",
    metavar="URL",
    see="politeness.md#what-the-sites-owner-sees",
    help=_("Name this page, which says who asks, to the sites."),
)
@folder_option
@output_options(*_DATA)
@quiet_option
def command(
    *, services: Path, problems: bool, contact: str, folder: Path, outputs: tuple[str, ...], form: str, quiet: bool
) -> ExitCode:
    """Run the command."""
    from delest.pipeline.fleet.keeping import known_hosts  # noqa: PLC0415 - help must not load what reads
    from delest.pipeline.fleet.listing import fleet_list, looked_up  # noqa: PLC0415 - help must not load what asks
    from delest.report import fleet_kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    found = fleet_list(services, known_hosts(folder))
    if problems:
        found = asyncio.run(looked_up(found, contact, None if quiet else _told))
    write(fleet_kinds.listing(found, problems_only=problems), plan)
    return ExitCode.USAGE if any(each.left_out for each in found.problems) else ExitCode.DONE


def _told(done: int, of: int) -> None:
    if done % _EACH == 0 or done == of:
        click.echo(_("Asked {n} of {of} services").format(n=count_text(done), of=count_text(of)), err=True)
