"""The options that say which pages are loaded."""

from typing import Final, TypedDict

import click

from delest.cli.options.quantities import Count, Duration, Quantity, Share
from delest.cli.options.url_list import read_urls
from delest.crawl.pages.language import speaks
from delest.errors import N_, InputError
from delest.records.scope import QueryPolicy, SampleOrder, Scope
from delest.report.language.words import _
from delest.urls import host, start_url


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
    hosts: tuple[str, ...]
    query: str
    language: str
    time_limit: float | None
    delay: float
    sample: bool
    preset: str | None
    seed: int
    precision: float


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
    click.option(
        "--host",
        "hosts",
        multiple=True,
        metavar="HOST",
        help=_("Load only pages of this host. Can be repeated; by default, all hosts of the site."),
    ),
    click.option(
        "--query",
        type=click.Choice([policy.value for policy in QueryPolicy]),
        default=QueryPolicy.TIDY.value,
        show_default=True,
        help=_("Query strings of links: drop campaign and session parameters, keep all, or drop all."),
    ),
    click.option(
        "--language",
        default="",
        metavar="TAG",
        help=_("Keep to pages in this language, such as fr or pt-BR; the URL itself is loaded whatever it is in."),
    ),
    click.option(
        "--delay",
        type=Quantity(0, 3600),
        default=0.0,
        metavar="SECONDS",
        help=_("Leave at least this long between the starts of two page loads on one host."),
    ),
    click.option(
        "--time-limit",
        type=Duration(),
        metavar="DURATION",
        help=_('Begin no page after this time: "90s", "30min", "2h".'),
    ),
    click.option(
        "--sample",
        is_flag=True,
        help=_("Draw pages at random by template and estimate the mean weight of the site, within --max-pages."),
    ),
    click.option(
        "--preset",
        type=click.Choice(["rgesn"]),
        help=_(
            "Choose pages as RGESN and RGAA ask: home, contact, legal notice, accessibility, site map, help, search,"
            " one per template, and at random a tenth as many."
        ),
    ),
    click.option(
        "--precision",
        type=Share(0, 1, min_open=True),
        default="5%",
        show_default=True,
        metavar="SHARE",
        help=_("With --sample: stop when the mean weight is known this well, with 95 % confidence."),
    ),
    click.option(
        "--seed",
        type=Count(0),
        default=1,
        show_default=True,
        metavar="N",
        help=_("With --sample or --preset: the same number draws the same pages."),
    ),
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
    sample = _sample(given)
    listed = read_urls(given["urls_file"]) if given["urls_file"] else ()
    starts = listed or ((start_url(url),) if url else ())
    if not starts:
        raise InputError(N_("no URL to load"), remedy=N_("give one, for example https://www.example.org/"))
    if given["language"] and speaks(given["language"], given["language"]) is None:
        raise InputError(
            N_("{language} is no language"), remedy=N_("give a tag such as fr or pt-BR"), language=given["language"]
        )
    return Scope(
        start_urls=starts,
        follow_links=not listed,
        use_sitemap=not given["no_sitemap"],
        max_pages=max(given["max_pages"], len(listed)),
        depth=given["depth"],
        include=given["include"],
        exclude=given["exclude"],
        obey_robots=not given["ignore_robots"],
        hosts=tuple(host(start_url(name)) for name in given["hosts"]),
        query=QueryPolicy(given["query"]),
        language=given["language"],
        time_limit_s=given["time_limit"],
        delay_s=given["delay"],
        sample=sample,
    )


def _sample(given: ScopeGiven) -> SampleOrder | None:
    preset = given["preset"] or ""
    if given["sample"] and preset:
        raise InputError(N_("both --sample and --preset: pages are drawn at random or chosen"), remedy=N_("give one"))
    if not given["sample"] and not preset:
        return None
    if given["urls_file"] is not None:
        raise InputError(
            N_("--urls-file with --sample or --preset: a list of URLs is loaded whole"), remedy=N_("give one")
        )
    return SampleOrder(seed=given["seed"], precision=given["precision"], preset=preset)
