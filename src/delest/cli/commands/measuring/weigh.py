"""``delest weigh``: what a page load recorded by another tool weighs, and what the recording cannot know."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, DelestError, InputError, NotMeasuredError
from delest.report.language.words import _

_DATA: Final = ("json", "csv")
"""Formats for programs."""


@click.command(
    cls=Command,
    help=_("Weigh page loads that another tool recorded as HAR, and say what the recording cannot know.")
    + " "
    + _(
        "Recordings of Chrome, Edge, Firefox, Safari, WebPageTest, Charles and the like are read. "
        "No weight of a recording is exact; `delest audit` measures."
    )
    + "\n\n\b\ndelest weigh www.example.org.har\n"
    "delest weigh before.har after.har -o weights.md -o weights.csv",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@output_options(*_DATA)
def command(*, files: tuple[Path, ...], outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.recordings.weighed import weigh_recording  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    weighed, failed = [], []
    for file in files:
        try:
            weighed.append(weigh_recording(file))
        except InputError as error:
            failed.append(error)
    if weighed:
        write(kinds.weigh(weighed), plan)
    errors: list[DelestError] = list(failed)
    if not any(page.transferred_bytes is not None for recording in weighed for page in recording.pages) and not failed:
        errors.append(NotMeasuredError(
            N_("no recording contains a page that has a weight"),
            remedy=N_("record a page that answers with 200, from its first request on"),
        ))  # fmt: skip
    if errors:
        raise ExceptionGroup("recordings", errors)
