"""``delest weigh``: what a page load recorded by another tool weighs, and what the recording cannot know."""

from pathlib import Path

import click

from delest.errors import N_, DelestError, InputError, NotMeasuredError
from delest.report.words import _


@click.command(
    help=_("Weigh page loads that another tool recorded as HAR, and say what the recording cannot know.")
    + " "
    + _(
        "Recordings of Chrome, Edge, Firefox, Safari, WebPageTest, Charles and the like are read. "
        "No weight of a recording is exact; `delest audit` measures."
    )
    + "\n\n\b\ndelest weigh www.example.org.har\n"
    "delest weigh before.har after.har -f json > weights.json"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=_("What goes to stdout."),
)
def command(*, files: tuple[Path, ...], form: str) -> None:
    """Run the command."""
    from delest.pipeline.recording import weigh_recording  # noqa: PLC0415 - help must not load what measures
    from delest.report.recording import recording_text, recordings_json  # noqa: PLC0415

    weighed, failed = [], []
    for file in files:
        try:
            weighed.append(weigh_recording(file))
        except InputError as error:
            failed.append(error)
    if form == "json":
        click.echo(recordings_json(weighed).encode(), nl=False)
    else:
        click.echo("\n".join(map(recording_text, weighed)), nl=False)
    errors: list[DelestError] = list(failed)
    if not any(page.transferred_bytes is not None for recording in weighed for page in recording.pages) and not failed:
        errors.append(NotMeasuredError(
            N_("no recording holds a page that has a weight"),
            remedy=N_("record a page that answers with 200, from its first request on"),
        ))  # fmt: skip
    if errors:
        raise ExceptionGroup("recordings", errors)
