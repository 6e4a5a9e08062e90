"""The options that say which pages are loaded."""

from typing import Final, TypedDict

import click

from delest.cli.quantities import Count
from delest.cli.url_list import read_urls
from delest.errors import N_, InputError
from delest.records.scope import Scope
from delest.report.words import _
from delest.urls import start_url


class ScopeGiven(TypedDict):
    """What these options give."""

    url: str | None
    max_pages: int
    depth: int | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    no_sitemap: bool
    ignore_robots: bool
    urls_file: str | None


SCOPE_OPTIONS: Final = (
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
)


def scope_of(given: ScopeGiven, url: str | None) -> Scope:
    """Return the scope that the options state, for the start URL ``url``.

    Raises:
        InputError: no URL, or one that is none.
    """
    if url is not None and given["urls_file"] is not None:
        raise InputError(N_("both a URL and --urls-file"), remedy=N_("give one of them; the file may hold the URL too"))
    listed = read_urls(given["urls_file"]) if given["urls_file"] else ()
    starts = listed or ((start_url(url),) if url else ())
    if not starts:
        raise InputError(N_("no URL to load"), remedy=N_("give one, for example https://www.example.org/"))
    return Scope(
        start_urls=starts,
        follow_links=not listed,
        use_sitemap=not given["no_sitemap"],
        max_pages=max(given["max_pages"], len(listed)),
        depth=given["depth"],
        include=given["include"],
        exclude=given["exclude"],
        obey_robots=not given["ignore_robots"],
    )
