"""Who watches an audit: a live line on a terminal, lines in a pipe, nothing where nothing was asked for; on stderr."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from delest.cli.terminal.tempo import Tempo
from delest.records.advice.finding import Effect
from delest.records.advice.proof import PageProof
from delest.records.pages.load import BrowserBuild, Outcome
from delest.records.runs.audit import PageRecord
from delest.report.language.labels import outcome_name
from delest.report.language.numbers import bytes_text
from delest.report.language.proof_words import doubt_text
from delest.report.language.reasons import reason_text
from delest.report.language.safe_text import printable, shorten
from delest.report.language.words import _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from delest.pipeline import Observer

_URL_COLUMNS: Final = 50
_BESIDE_COLUMNS: Final = 32
"""Taken by the bar, the count and the time."""
_LEAST_COLUMNS: Final = 8
_EACH_PAGE: Final = 100
"""A log of more pages than that has no line for each."""
_NOW_AND_THEN_S: Final = 60.0


@contextmanager
def watcher(*, quiet: bool, done: int) -> Iterator["Observer"]:
    """Give who shows the progress of an audit of which ``done`` pages are measured already."""
    if quiet:
        yield Quiet()
    elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console  # noqa: PLC0415 - on a terminal only

        with live(Console(stderr=True)) as progress:
            yield Bar(progress, done)
    else:
        yield Lines(done)


def live(console: "Console") -> "Progress":
    """Return a line of the terminal: how far the crawl is, and what is being loaded."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    whole = Column(no_wrap=True)
    rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")  # gives way on a narrow terminal, the others do not
    columns = (
        BarColumn(12, table_column=whole),
        MofNCompleteColumn(table_column=whole),
        TimeElapsedColumn(table_column=whole),
        TextColumn("{task.description}", markup=False, table_column=rest),
    )
    return Progress(*columns, console=console, transient=True, expand=True)


class Quiet:
    """Says only what the user has to know."""

    def browser_started(self, build: BrowserBuild) -> None:
        """Say nothing."""

    def page_started(self, url: str) -> None:
        """Say nothing."""

    def page_ended(self, page: PageRecord, *, waiting: int) -> None:
        """Say nothing."""

    def page_left_out(self, url: str, *, waiting: int) -> None:
        """Say nothing."""

    def proof_started(self, url: str) -> None:
        """Say nothing."""

    def page_proven(self, proof: PageProof, *, waiting: int) -> None:
        """Say nothing."""

    def working(self, sentence: str) -> None:
        """Say nothing."""

    def say(self, sentence: str) -> None:
        """Say it, translated."""
        self._show(_(sentence))

    def _show(self, line: str) -> None:
        click.echo(line, err=True)


