"""``delest report``: render a saved run again."""

from pathlib import Path

import click

from delest.cli.har import keep_hars
from delest.cli.options.command import Command
from delest.cli.options.output import har_option
from delest.cli.options.run_path import RunPath
from delest.cli.options.traffic import TrafficGiven, given_export, traffic_options
from delest.cli.terminal.outputs import AUDIT, output_options, planned, write_all
from delest.cli.terminal.saved_run import ecoindex_option, saved_report
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_("Render a saved audit again, in another language or format, without a browser.")
    + " "
    + _(
        "RUN is the directory that an audit or a check wrote. Its own report.html and report.json are written again, "
        "unless -o or -f names something else."
    )
    + "\n\n\b\ndelest report delest-runs/www.example.org-20261122-101500-3f2a --lang fr\n"
    "delest report RUN -o audit.csv -o audit.md\n"
    "delest report RUN -f json > audit.json\n"
    "delest report RUN --traffic export.csv -o with-traffic.html",
)
@click.argument("run", type=RunPath())
@traffic_options
@ecoindex_option
@har_option
@output_options(*AUDIT)
def command(
    *, run: Path, traffic: TrafficGiven, ecoindex: bool, har: bool, outputs: tuple[str, ...], form: str
) -> None:
    """Run the command."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what measures

    plan = planned(outputs, form, AUDIT)
    views = given_export(traffic)
    audited = saved_report(run, ecoindex=ecoindex, views=views)
    directory = run if run.is_dir() else run.parent
    if har:
        keep_hars(directory)
    # The run's own reports stay as they are where other page views were joined to it.
    write_all(kinds.audit(audited), plan, directory if plan.only_text and views is None else None)
