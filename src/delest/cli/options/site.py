"""The options that say which site is loaded and how; shared by ``audit`` and ``check``."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from msgspec.structs import replace

from delest import __version__
from delest.cli.options.loading.access import ACCESS_OPTIONS, AccessGiven
from delest.cli.options.loading.load import LOAD_OPTIONS, LoadGiven, loading_of, most_jobs
from delest.cli.options.loading.login_file import LOGOUTS
from delest.cli.options.option import Option, Section, option
from delest.cli.options.output import har_option
from delest.cli.options.pages.scope import SCOPE_OPTIONS, ScopeGiven, scope_of
from delest.cli.options.visitor import VISITOR_OPTIONS, VisitorGiven, visitor_of
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Conditions
from delest.records.pages.load import CacheState
from delest.records.runs.run import Question, Run
from delest.report.language.words import _
from delest.urls import host

if TYPE_CHECKING:
    from delest.records.runs.audit import RunHeader

_Command = TypeVar("_Command", bound=Callable[..., Any])

_RUNS: Final = Path("delest-runs")


class Site(ScopeGiven, LoadGiven, VisitorGiven, AccessGiven):
    """What the shared options give."""

    run: Path | None
    har: bool


def site_options(command: _Command, start: Callable[[_Command], _Command] = SCOPE_OPTIONS[0]) -> _Command:
    """Add the options to a command, which receives them as keyword arguments named like the fields of ``Site``.

    ``start`` adds the argument that says where to start.
    """
    for each in reversed(SITE_OPTIONS):
        command = each(command)
    return start(command)


_RUN: Final = option(
    "--run",
    section=Section.OUTPUT,
    names_file=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_(
        "Save the audit in this directory (default: a new one in delest-runs). If it contains an unfinished audit"
        " with the same options, continue it."
    ),
)


SITE_OPTIONS: Final[tuple[Option, ...]] = (
    *(each for each in (*SCOPE_OPTIONS, *LOAD_OPTIONS, *VISITOR_OPTIONS, *ACCESS_OPTIONS) if isinstance(each, Option)),
    _RUN,
    har_option,
)


def header_of(
    site: Site, url: str | None, *, demo: bool, views: float | None = None, target: str = "",
    conditions: Conditions | None = None,
) -> "RunHeader":  # fmt: skip
    """Return the header of a new run."""
    import secrets  # noqa: PLC0415 - help needs neither

    from delest.records.runs.audit import RunHeader  # noqa: PLC0415 - as above

    scope = scope_of(site, url)
    if site["login"]:
        scope = replace(scope, exclude=(*scope.exclude, *LOGOUTS))
    loading = loading_of(site, logged_in=site["login"] is not None, http3=site["http3"])
    visitor = visitor_of(site, site["header"])
    loading = replace(loading, language=visitor.language, time_zone=visitor.time_zone)
    refuse_without_cache(site, loading.cache_states)
    return RunHeader(
        run=Run(
            id=secrets.token_hex(6),
            delest_version=__version__,
            started_at=datetime.now(UTC),
            jobs=site["jobs"] or most_jobs(),
            jobs_given=site["jobs"] is not None,
            demo=demo,
            keep_bodies=_keeps(site, site["keep"], "bodies"),
            screenshots=_keeps(site, site["screenshots"], "on"),
        ),
        scope=scope,
        loading=loading,
        question=Question(views_per_year=views, target=target, conditions=conditions or Conditions()),
    )


def _keeps(site: Site, asked: str | None, word: str) -> bool:
    """Return whether the run keeps what pages send or show; what only some may see is kept only where asked for."""
    private = site["login"] or site["storage_state"] or site["basic_auth"] or site["cookie"] or site["header"]
    return asked == word if asked else not private


def refuse_without_cache(site: Site, states: tuple[CacheState, ...]) -> None:
    """Refuse to weigh pages with a filled cache where a browser fills none.

    Raises:
        InputError: that is what is asked for.
    """
    if site["insecure"] and set(states) != {CacheState.COLD}:
        raise InputError(
            N_("--cache all with --insecure: a browser keeps nothing that came with a bad certificate"),
            remedy=N_("trust the site's certificate authority with --ca FILE instead"),
        )


def run_directory(site: Site, header: "RunHeader") -> Path:
    """Return where the run is written."""
    if site["run"] is not None:
        return site["run"]
    name = "demo" if header.run.demo else re.sub(r"[^A-Za-z0-9.-]+", "-", host(header.scope.start_urls[0])) or "site"
    return _RUNS / f"{name}-{header.run.started_at.astimezone():%Y%m%d-%H%M%S}-{header.run.id[:4]}"
