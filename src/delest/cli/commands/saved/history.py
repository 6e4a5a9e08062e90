"""``delest history``: how the weight of a site went from audit to audit."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.report.language.words import _

_DATA: Final = ("json", "csv", "open-metrics")


@click.command(
    cls=Command,
    help=_("Show how the weight of a site went from audit to audit, and what moved it.") + "\n\n\b\ndelest history\n"
    "delest history delest-runs --site www.example.org -o history.html",
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("delest-runs"), metavar="[DIR]")
@option(
    "--site",
    section=Section.PAGES,
    default="",
    metavar="HOST",
    help=_("Audits that started from this host (default: the host of most of them)."),
)
@output_options(*_DATA)
def command(*, folder: Path, site: str, outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.comparing.past import history_of  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    write(kinds.history(history_of(folder, site)), plan)
