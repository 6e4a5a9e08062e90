"""The options that say which site is loaded and how; shared by ``audit`` and ``check``."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from delest import __version__
from delest.cli.access_options import ACCESS_OPTIONS, AccessGiven
from delest.cli.load_options import LOAD_OPTIONS, LoadGiven, suitable_jobs
from delest.cli.scope_options import SCOPE_OPTIONS, ScopeGiven, scope_of
from delest.measure.options import DEVICES
from delest.records.audit import RunHeader
from delest.records.avoided import Conditions
from delest.report.words import _
from delest.urls import host

_Command = TypeVar("_Command", bound=Callable[..., Any])

_RUNS: Final = Path("delest-runs")


class Site(ScopeGiven, LoadGiven, AccessGiven):
    """What the shared options give."""

    run: Path | None


def site_options(command: _Command) -> _Command:
    """Add the options to a command, which receives them as keyword arguments named like the fields of ``Site``."""
    for option in reversed((*SCOPE_OPTIONS, *LOAD_OPTIONS, *ACCESS_OPTIONS, _RUN)):
        command = option(command)
    return command


_RUN: Final = click.option(
    "--run",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_("Write the run to this new directory; by default one below delest-runs."),
)


def header_of(
    site: Site, url: str | None, *, demo: bool, views: float | None = None, target: str = "",
    conditions: Conditions | None = None,
) -> RunHeader:  # fmt: skip
    """Return the header of a new run."""
    return RunHeader(
        run_id=secrets.token_hex(6),
        delest_version=__version__,
        started_at=datetime.now(UTC),
        scope=scope_of(site, url),
        device=DEVICES[site["device"]],
        runs=site["runs"],
        jobs=site["jobs"] or suitable_jobs(),
        stay_s=site["stay"],
        limit_s=site["page_limit"],
        demo=demo,
        views_per_year=views,
        target=target,
        conditions=conditions or Conditions(),
    )


def run_directory(site: Site, header: RunHeader) -> Path:
    """Return where the run is written."""
    if site["run"] is not None:
        return site["run"]
    name = "demo" if header.demo else re.sub(r"[^A-Za-z0-9.-]+", "-", host(header.scope.start_urls[0])) or "site"
    return _RUNS / f"{name}-{header.started_at.astimezone():%Y%m%d-%H%M%S}-{header.run_id[:4]}"
