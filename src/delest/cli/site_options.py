"""The options that say which site is loaded and how; shared by ``audit`` and ``check``."""

import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypedDict, TypeVar

import click

from delest import __version__
from delest.cli.quantities import Count, Quantity
from delest.cli.url_list import read_urls
from delest.errors import N_, InputError
from delest.measure.options import DEVICES, LoadOptions
from delest.records.audit import RunHeader
from delest.records.avoided import Conditions
from delest.records.scope import Access, Scope
from delest.report.words import _
from delest.urls import host, start_url

_Command = TypeVar("_Command", bound=Callable[..., Any])

_RUNS: Final = Path("delest-runs")


class Site(TypedDict):
    """What the shared options give."""

    url: str | None
    max_pages: int
    depth: int | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    no_sitemap: bool
    ignore_robots: bool
    urls_file: str | None
    runs: int
    device: str
    jobs: int | None
    stay: float
    page_limit: float
    browser: str | None
    proxy: str | None
    ca: str | None
    insecure: bool
    run: Path | None


def site_options(command: _Command) -> _Command:
    """Add the options to a command, which receives them as keyword arguments named like the fields of ``Site``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS: Final = (
    click.argument("url", required=False),
    click.option(
        "--max-pages",
        type=Count(1),
        default=20,
        show_default=True,
        metavar="N",
        help=_("Load at most N pages."),
    ),
    click.option(
        "--depth",
        type=Count(0),
        metavar="N",
        help=_("Follow links up to N steps away from the URL; 0: load that page alone."),
    ),
    click.option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        help=_("Load only URLs that match; * is any text. Can be repeated."),
    ),
    click.option("--exclude", multiple=True, metavar="PATTERN", help=_("Leave out URLs that match. Can be repeated.")),
    click.option("--no-sitemap", is_flag=True, help=_("Do not read sitemaps.")),
    click.option("--ignore-robots", is_flag=True, help=_("Load what robots.txt forbids too; for your own site.")),
    click.option(
        "--urls-file", metavar="FILE", help=_("Load the URLs in this file, one a line, and no others; - is stdin.")
    ),
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
        type=click.Choice(["desktop", "mobile"]),
        default="desktop",
        show_default=True,
        help=_("What the browser presents itself as."),
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
    click.option("--proxy", metavar="URL", help=_("Reach the site through this proxy.")),
    click.option("--ca", metavar="FILE", help=_("Trust this certificate authority too (PEM).")),
    click.option("--insecure", is_flag=True, help=_("Accept any certificate; for test sites.")),
    click.option(
        "--run",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=_("Write the run to this new directory; by default one below delest-runs."),
    ),
)


def scope_of(site: Site, url: str | None) -> Scope:
    """Return the scope that the options state, for the start URL ``url``.

    Raises:
        InputError: no URL, or one that is none.
    """
    if url is not None and site["urls_file"] is not None:
        raise InputError(N_("both a URL and --urls-file"), remedy=N_("give one of them; the file may hold the URL too"))
    listed = read_urls(site["urls_file"]) if site["urls_file"] else ()
    starts = listed or ((start_url(url),) if url else ())
    if not starts:
        raise InputError(N_("no URL to load"), remedy=N_("give one, for example https://www.example.org/"))
    return Scope(
        start_urls=starts,
        follow_links=not listed,
        use_sitemap=not site["no_sitemap"],
        max_pages=max(site["max_pages"], len(listed)),
        depth=site["depth"],
        include=site["include"],
        exclude=site["exclude"],
        obey_robots=not site["ignore_robots"],
    )


def load_options(site: Site) -> LoadOptions:
    """Return how each page is loaded."""
    return LoadOptions(
        device=DEVICES[site["device"]],
        access=Access(proxy=site["proxy"], ca_file=site["ca"], insecure=site["insecure"]),
        browser_path=site["browser"],
        stay_s=site["stay"],
        limit_s=site["page_limit"],
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
        jobs=site["jobs"] or _suitable_jobs(),
        demo=demo,
        views_per_year=views,
        target=target,
        conditions=conditions or Conditions(),
    )


def _suitable_jobs() -> int:
    """Return how many pages to load side by side: a visit mostly waits, so more than the processors bear it."""
    return max(2, min(8, round(1.5 * (os.cpu_count() or 1))))


def run_directory(site: Site, header: RunHeader) -> Path:
    """Return where the run is written."""
    if site["run"] is not None:
        return site["run"]
    name = "demo" if header.demo else re.sub(r"[^A-Za-z0-9.-]+", "-", host(header.scope.start_urls[0])) or "site"
    return _RUNS / f"{name}-{header.started_at.astimezone():%Y%m%d-%H%M%S}-{header.run_id[:4]}"
