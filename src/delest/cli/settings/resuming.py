"""``--resume``: continuing a run under the options that it was started with."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource
from msgspec.structs import replace

from delest.cli.options.option import Argument, Option, Section, option
from delest.cli.options.run_path import RunPath
from delest.errors import N_, InputError
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.pipeline.auditing.resume import Interrupted
    from delest.records.runs.audit import RunHeader

resume_option = option(
    "--resume",
    section=Section.OUTPUT,
    type=RunPath(),
    metavar="RUN",
    names_file=True,
    help=_("Continue an audit that was interrupted, with the options it was started with."),
)


class Resumed(NamedTuple):
    """A run to continue."""

    header: "RunHeader"
    """Its own, with limits as the command line asks."""
    more_to_do: bool
    measured: int
    """Pages that have a weight."""
    keeps_views: bool
    """It contains the page views by page that it was given."""


def resumed(run: Path) -> Resumed:
    """Return the run to continue under its own options; only what the command line gives is compared with them.

    Raises:
        InputError: there is no such run, it cannot be resumed, or an option contradicts it.
    """
    from delest.pipeline.auditing.resume import interrupted  # noqa: PLC0415 - help must not load what measures

    found = interrupted(run)
    _refuse_other_values(found.header)
    return _to_continue(found, by_file=False)


def same_question(run: Path, asked: "RunHeader") -> Resumed:
    """Return the run to continue if it was started with the same options as ``asked``, wherever these were set.

    Raises:
        InputError: the run is damaged, or was started with other options.
    """
    from delest.pipeline.auditing.resume import interrupted  # noqa: PLC0415 - help must not load what measures

    found = interrupted(run)
    _refuse_demo(found.header)
    for each in _of_run():
        own, now = (each.of_run(header) for header in (found.header, asked) if each.of_run)
        if own != now and not _follows(each):
            raise InputError(
                N_("{run} contains another audit: {option} is {own} there, not {given}"),
                remedy=N_("name another directory with --run, or continue that audit with --resume {run}"),
                run=run,
                option=_called(each),
                own=_shown(own),
                given=_shown(now),
            )
    return _to_continue(found, by_file=True)


def _follows(option: Option | Argument) -> bool:
    """Tell whether an option was not given and has no value of its own: the run that is continued has one."""
    source = click.get_current_context().get_parameter_source(str(option.name))
    return isinstance(option, Option) and option.derived and source is ParameterSource.DEFAULT


def _to_continue(found: "Interrupted", *, by_file: bool) -> Resumed:
    header = found.header
    _refuse_demo(header)
    limited = _with_limits(click.get_current_context(), header, by_file=by_file)
    more = found.unfinished or limited.scope.max_pages > header.scope.max_pages
    return Resumed(limited, more, found.measured, found.keeps_views)


def _refuse_demo(header: "RunHeader") -> None:
    if header.run.demo:
        raise InputError(
            N_("an audit of the demo site cannot be resumed: its server has stopped"),
            remedy=N_("run `delest audit` again"),
        )


def own_values(header: "RunHeader") -> dict[str, Any]:
    """Return the options that a run was started with, as far as they change what is measured: parameter -> value."""
    return {str(each.name): each.of_run(header) for each in _of_run() if each.of_run}


def _of_run() -> Iterable[Option | Argument]:
    params = click.get_current_context().command.params
    return [each for each in params if isinstance(each, Option | Argument) and each.of_run]


def _refuse_other_values(header: "RunHeader") -> None:
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
                option=_called(each),
                own=_shown(own),
                given=_shown(given),
            )


def _called(each: Option | Argument) -> str:
    return each.opts[0] if isinstance(each, Option) else str(each.name).upper()


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "-"
    return "-" if value in (None, "", False) else str(getattr(value, "name", value))


def _with_limits(context: click.Context, header: "RunHeader", *, by_file: bool) -> "RunHeader":
    most, given = header.scope.max_pages, context.params
    source = context.get_parameter_source("max_pages")
    if source is ParameterSource.COMMANDLINE and given["max_pages"] < most:
        raise InputError(
            N_("--max-pages {asked} is below the {limit} that this audit was started with"),
            remedy=N_("leave it out, or give more"),
            asked=given["max_pages"],
            limit=most,
        )
    if source is ParameterSource.COMMANDLINE or (by_file and source is ParameterSource.DEFAULT_MAP):
        header = replace(header, scope=replace(header.scope, max_pages=max(most, given["max_pages"])))
    if given["jobs"]:
        return replace(header, run=replace(header.run, jobs=given["jobs"], jobs_given=True))
    return header
