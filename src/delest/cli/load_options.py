"""The options that say how each page is loaded."""

import os
from typing import Final, TypedDict

import click

from delest.cli.devices import Profile
from delest.cli.quantities import Count, Quantity
from delest.measure.options import LoadOptions
from delest.records.load import Device
from delest.records.scope import Access
from delest.report.words import _


class LoadGiven(TypedDict):
    """What these options give."""

    runs: int
    device: Device
    jobs: int | None
    stay: float
    page_limit: float
    browser: str | None


LOAD_OPTIONS: Final = (
    click.option(
        "--runs",
        type=Count(1, 50),
        default=1,
        show_default=True,
        metavar="N",
        help=_("Load each page N times, to know how much its weight varies."),
    ),
    click.option(
        "--device",
        type=Profile(),
        default="desktop",
        show_default=True,
        metavar="NAME",
        help=_("What the browser presents itself as: desktop, mobile, or a device of your configuration."),
    ),
    click.option(
        "--jobs",
        type=Count(1, 64),
        metavar="N",
        help=_("Load N pages side by side; by default, what suits the machine."),
    ),
    click.option(
        "--stay",
        type=Quantity(0, 600),
        default=4.0,
        show_default=True,
        metavar="SECONDS",
        help=_("How long to stay on a page once it is scrolled to its end, for what comes late."),
    ),
    click.option(
        "--page-limit",
        type=Quantity(5, 3600),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help=_("How long loading a page may take in all."),
    ),
    click.option("--browser", metavar="PATH", help=_("Use this Chromium, Chrome or Edge.")),
)


def load_options(given: LoadGiven, access: Access) -> LoadOptions:
    """Return how each page is loaded."""
    return LoadOptions(
        device=given["device"],
        access=access,
        browser_path=given["browser"],
        stay_s=given["stay"],
        limit_s=given["page_limit"],
    )


def suitable_jobs() -> int:
    """Return how many pages to load side by side: a visit mostly waits, so more than the processors bear it."""
    return max(2, min(8, round(1.5 * (os.cpu_count() or 1))))
