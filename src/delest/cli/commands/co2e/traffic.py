"""``delest traffic``: what was understood of page views, before or after a measurement."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.traffic import TrafficGiven, matomo_options, read_export
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, InputError
from delest.report.language.words import _

_DATA: Final = ("json", "csv")


@click.command(
    cls=Command,
    help=_(
        "Show what is understood of page views: source, period, robots, pages, and what to check. With --run,"
        " join them to an audit: how much of the traffic it covers, and which pages have most of the bytes."
    )
    + "\n\n\b\ndelest traffic export.csv\n"
    'delest traffic "access.log*" --run delest-runs/www.example.org-20261122-3f2a\n'
    "delest traffic --matomo https://stats.example.org/ --site 3 -f json",
)
@click.argument("files", nargs=-1)
@option(
    "--run",
    section=Section.TRAFFIC,
    type=click.Path(path_type=Path),
    metavar="RUN",
    names_file=True,
    help=_("Join the page views to this saved audit."),
)
@matomo_options
@output_options(*_DATA)
def command(
    *, files: tuple[str, ...], run: Path | None, traffic: TrafficGiven, outputs: tuple[str, ...], form: str
) -> None:
    """Run the command."""
    from delest.pipeline.reading import saved  # noqa: PLC0415 - help must not load what reads
    from delest.pipeline.traffic import needs_period  # noqa: PLC0415 - as above
    from delest.report import kinds  # noqa: PLC0415 - as above

    plan = planned(outputs, form, _DATA)
    export = read_export(traffic._replace(traffic=files))
    if export is None:
        raise InputError(
            N_("no file of page views"), remedy=N_("name one: delest traffic export.csv; or ask a Matomo with --matomo")
        )
    if run is not None:
        needs_period(export)
    report = None if run is None else saved(run, views=export)
    write(kinds.traffic(export, report), plan)
