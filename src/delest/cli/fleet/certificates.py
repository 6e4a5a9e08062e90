"""``delest fleet certificates``: what a cluster beyond this machine needs to be safe."""

import shlex
from pathlib import Path

import click

from delest.cli.options.command import Command
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_("Make the certificates with which scheduler, workers and drivers of a cluster know each other.")
    + "\n\n\b\ndelest fleet certificates certs",
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(*, folder: Path) -> None:
    """Run the command."""
    from delest.pipeline.fleet.certifying import certify  # noqa: PLC0415 - help must not load what makes them

    certify(folder)
    click.echo(_("Certificates: {path}").format(path=folder))
    click.echo(
        _(
            "Copy ca.pem with scheduler*.pem to the scheduler, with worker*.pem to the workers; keep ca-key.pem and"
            " client-key.pem to yourself."
        )
    )
    click.echo(_("All machines need the directory /SHARED, under this path.") + "\n")
    where = shlex.quote(str(folder))
    usual = f"--tls-ca-file {where}/ca.pem --tls-cert {where}"
    click.echo(
        f"dask scheduler --protocol tls --port 8786 --no-dashboard \\\n    {usual}/scheduler.pem --tls-key"
        f" {where}/scheduler-key.pem\n"
        f"dask worker tls://SCHEDULER:8786 --nthreads 1 --nworkers 4 --memory-limit 0 --no-dashboard \\\n"
        f"    --death-timeout 60 {usual}/worker.pem --tls-key {where}/worker-key.pem\n"
        f"delest fleet run services.csv --campaign 2026-T4 --folder /SHARED \\\n"
        f"    --cluster tls://SCHEDULER:8786 --tls {where}"
    )
