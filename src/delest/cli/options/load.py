"""The options that say how each page is loaded."""

from typing import Final, TypedDict

import click

from delest import machine
from delest.cli.options.devices import Profile
from delest.cli.options.quantities import Count, Quantity
from delest.errors import N_, InputError
from delest.measure.options import LoadOptions
from delest.records.consent import Choice
from delest.records.load import Device
from delest.records.scope import Access
from delest.report.language.words import _
from delest.units import GB_BYTES


class LoadGiven(TypedDict):
    """What these options give."""

    runs: int
    max_runs: int | None
    visits: str
    device: Device
    jobs: int | None
    stay: float
    page_limit: float
    consent: str
    consent_selector: str
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
        "--max-runs",
        type=Count(2, 50),
        metavar="N",
        help=_("Load each page twice, and up to N times where its weight varies by more than 1 %."),
    ),
    click.option(
        "--visits",
        type=click.Choice(["cold", "all"]),
        default="cold",
        show_default=True,
        help=_("Weigh pages with an empty cache, or also as the next page of a visit and as one seen before (all)."),
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
    click.option(
        "--consent",
        type=click.Choice([choice.value for choice in Choice]),
        default=Choice.AS_IS.value,
        show_default=True,
        help=_(
            "What to answer to each page's consent banner before it is scrolled; as-is leaves it alone, compare weighs"
            " the page as it comes, after refusing and after accepting."
        ),
    ),
    click.option(
        "--consent-selector",
        default="",
        metavar="CSS",
        help=_("The button that --consent clicks, where the banner is not a well-known one."),
    ),
    click.option("--browser", metavar="PATH", help=_("Use this Chromium, Chrome or Edge.")),
)


def load_options(given: LoadGiven, access: Access) -> LoadOptions:
    """Return how each page is loaded.

    Raises:
        InputError: a button is named, but not what it does.
    """
    if given["consent_selector"] and given["consent"] in {Choice.AS_IS, Choice.COMPARE}:
        raise InputError(
            N_("--consent-selector names one button, and nothing says what it does"),
            remedy=N_("add --consent refuse or --consent accept"),
        )
    return LoadOptions(
        device=given["device"],
        access=access,
        browser_path=given["browser"],
        consent=Choice(given["consent"]),
        consent_selector=given["consent_selector"],
        stay_s=given["stay"],
        limit_s=given["page_limit"],
    )


def suitable_jobs() -> int:
    """Return how many pages to load side by side on this machine."""
    return jobs_for(machine.processors(), machine.memory_bytes())


def jobs_for(processors: int, memory_bytes: int | None) -> int:
    """Return how many pages to load side by side, at most 8: two a processor, if each browser has its gigabyte.

    A visit mostly waits: a light page keeps a processor busy for less than a quarter of it, its browser holds 400 MB
    (bench/crawl.py, Chromium 156). What a page weighs does not depend on how busy the machine is (tests/browser).
    """
    most = 2 * processors if memory_bytes is None else min(2 * processors, memory_bytes // GB_BYTES)
    return max(1, min(8, most))
