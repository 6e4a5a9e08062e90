"""``--har``: each measured load of a run as a HAR file."""

from pathlib import Path
from typing import Final

import click

from delest.report.language.words import _

_DIRECTORY: Final = "har"


def keep_hars(run: Path) -> None:
    """Write one file for each load in the run that ended ok, and say where.

    Raises:
        InputError: there is no run, it cannot be read, or a file cannot be written.
    """
    from delest.cli.terminal.outputs import write_whole  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.recordings.hars import hars  # noqa: PLC0415 - as above

    directory = run / _DIRECTORY
    directory.mkdir(exist_ok=True)
    for file in hars(run):
        write_whole(directory / file.name, [file.text])
    click.echo(_("Recordings: {path}").format(path=directory), err=True)
