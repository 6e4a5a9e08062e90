"""The options that say how many of the page views find which state of the cache."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from delest.cli.options.quantities import Share
from delest.errors import N_, InputError
from delest.records.avoided import ViewShares
from delest.report.language.words import _

_Command = TypeVar("_Command", bound=Callable[..., Any])

_ROUNDING: Final = 1e-9
_OPTIONS: Final = (
    click.option(
        "--in-visit-share",
        type=Share(0, 1),
        default=0.0,
        metavar="SHARE",
        help=_("Share of the views that come after another page of the same visit; goes with --visits all."),
    ),
    click.option(
        "--warm-share",
        type=Share(0, 1),
        default=0.0,
        metavar="SHARE",
        help=_("Share of the views by people who have seen the page before; goes with --visits all."),
    ),
)


def shares_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def view_shares(in_visit: float, warm: float, *, visits: str) -> ViewShares:
    """Return the shares of the views; what is in neither share is cold.

    Raises:
        InputError: they are more than all views, or the weights that they go with are not measured.
    """
    if in_visit + warm > 1 + _ROUNDING:
        raise InputError(
            N_("--in-visit-share and --warm-share are more than all views together"),
            remedy=N_("what is in neither finds an empty cache: their sum is at most 1"),
        )
    if in_visit + warm and visits != "all":
        raise InputError(
            N_("--in-visit-share and --warm-share need the weights of such views"), remedy=N_("add --visits all")
        )
    return ViewShares(cold=max(1 - in_visit - warm, 0.0), in_visit=in_visit, warm=warm)
