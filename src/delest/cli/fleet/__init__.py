"""``delest fleet``: many services, edition after edition."""

import click

from delest.cli.fleet import certificates, close, listing, merge, report, rgesn, run, status
from delest.cli.options.command import Group
from delest.report.language.words import _


@click.group(
    cls=Group,
    help=_("Audit many services, again in each edition, and report on all of them.")
    + " "
    + _("The list of services is a table with at least a column url, or a dashlord.yml.")
    + "\n\n\b\ndelest fleet list services.csv --problems\n"
    "delest fleet run services.csv --campaign 2026-T4\n"
    "delest fleet status delest-fleet/2026-T4\n"
    "delest fleet report delest-fleet/2026-T4\n"
    "delest fleet close delest-fleet/2026-T4",
)
def command() -> None:
    """Gather the commands on a fleet."""


for _name, _below in (
    ("list", listing.command),
    ("run", run.command),
    ("status", status.command),
    ("report", report.command),
    ("rgesn", rgesn.command),
    ("certificates", certificates.command),
    ("close", close.command),
    ("merge", merge.command),
):
    command.add_command(_below, _name)
