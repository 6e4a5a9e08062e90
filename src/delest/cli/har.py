"""``--har``: each measured load of a run as a HAR file."""

import re
from pathlib import Path
from typing import Final

import click

from delest.report.language.words import _
from delest.urls import host

_DIRECTORY: Final = "har"
_NAME: Final = 80


def keep_hars(run: Path) -> None:
    """Write one file for each load in the run that ended ok, and say where.

    Raises:
        InputError: there is no run, it cannot be read, or a file cannot be written.
    """
    from delest.cli.terminal.outputs import write_whole  # noqa: PLC0415 - help must not load what measures
    from delest.records.load import Outcome  # noqa: PLC0415
    from delest.report.data.har import har_text  # noqa: PLC0415
    from delest.store.journal import Journal  # noqa: PLC0415

    directory = run / _DIRECTORY
    directory.mkdir(exist_ok=True)
    with Journal.open(run) as journal:
        header = journal.header()
        for at, page in enumerate(journal.pages(), 1):
            loads = (*page.loads, *page.consent_loads)
            for again, load in enumerate(loads, 1):
                if load.outcome is Outcome.OK:
                    name = _file_name(at, again if len(loads) > 1 else None, page.url)
                    write_whole(directory / name, [har_text(load, header)])
    click.echo(_("Recordings: {path}").format(path=directory), err=True)


def _file_name(page: int, load: int | None, url: str) -> str:
    numbers = f"{page:03}" if load is None else f"{page:03}-{load}"
    path = url.partition("?")[0].partition("://")[2].partition("/")[2]
    return f"{numbers}-{re.sub(r'[^A-Za-z0-9.-]+', '-', f'{host(url)}-{path}')[:_NAME].strip('-.')}.har"
