"""``delest fleet``: many services, edition after edition."""

import click

from delest.cli.fleet import listing
from delest.cli.options.command import Group
from delest.report.language.words import _


@click.group(
    cls=Group,
    help=_("Audit many services, again in each edition, and report on all of them.")
    + "\n\n\b\ndelest fleet list services.csv --problems",
)
def command() -> None:
    """Gather the commands on a fleet."""


command.add_command(listing.command, "list")
