"""``delest weigh``: what a page load recorded by another tool weighs, and what the recording cannot know."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from delest.cli.options.choices import Choice
from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.terminal.outputs import planned, write_whole
from delest.errors import N_, DelestError, InputError, NotMeasuredError
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.records.recording import WeighedRecording

_FORMATS: Final = ("text", "json", "csv")


@click.command(
    cls=Command,
    help=_("Weigh page loads that another tool recorded as HAR, and say what the recording cannot know.")
    + " "
    + _(
        "Recordings of Chrome, Edge, Firefox, Safari, WebPageTest, Charles and the like are read. "
        "No weight of a recording is exact; `delest audit` measures."
    )
    + "\n\n\b\ndelest weigh www.example.org.har\n"
    "delest weigh before.har after.har -o weights.json -o weights.csv",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option(
    "-o",
    "--output",
    "outputs",
    section=Section.OUTPUT,
    multiple=True,
    metavar="FILE",
    names_file=True,
    help=_("Also write the weights to this file, in the format of its suffix (.txt, .json, .csv). Can be repeated."),
)
@option(
    "-f",
    "--format",
    "form",
    section=Section.OUTPUT,
    type=Choice(_FORMATS),
    default="text",
    show_default=True,
    help=_("Write this to stdout."),
)
def command(*, files: tuple[Path, ...], outputs: tuple[str, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.recording import weigh_recording  # noqa: PLC0415 - help must not load what measures

    plan = planned(outputs, form, _FORMATS)
    weighed, failed = [], []
    for file in files:
        try:
            weighed.append(weigh_recording(file))
        except InputError as error:
            failed.append(error)
    for path, of_file in plan.files:
        write_whole(path, [_written(weighed, of_file)])
    answer = _written(weighed, form)
    click.echo(answer if form == "text" else answer.encode(), nl=False)
    errors: list[DelestError] = list(failed)
    if not any(page.transferred_bytes is not None for recording in weighed for page in recording.pages) and not failed:
        errors.append(NotMeasuredError(
            N_("no recording holds a page that has a weight"),
            remedy=N_("record a page that answers with 200, from its first request on"),
        ))  # fmt: skip
    if errors:
        raise ExceptionGroup("recordings", errors)


def _written(weighed: "Sequence[WeighedRecording]", form: str) -> str:
    from delest.report.data.recording_csv import recordings_csv  # noqa: PLC0415
    from delest.report.pages.recording import recording_text, recordings_json  # noqa: PLC0415 - see above

    if form == "json":
        return recordings_json(weighed)
    return recordings_csv(weighed) if form == "csv" else "\n".join(map(recording_text, weighed))
