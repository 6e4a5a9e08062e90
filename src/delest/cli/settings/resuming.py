"""``--resume``: continuing a run under the options that it was started with."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.core import ParameterSource
from msgspec.structs import replace

from delest.cli.options.option import Argument, Option, Section, option
from delest.errors import N_, InputError
from delest.records.audit import RunHeader
from delest.report.language.words import _

resume_option = option(
    "--resume",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    metavar="RUN",
    names_file=True,
    help=_("Continue an audit that was interrupted, with the options it was started with."),
)


class Resumed(NamedTuple):
    """A run to continue."""

    header: RunHeader
    """Its own, with limits as the command line asks."""
    more_to_do: bool
    measured: int
    """Pages that have a weight."""


def resumed(run: Path) -> Resumed:
    """Return the run to continue.

    Raises:
        InputError: there is no such run, it cannot be resumed, or an option contradicts it.
    """
    from delest.pipeline.audit.resume import interrupted  # noqa: PLC0415 - help must not load what measures

    header, more, measured = interrupted(run)
    _refuse_other_values(header)
    if header.demo:
        raise InputError(
            N_("an audit of the demo site cannot be resumed: its server has stopped"),
            remedy=N_("run `delest audit` again"),
        )
    limited = _with_limits(click.get_current_context(), header)
    return Resumed(limited, more or limited.scope.max_pages > header.scope.max_pages, measured)


def own_values(header: RunHeader) -> dict[str, Any]:
    """Return the options that a run was started with, as far as they change what is measured: parameter -> value."""
    return {str(each.name): each.of_run(header) for each in _of_run() if each.of_run}


def _of_run() -> Iterable[Option | Argument]:
    params = click.get_current_context().command.params
    return [each for each in params if isinstance(each, Option | Argument) and each.of_run]


def _refuse_other_values(header: RunHeader) -> None:
    context = click.get_current_context()
    for each in _of_run():
        name = str(each.name)
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        given, own = each.as_kept(context.params[name]), own_values(header)[name]
        if given != own:
            raise InputError(
                N_("{option}: this audit was started with {own}, not with {given}"),
                remedy=N_("leave it out, or start a new audit"),
                option=each.opts[0] if isinstance(each, Option) else name.upper(),
                own=_shown(own),
                given=_shown(given),
            )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "-"
    return "-" if value in (None, "", False) else str(getattr(value, "name", value))


def _with_limits(context: click.Context, header: RunHeader) -> RunHeader:
    most, given = header.scope.max_pages, context.params
    if context.get_parameter_source("max_pages") is ParameterSource.COMMANDLINE:
        if given["max_pages"] < most:
            raise InputError(
                N_("--max-pages {asked} is below the {limit} that this audit was started with"),
                remedy=N_("leave it out, or give more"),
                asked=given["max_pages"],
                limit=most,
            )
        scope = replace(header.scope, max_pages=given["max_pages"], max_pages_by_default=False)
        header = replace(header, scope=scope)
    return replace(header, jobs=given["jobs"] or header.jobs)
