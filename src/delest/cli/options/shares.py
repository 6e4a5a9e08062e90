"""The options that say how many of the page views find which state of the cache."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Share
from delest.errors import N_, InputError
from delest.records.co2e.avoided import ViewShares
from delest.report.language.words import _

_Command = TypeVar("_Command", bound=Callable[..., Any])

_ROUNDING: Final = 1e-9
_OPTIONS: Final = (
    option(
        "--in-visit-share",
        section=Section.TRAFFIC,
        type=Share(0, 1),
        default=0.0,
        metavar="SHARE",
        of_run=lambda run: run.question.conditions.shares.in_visit,
        help=_("Share of the views that follow another page of the same visit, such as 50%; requires --cache all."),
    ),
    option(
        "--warm-share",
        section=Section.TRAFFIC,
        type=Share(0, 1),
        default=0.0,
        metavar="SHARE",
        of_run=lambda run: run.question.conditions.shares.warm,
        help=_("Share of the views by people who have seen the page before; requires --cache all."),
    ),
)


def shares_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command


def view_shares(in_visit: float, warm: float, *, cache: str) -> ViewShares:
    """Return the shares of the views; what is in neither share is cold.

    Raises:
        InputError: they are more than all views, or the weights that they go with are not measured.
    """
    if in_visit + warm > 1 + _ROUNDING:
        raise InputError(
            N_("--in-visit-share and --warm-share are more than all views together"),
            remedy=N_("what is in neither finds an empty cache: their sum is at most 1"),
        )
    if in_visit + warm and cache != "all":
        raise InputError(
            N_("--in-visit-share and --warm-share need the weights of such views"), remedy=N_("add --cache all")
        )
    return ViewShares(cold=max(1 - in_visit - warm, 0.0), in_visit=in_visit, warm=warm)
