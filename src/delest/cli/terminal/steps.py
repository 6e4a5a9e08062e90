"""How far a long work without a browser is: a bar on a terminal, now and then a line in a pipe; on stderr."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

import click

from delest.report.language.numbers import count_text
from delest.report.language.words import _

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_NOW_AND_THEN_S: Final = 10.0


class Steps(Protocol):
    """Who is told."""

    def done(self, done: int, of: int) -> None:
        """So many steps are done."""

    def say(self, sentence: str) -> None:
        """The user has to know: an English sentence, for translation."""


@contextmanager
def step_watcher(title: str, *, quiet: bool) -> Iterator[Steps]:
    """Give who shows the progress of a work of that title, in the language in use."""
    if not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console  # noqa: PLC0415 - on a terminal only
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = (BarColumn(12), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield _Bar(progress, progress.add_task(title, total=None))
    else:
        yield _Lines(title, quiet=quiet)


class _Lines:
    def __init__(self, title: str, *, quiet: bool) -> None:
        self._title = title
        self._quiet = quiet
        self._said_s = time.monotonic()

    def done(self, done: int, of: int) -> None:
        now_s = time.monotonic()
        if not self._quiet and (done == of or now_s - self._said_s >= _NOW_AND_THEN_S):
            self._said_s = now_s
            click.echo(f"[{count_text(done)}/{count_text(of)}] {self._title}", err=True)

    def say(self, sentence: str) -> None:
        click.echo(_(sentence), err=True)


class _Bar:
    def __init__(self, progress: "Progress", task: "TaskID") -> None:
        self._progress = progress
        self._task = task

    def done(self, done: int, of: int) -> None:
        self._progress.update(self._task, completed=done, total=of)

    def say(self, sentence: str) -> None:
        self._progress.console.print(_(sentence), markup=False, highlight=False)
