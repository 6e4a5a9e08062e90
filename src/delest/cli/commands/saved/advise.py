"""``delest advise``: examine the pages of a saved audit again, with today's rules."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from delest.cli.options.command import Command
from delest.cli.options.output import quiet_option
from delest.cli.options.run_path import JOURNAL, RunPath
from delest.cli.terminal.outputs import AUDIT, output_options, planned, write_all
from delest.cli.terminal.steps import step_watcher
from delest.errors import N_, ExitCode
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.cli.terminal.steps import Steps
    from delest.records.runs.audit import AuditReport


@click.command(
    cls=Command,
    help=_("Examine the pages of a saved audit again with today's rules, without a browser.")
    + " "
    + _(
        "RUN is the directory that an audit or a check wrote, with the files of its pages (--keep bodies, the default)."
        " The advice in its report is replaced; weights and kg stay as they were measured."
    )
    + "\n\n\b\ndelest advise delest-runs/www.example.org-20261122-101500-3f2a\n"
    "delest advise RUN -o advice.csv\n"
    "delest advise RUN -f json > audit.json",
)
@click.argument("run", type=RunPath())
@output_options(*AUDIT)
@quiet_option
def command(*, run: Path, outputs: tuple[str, ...], form: str, quiet: bool) -> int:
    """Run the command."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, AUDIT)
    directory = run.parent if run.name == JOURNAL else run
    with step_watcher(_("Examining the pages again"), quiet=quiet) as steps:
        audited, interrupted = asyncio.run(_advise(directory, steps))
    write_all(kinds.audit(audited), plan, directory)
    return ExitCode.INTERRUPTED if interrupted else ExitCode.DONE


async def _advise(run: Path, steps: "Steps") -> "tuple[AuditReport, bool]":
    from delest import pipeline  # noqa: PLC0415 - help must not load what examines

    stop = asyncio.Event()

    def interrupt() -> None:
        stop.set()
        steps.say(N_("Finishing the page being examined."))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, interrupt)
    return await pipeline.advise(run, stop, steps.done), stop.is_set()
