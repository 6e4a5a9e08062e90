"""How a campaign goes, on stderr: a line for each service, and how long the rest will take."""

import time
from typing import TYPE_CHECKING

import click

from delest.errors import N_
from delest.records.fleet.campaign import Entry, State
from delest.records.fleet.service import Service
from delest.report.language.numbers import bytes_text, count_text, duration_text
from delest.report.language.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

_FEWEST = 3


class Lines:
    """One line a service that has ended."""

    def __init__(self, *, quiet: bool, clock: "Callable[[], float]" = time.monotonic) -> None:
        self._quiet = quiet
        self._clock = clock
        self._began_s = clock()
        self._ended = 0

    def began(self, service: Service) -> None:
        """Say nothing: many run at once."""

    def ended(self, entry: Entry, left: int, of: int) -> None:
        """Say what became of a service."""
        self._ended += entry.state is not State.TODO
        if self._quiet:
            return
        click.echo(
            f"[{count_text(of - left)}/{count_text(of)}] {entry.service.id}: {_what(entry)}{self._rest(left)}", err=True
        )

    def say(self, sentence: str) -> None:
        """Say an English sentence, translated."""
        click.echo(_(sentence), err=True)

    def unfit(self, worker: str, problem: str) -> None:
        """Say that a worker takes no service, and why; it is not quiet: fewer audits run at once."""
        from delest.report.language.reasons import system_text  # noqa: PLC0415 - help must not load what writes

        told = _("The worker {worker} takes no service: {problem}")
        click.echo(told.format(worker=worker, problem=system_text(problem)), err=True)

    def _rest(self, left: int) -> str:
        if not left or self._ended < _FEWEST:
            return ""
        time_left = duration_text(left * (self._clock() - self._began_s) / self._ended)
        return "  " + _("about {time} left").format(time=time_left)


AGAIN = N_("to be continued")


def _what(entry: Entry) -> str:
    from delest.report.pages.fleet.status import why  # noqa: PLC0415 - help must not load what writes

    if entry.result is not None:
        pages = len(entry.result.pages)
        told = ngettext("{n} page, {bytes} on average", "{n} pages, {bytes} on average", pages)
        return told.format(n=count_text(pages), bytes=bytes_text(entry.result.mean_bytes))
    if entry.state is State.TODO:
        return f"{_(AGAIN)} ({why(entry)})" if entry.message else _(AGAIN)
    return _("not measured ({reason})").format(reason=why(entry))
