"""The options of ``delest check`` beside those that load pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypedDict, TypeVar

import click

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Count, Duration
from delest.report.language.words import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


_WITHOUT_VERDICT: Final = ("init", "update_baseline", "self_test")
"""Parameters with which a check gives no verdict."""


class Gate(TypedDict):
    """What the options give."""

    max_page_weight: str | None
    max_requests: int | None
    budget: tuple[Path, ...]
    allow_failed: tuple[str, ...]
    baseline: Path | None
    update_baseline: bool
    tolerance: str | None
    third_parties: str
    strict_noise: bool
    served_with: str | None
    serve: str | None
    wait_for: str | None
    wait: float
    init: bool
    margin: str
    explain: bool
    warn_only: bool
    self_test: bool


_OPTIONS: Final = (
    option(
        "--max-page-weight",
        section=Section.LIMITS,
        idle_with=_WITHOUT_VERDICT,
        metavar="SIZE",
        help=_('Bytes that a page may transfer with an empty cache: "1 MB".'),
    ),
    option(
        "--max-requests",
        section=Section.LIMITS,
        idle_with=_WITHOUT_VERDICT,
        type=Count(0),
        metavar="N",
        help=_("Number of requests that a page may make."),
    ),
    option(
        "--budget",
        section=Section.LIMITS,
        idle_with=_WITHOUT_VERDICT,
        multiple=True,
        names_file=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        see="check.md#budgets",
        help=_(
            "Read budgets from this file: [[budget]] tables in TOML, or the budgets of Lighthouse, Lighthouse CI or"
            " sitespeed.io in JSON. Can be repeated. Tables in delest.toml need no option."
        ),
    ),
    option(
        "--allow-failed",
        section=Section.LIMITS,
        idle_with=_WITHOUT_VERDICT,
        multiple=True,
        metavar="PATTERN",
        help=_(
            "Let pages pass although requests to this host failed, or to URLs that match; * is any text. The verdict"
            " names them. Can be repeated."
        ),
    ),
    option(
        "--baseline",
        section=Section.LIMITS,
        idle_with=("init", "self_test"),
        names_file=True,
        type=click.Path(path_type=Path),
        metavar="FILE|RUN",
        see="check.md#baseline",
        help=_("Fail when a page is heavier than in this file of --update-baseline, or in this saved audit."),
    ),
    option(
        "--update-baseline",
        section=Section.LIMITS,
        idle_with=("init", "self_test"),
        is_flag=True,
        settable=False,
        help=_("Write what the pages weigh now to the file of --baseline (default: delest.lock.json)."),
    ),
    option(
        "--tolerance",
        section=Section.LIMITS,
        idle_with=("init", "self_test"),
        metavar="SIZE|SHARE",
        help=_('With --update-baseline: what a page or a resource may grow, "2 kB" or "1%" (default: 0).'),
    ),
    option(
        "--third-parties",
        section=Section.LIMITS,
        goes_with=("baseline",),
        idle_with=_WITHOUT_VERDICT,
        type=click.Choice(["apart", "count"]),
        default="apart",
        show_default=True,
        help=_("Whether the baseline also limits what third parties send."),
    ),
    option(
        "--strict-noise",
        section=Section.LIMITS,
        goes_with=("baseline",),
        idle_with=_WITHOUT_VERDICT,
        is_flag=True,
        help=_("Fail also when a page grew by no more than its loads differ among themselves."),
    ),
    option(
        "--warn-only",
        section=Section.LIMITS,
        idle_with=_WITHOUT_VERDICT,
        is_flag=True,
        help=_("Print the same verdict, but exit with 0 unless the command itself is wrong."),
    ),
    option(
        "--served-with",
        section=Section.LOADING,
        metavar="CODING",
        see="check.md#build-folder",
        help=_("How the host of a build folder will compress text (default: brotli:5,gzip:6; identity: not at all)."),
    ),
    option(
        "--serve",
        section=Section.LOADING,
        metavar="COMMAND",
        help=_('Start the site with this command first, and stop it at the end: "npm start". Needs --wait-for.'),
    ),
    option(
        "--wait-for",
        section=Section.LOADING,
        metavar="URL",
        help=_("With --serve: wait until this URL responds; it is checked if no other is given."),
    ),
    option(
        "--wait",
        section=Section.LOADING,
        goes_with=("serve",),
        type=Duration(),
        default="60s",
        show_default=True,
        metavar="DURATION",
        help=_("With --serve: how long to wait."),
    ),
    option(
        "--init",
        section=Section.OUTPUT,
        idle_with=("self_test",),
        is_flag=True,
        settable=False,
        help=_("Print [[budget]] tables made of what the pages weigh now, to be saved in delest.toml."),
    ),
    option(
        "--margin",
        section=Section.OUTPUT,
        goes_with=("init",),
        default="10%",
        show_default=True,
        metavar="SHARE",
        help=_("With --init: how much more than today a page may have."),
    ),
    option(
        "--explain",
        section=Section.OUTPUT,
        idle_with=_WITHOUT_VERDICT,
        is_flag=True,
        settable=False,
        help=_("Also show which budget applied to which page."),
    ),
    option(
        "--self-test",
        section=Section.GENERAL,
        is_flag=True,
        settable=False,
        help=_("Check a page that must fail, one that cannot be measured and one that must pass, then stop."),
    ),
)


def gate_options(command: _Command) -> _Command:
    """Add the options to a command, which receives them as keyword arguments named like the fields of ``Gate``."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command
