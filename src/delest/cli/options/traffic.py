"""The options that name page views: files of an analytics tool, access logs, or a Matomo to ask."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Quantity
from delest.errors import N_, InputError
from delest.records.traffic import Export
from delest.report.language.words import _


class TrafficGiven(NamedTuple):
    """What the options give."""

    traffic: tuple[str, ...]
    traffic_days: float | None
    traffic_names: Path | None
    traffic_without: tuple[str, ...]


DAYS: Final = option(
    "--traffic-days",
    section=Section.TRAFFIC,
    type=Quantity(0, min_open=True),
    metavar="N",
    also=("--views-days",),
    help=_("Number of days that the page views cover, where the files do not say: 30, 365."),
)
NAMES: Final = option(
    "--traffic-names",
    section=Section.TRAFFIC,
    type=click.Path(path_type=Path),
    metavar="FILE",
    names_file=True,
    see="traffic.md#piano",
    help=_("Addresses of the pages that an export calls by names: a table with the columns name and url."),
)
WITHOUT: Final = option(
    "--traffic-without",
    section=Section.TRAFFIC,
    multiple=True,
    metavar="ADDRESS",
    help=_("Leave out requests from this address or network in access logs, such as 10.0.0.0/8. Can be repeated."),
)
FILES: Final = option(
    "--traffic",
    section=Section.TRAFFIC,
    multiple=True,
    metavar="FILE",
    names_file=True,
    instead_of=("views_per_year",),
    also=("--views-file",),
    see="traffic.md",
    help=_(
        "Page views by page: an export of your analytics (Matomo, Plausible, GA4, Piano, a table) or access logs, also"
        " compressed, as a pattern, or - for stdin. The most viewed pages are loaded first. Can be repeated."
    ),
)


def traffic_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which receives them together as ``traffic``."""

    @wraps(command)
    def bundled(**options: Any) -> Any:
        given = TrafficGiven(**{name: options.pop(name) for name in TrafficGiven._fields})
        return command(traffic=given, **options)

    for each in (WITHOUT, NAMES, DAYS, FILES):
        bundled = each(bundled)
    return bundled


def given_export(given: TrafficGiven) -> Export | None:
    """Return the page views that the options name; None: they name none.

    Raises:
        InputError: options do not go together, a file cannot be used, or it does not say which period it covers.
    """
    from delest.pipeline.traffic import needs_period  # noqa: PLC0415 - help must not load what reads

    export = read_export(given)
    if export is not None:
        needs_period(export)
    return export


def read_export(given: TrafficGiven) -> Export | None:
    """Return the same, whether its period is known or not.

    Raises:
        InputError: options do not go together, or a file cannot be used.
    """
    from delest.pipeline.traffic import read_files  # noqa: PLC0415 - help must not load what reads

    if not given.traffic:
        if given.traffic_days is not None:
            raise InputError(N_("--traffic-days goes with --traffic"), remedy=N_("name the file with --traffic FILE"))
        return None
    return read_files(given.traffic, days=given.traffic_days, names=given.traffic_names, internal=given.traffic_without)
