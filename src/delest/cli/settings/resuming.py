"""``--resume``: going on with a run under the options that it was started with."""

from pathlib import Path
from typing import Final, NamedTuple

import click
from click.core import ParameterSource
from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.records.audit import RunHeader
from delest.records.load import Outcome
from delest.report.language.words import _

resume_option = click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help=_("Go on with a run that was cut off, under the options that it was started with."),
)

_MAY_CHANGE: Final = frozenset(
    {
        "resume", "max_pages", "jobs", "browser", "proxy", "ca", "insecure", "contact",
        "cookie", "header", "basic_auth", "storage_state", "login", "views_file", "views_days",
        "ecoindex", "har", "outputs", "form", "strict", "quiet",
    }
)  # fmt: skip
"""Parameters that do not say what is measured. All others, also those yet to come, belong to the run."""


class Resumed(NamedTuple):
    """A run to go on with."""

    header: RunHeader
    """Its own, with limits as the command line asks."""
    more_to_do: bool
    measured: int
    """Pages that have a weight."""


def resumed(run: Path) -> Resumed:
    """Return the run to go on with.

    Raises:
        InputError: there is no such run, it cannot be resumed, or an option contradicts it.
    """
    from delest.pipeline.audit.resume import unfinished  # noqa: PLC0415 - help must not load what measures
    from delest.store.journal import Journal  # noqa: PLC0415 - as above

    context = click.get_current_context()
    for parameter in context.command.params:
        name = str(parameter.name)
        if name not in _MAY_CHANGE and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise InputError(
                N_("{option} does not go with --resume: a run goes on under the options that it was started with"),
                remedy=N_("leave it out, or start a new audit"),
                option=parameter.opts[0] if isinstance(parameter, click.Option) else name.upper(),
            )
    with Journal.open(run) as journal:
        header, end = journal.header(), journal.ended()
        measured = sum(page.loads[0].outcome is Outcome.OK for page in journal.facts())
        more = unfinished(end, journal.facts())
    if header.demo:
        raise InputError(
            N_("a run of the demo site cannot be resumed: its server has gone"), remedy=N_("run `delest audit` again")
        )
    limited = _with_limits(context, header)
    return Resumed(limited, more or limited.scope.max_pages > header.scope.max_pages, measured)


def _with_limits(context: click.Context, header: RunHeader) -> RunHeader:
    most, given = header.scope.max_pages, context.params
    if context.get_parameter_source("max_pages") is ParameterSource.COMMANDLINE:
        if given["max_pages"] < most:
            raise InputError(
                N_("--max-pages {asked} is less than the {limit} that the run was started with"),
                remedy=N_("leave it out, or give more"),
                asked=given["max_pages"],
                limit=most,
            )
        header = replace(header, scope=replace(header.scope, max_pages=given["max_pages"]))
    return replace(header, jobs=given["jobs"] or header.jobs)
