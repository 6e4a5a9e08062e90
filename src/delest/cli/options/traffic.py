"""The options that name page views: files of an analytics tool, access logs, or a Matomo to ask."""

import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from delest.cli.options.choices import Choice
from delest.cli.options.option import Option, Secret, Section, option
from delest.cli.options.quantities import Quantity
from delest.errors import N_, InputError
from delest.inputs.files import read_text
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.records.co2e.traffic import Export


class TrafficGiven(NamedTuple):
    """What the options give."""

    traffic: tuple[str, ...]
    traffic_days: float | None
    traffic_names: Path | None
    traffic_without: tuple[str, ...]
    traffic_robots: str
    matomo: str | None
    matomo_site: str | None
    matomo_period: str
    matomo_segment: str
    matomo_token_file: Path | None


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
    goes_with=("traffic", "matomo", "files"),
    type=click.Path(path_type=Path),
    metavar="FILE",
    names_file=True,
    see="traffic.md#piano",
    help=_("Addresses of the pages that an export calls by names: a table with the columns name and url."),
)
WITHOUT: Final = option(
    "--traffic-without",
    section=Section.TRAFFIC,
    goes_with=("traffic", "files"),
    multiple=True,
    metavar="ADDRESS",
    help=_("Leave out requests from this address or network in access logs, such as 10.0.0.0/8. Can be repeated."),
)
ROBOTS: Final = option(
    "--traffic-robots",
    section=Section.TRAFFIC,
    goes_with=("traffic", "files"),
    type=Choice(["names", "behaviour"]),
    default="names",
    show_default=True,
    see="traffic.md#robots",
    help=_(
        "In access logs, leave out robots by the names they give themselves, or also visitors that behave like one"
        " (behaviour: slower, reads the logs twice)."
    ),
)
FILES: Final = option(
    "--traffic",
    section=Section.TRAFFIC,
    idle_with=("init", "update_baseline", "self_test"),
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


MATOMO: Final = (
    option(
        "--matomo",
        section=Section.TRAFFIC,
        idle_with=("init", "update_baseline", "self_test"),
        metavar="URL",
        instead_of=("views_per_year", "traffic"),
        see="traffic.md#matomo-api",
        help=_(
            "Ask this Matomo for the page views, with --site; its token comes from DELEST_MATOMO_TOKEN or from"
            " --matomo-token-file."
        ),
    ),
    option(
        "--site",
        "matomo_site",
        section=Section.TRAFFIC,
        goes_with=("matomo",),
        metavar="ID",
        help=_("With --matomo: number of the site in Matomo."),
    ),
    option(
        "--period",
        "matomo_period",
        section=Section.TRAFFIC,
        goes_with=("matomo",),
        metavar="PERIOD",
        default="last12",
        show_default=True,
        help=_("With --matomo: months that are over: last12, 2026, 2026-03, or two days with a comma."),
    ),
    option(
        "--matomo-segment",
        section=Section.TRAFFIC,
        goes_with=("matomo",),
        metavar="SEGMENT",
        default="",
        help=_("With --matomo: count only this segment, such as deviceType==mobile."),
    ),
    option(
        "--matomo-token-file",
        section=Section.TRAFFIC,
        goes_with=("matomo",),
        type=click.Path(path_type=Path),
        metavar="FILE",
        names_file=True,
        secret=Secret.IN_FILE,
        help=_("With --matomo: read the token from this file."),
    ),
)
_TOKEN: Final = "DELEST_MATOMO_TOKEN"  # noqa: S105 - the name of a variable


def traffic_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which receives them together as ``traffic``."""
    return _bundled(command, (FILES, DAYS, NAMES, WITHOUT, ROBOTS, *MATOMO))


def matomo_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the same to a command that takes the files as arguments."""
    return _bundled(command, (DAYS, NAMES, WITHOUT, ROBOTS, *MATOMO))


def _bundled(command: Callable[..., Any], options: Sequence[Option]) -> Callable[..., Any]:
    @wraps(command)
    def bundled(**given: Any) -> Any:
        parts = {name: given.pop(name, ()) for name in TrafficGiven._fields}
        return command(traffic=TrafficGiven(**parts), **given)

    for each in reversed(options):
        bundled = each(bundled)
    return bundled


def given_export(given: TrafficGiven) -> "Export | None":
    """Return the page views that the options name; None: they name none.

    Raises:
        InputError: options do not go together, a file cannot be used, or it does not say which period it covers.
    """
    from delest.pipeline.traffic import needs_period  # noqa: PLC0415 - help must not load what reads

    export = read_export(given)
    if export is not None:
        needs_period(export)
    return export


def read_export(given: TrafficGiven) -> "Export | None":
    """Return the same, whether its period is known or not.

    Raises:
        InputError: options do not go together, or a file cannot be used.
    """
    from delest.pipeline.traffic import read_files  # noqa: PLC0415 - help must not load what reads

    if given.matomo is not None:
        return _of_matomo(given, given.matomo)
    if not given.traffic:
        if given.traffic_days is not None:
            raise InputError(N_("--traffic-days goes with --traffic"), remedy=N_("name the file with --traffic FILE"))
        return None
    return read_files(
        given.traffic, days=given.traffic_days, names=given.traffic_names, internal=given.traffic_without,
        behaviour=given.traffic_robots == "behaviour",
    )  # fmt: skip


def _of_matomo(given: TrafficGiven, url: str) -> "Export":
    from delest.pipeline.traffic import read_matomo  # noqa: PLC0415 - help must not load what reads

    if given.traffic:
        raise InputError(N_("both --matomo and --traffic"), remedy=N_("give one of them"))
    if not given.matomo_site:
        raise InputError(
            N_("--matomo needs --site"), remedy=N_("give the number of the site: it is in Matomo's address as idSite")
        )
    return read_matomo(url, given.matomo_site, given.matomo_period, token=_token(given), segment=given.matomo_segment)


def _token(given: TrafficGiven) -> str:
    if given.matomo_token_file is None:
        return os.environ.get(_TOKEN, "").strip()
    return read_text(given.matomo_token_file, most_bytes=10_000).strip()
