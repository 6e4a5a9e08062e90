"""The options that say what a measured site is worth in kg CO2e: page views, country and networks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Share, Views
from delest.cli.options.traffic import TrafficGiven, given_export, traffic_options
from delest.errors import N_, InputError
from delest.records.co2e.avoided import MAX_VIEWS
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.records.co2e.traffic import Export

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Worth(TypedDict):
    """What the options give."""

    views_per_year: float | None
    traffic: TrafficGiven
    country: str
    mobile_share: float | None


_VIEWS: Final = option(
    "--views-per-year",
    section=Section.TRAFFIC,
    idle_with=("init", "update_baseline", "self_test"),
    type=Views(0, MAX_VIEWS),
    metavar="N",
    instead_of=("traffic", "traffic_days", "matomo"),
    of_run=lambda run: run.question.views_per_year,
    help=_("Page views per year of the whole site, to get kg CO2e a year."),
)


def country_option(**facts: Any) -> Callable[[_Command], _Command]:
    """Give a command ``--country``; ``facts`` are further attributes of the option."""
    return option(
        "--country",
        section=Section.TRAFFIC,
        default="FRA",
        show_default=True,
        metavar="CODE",
        help=_("Country where the pages are read: three letters (ISO 3166), or EU, WORLD."),
        **facts,
    )


_CONDITIONS: Final = (
    country_option(
        idle_with=("init", "update_baseline", "self_test"), of_run=lambda run: run.question.conditions.country
    ),
    option(
        "--mobile-share",
        section=Section.TRAFFIC,
        idle_with=("init", "update_baseline", "self_test"),
        type=Share(0, 1),
        metavar="SHARE",
        of_run=lambda run: run.question.conditions.mobile_share,
        help=_("Share of the views over mobile networks, such as 0.5 or 50%."),
    ),
)


def views_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that give page views."""
    return _VIEWS(traffic_options(command))


def conditions_options(command: _Command) -> _Command:
    """Add the options that say where and how pages are read."""
    for each in reversed(_CONDITIONS):
        command = each(command)
    return command


def views_of(traffic: TrafficGiven, views_per_year: float | None) -> "Export | float | None":
    """Return the page views that the options give; None: none.

    Raises:
        InputError: they are given twice, or a file cannot be used.
    """
    if (traffic.traffic or traffic.matomo) and views_per_year is not None:
        raise InputError(N_("both --views-per-year and --traffic"), remedy=N_("give one of them"))
    return given_export(traffic) or views_per_year