class Lines(Quiet):
    """For logs: one line a page; of many pages only those that failed, and now and then how far it is."""

    def __init__(self, done: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._ended = done
        self._clock = clock
        self._tempo = Tempo(clock)
        self._said_s = clock()

    def working(self, sentence: str) -> None:
        """Say it, translated."""
        self.say(sentence)

    def browser_started(self, build: BrowserBuild) -> None:
        """Name the browser."""
        self._show(_("Measuring with {browser}").format(browser=build.product))

    def page_ended(self, page: PageRecord, *, waiting: int) -> None:
        """Say what became of the page, how fast it goes, or nothing."""
        self._ended += 1
        self._tempo.page_ended()
        count = f"[{self._ended}/{self._ended + waiting}]"
        if self._ended + waiting <= _EACH_PAGE or page.loads[0].outcome is not Outcome.OK:
            self._show(f"{count} {_in_short(page)}")
        now_s, rate = self._clock(), self._tempo.said(waiting)
        if rate and (now_s - self._said_s >= _NOW_AND_THEN_S or not waiting):
            self._said_s = now_s
            self._show(f"{count} {rate}")

    def page_left_out(self, url: str, *, waiting: int) -> None:
        """Count it: it took a place within the page limit."""
        self._ended += 1
        if self._ended + waiting <= _EACH_PAGE:
            left_out = _("not counted: a duplicate, or not a page of this site")
            self._show(f"[{self._ended}/{self._ended + waiting}] {left_out}  {shorten(url, _URL_COLUMNS)}")

    def proof_started(self, url: str) -> None:
        """Name the page: its proof takes minutes."""
        self._show(_("Proving: {url}").format(url=shorten(url, _URL_COLUMNS)))

    def page_proven(self, proof: PageProof, *, waiting: int) -> None:  # noqa: ARG002 - the signature of all
        """Say what was proven."""
        self._show(_proven_in_short(proof))


class Bar(Quiet):
    """A bar that shows how far the crawl is, how fast it goes, and what is being loaded."""

    def __init__(self, progress: "Progress", done: int = 0) -> None:
        self._progress = progress
        self._task = progress.add_task(_("starting the browser"), total=None)
        self._ended = done
        self._tempo = Tempo()
        self._rate = ""

    def working(self, sentence: str) -> None:
        """Say it, translated."""
        self.say(sentence)

    def browser_started(self, build: BrowserBuild) -> None:
        """Name the browser."""
        self._progress.update(self._task, description=build.product)

    def page_started(self, url: str) -> None:
        """Name the page."""
        rate = f"{self._rate}  " if self._rate else ""
        room = self._progress.console.width - _BESIDE_COLUMNS - len(rate)
        self._progress.update(self._task, description=rate + shorten(_path(url), max(room, _LEAST_COLUMNS)))

    def page_ended(self, page: PageRecord, *, waiting: int) -> None:
        """Move on; name a page that failed."""
        self._ended += 1
        self._tempo.page_ended()
        self._rate = self._tempo.said(waiting)
        self._progress.update(self._task, completed=self._ended, total=self._ended + waiting)
        if page.loads[0].outcome is not Outcome.OK:
            self._show(_in_short(page))

    def page_left_out(self, url: str, *, waiting: int) -> None:  # noqa: ARG002 - as others have it
        """Move on: it took a place within the page limit."""
        self._ended += 1
        self._progress.update(self._task, completed=self._ended, total=self._ended + waiting)

    def proof_started(self, url: str) -> None:
        """Name the page: its proof takes minutes."""
        room = self._progress.console.width - _BESIDE_COLUMNS - len(_("Proving: {url}"))
        shown = shorten(_path(url), max(room, _LEAST_COLUMNS))
        self._progress.update(self._task, description=_("Proving: {url}").format(url=shown))

    def page_proven(self, proof: PageProof, *, waiting: int) -> None:  # noqa: ARG002 - the signature of all
        """Say what was proven."""
        self._show(_proven_in_short(proof))

    def _show(self, line: str) -> None:
        self._progress.console.print(line, markup=False, highlight=False)


def _proven_in_short(proof: PageProof) -> str:
    url = shorten(proof.page_url, _URL_COLUMNS)
    if not proof.replayable:
        return _("Not provable: {url} ({reason})").format(url=url, reason=doubt_text(proof))
    if proof.proofs and all(each.effect is Effect.COST and each.holds for each in proof.proofs):
        return _("Weighed without what is left out: {url}").format(url=url)
    if proof.together is None or not proof.together.holds:
        return _("Nothing proven: {url}").format(url=url)
    return _("Proven: -{bytes}  {url}").format(bytes=bytes_text(proof.together.avoided_bytes), url=url)


def _path(url: str) -> str:
    """Return a URL without its host, which nearly all pages of an audit share."""
    return f"/{url.partition('://')[2].partition('/')[2]}"


def _in_short(page: PageRecord) -> str:
    cold = page.loads[0]
    if cold.outcome is Outcome.OK:
        said = bytes_text(cold.transferred_bytes)
    else:
        said = f"{outcome_name(cold.outcome)} ({printable(reason_text(cold.reason, _URL_COLUMNS))})"
    return f"{said}  {shorten(page.url, _URL_COLUMNS)}"
