"""``delest estimate run``: what a saved run answered when it was made, and what its bytes stand for today."""

from datetime import UTC, datetime
from pathlib import Path

import click

from delest.cli.options.command import Command
from delest.cli.options.estimate import factors_option
from delest.cli.options.run_path import RunPath
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, NotMeasuredError
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_(
        "Convert a saved audit under the factor sets of today, and show it beside the answer given when it was made."
    )
    + " "
    + _("RUN is the directory that an audit wrote. Its bytes, page views and conditions are kept.")
    + "\n\n\b\ndelest estimate run delest-runs/www.example.org-20261122-101500-3f2a\n"
    "delest estimate run RUN --factors my-factors.toml -f json",
)
@click.argument("run", type=RunPath())
@factors_option
@output_options("json")
def command(run: Path, own: Path | None, form: str, outputs: tuple[str, ...]) -> None:
    """Convert a saved run again."""
    from delest.pipeline.estimating import estimate_run  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ("json",))
    both, computed_at = estimate_run(run, own=own), datetime.now(UTC)
    if both.today.attributed is None:
        raise NotMeasuredError(
            N_("no page of this audit has both a weight and page views: there is nothing to convert"),
            remedy=N_("audit the site again"),
        )
    write(kinds.estimated_run(both.made, both.today, computed_at), plan)
