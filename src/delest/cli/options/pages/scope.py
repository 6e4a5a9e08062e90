"""The options that say which pages are loaded."""

from collections.abc import Callable
from typing import Any, Final, TypedDict

import click
from click.core import ParameterSource

from delest.cli.options.choices import Choice
from delest.cli.options.loading.login_file import LOGOUTS
from delest.cli.options.option import Section, argument, option
from delest.cli.options.pages.url_list import read_urls
from delest.cli.options.quantities import Count, Duration, Quantity, Share
from delest.cli.options.run_path import targets
from delest.errors import N_, InputError
from delest.records.runs.scope import QueryPolicy, SampleOrder, Scope
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
    pages_in: str
    time_limit: float | None
    delay: float
    sample: bool
    preset: str | None
    seed: int
    precision: float


def start(**attributes: Any) -> Callable[..., Any]:
    """Return the decorator that adds the argument that says where an audit or a check starts."""
    return argument(
        "url",
        required=False,
        shell_complete=targets,
        instead_of=("urls_file",),
        of_run=lambda run: run.scope.start_urls if run.scope.follow_links else None,
        as_kept=lambda url: (start_url(url),),
        **attributes,
    )


SCOPE_OPTIONS: Final = (
    start(),
    option(
        "--urls-file",
        section=Section.PAGES,
        metavar="FILE",
        names_file=True,
        instead_of=("sample", "preset"),
        of_run=lambda run: None if run.scope.follow_links else run.scope.start_urls,
        as_kept=read_urls,
        help=_("Load the URLs in this file, one per line, and no others; - is stdin."),
    ),
    option(
        "--max-pages",
        section=Section.PAGES,
        idle_with=("urls_file",),
        type=Count(1),
        default=20,
        show_default=True,
        metavar="N",
        help=_("Load at most N pages."),
    ),
    option(
        "--depth",
        section=Section.PAGES,
        idle_with=("urls_file",),
        type=Count(0),
        metavar="N",
        of_run=lambda run: run.scope.depth,
        help=_("Follow links up to N steps away from the URL (0: only that page)."),
    ),
    option(
        "--include",
        section=Section.PAGES,
        idle_with=("urls_file",),
        multiple=True,
        metavar="PATTERN",
        of_run=lambda run: run.scope.include,
        help=_("Load only URLs that match, such as '*/news/*'; * is any text. Can be repeated."),
    ),
    option(
        "--exclude",
        section=Section.PAGES,
        idle_with=("urls_file",),
        multiple=True,
        metavar="PATTERN",
        of_run=lambda run: tuple(each for each in run.scope.exclude if not (run.loading.logged_in and each in LOGOUTS)),
        help=_("Leave out URLs that match, such as '*/search*'. Can be repeated."),
    ),
    option(
        "--host",
        "hosts",
        section=Section.PAGES,
        multiple=True,
        metavar="HOST",
        of_run=lambda run: run.scope.hosts,
        as_kept=lambda names: tuple(map(_host, names)),
        help=_(
            "Load pages of this host too, beside the URL's own (with and without www); *.example.org is that domain and"
            " all below it. Can be repeated."
        ),
    ),
    option(
        "--query",
        section=Section.PAGES,
        idle_with=("urls_file",),
        type=Choice([policy.value for policy in QueryPolicy]),
        default=QueryPolicy.TIDY.value,
        show_default=True,
        of_run=lambda run: run.scope.query,
        help=_("What to do with the query strings of links: drop campaign and session parameters, keep or drop all."),
    ),
    option(
        "--pages-in",
        section=Section.PAGES,
        idle_with=("urls_file",),
        default="",
        metavar="TAG",
        see="crawling.md#language",
        of_run=lambda run: run.scope.language,
        help=_("Load only pages in this language, such as fr or pt-BR; the start URL is loaded in any case."),
    ),
    option(
        "--no-sitemap",
        section=Section.PAGES,
        is_flag=True,
        of_run=lambda run: not run.scope.use_sitemap,
        help=_("Do not read sitemaps."),
    ),
    option(
        "--ignore-robots",
        section=Section.PAGES,
        is_flag=True,
        of_run=lambda run: not run.scope.obey_robots,
        help=_("Also load what robots.txt forbids; for your own site."),
    ),
    option(
        "--sample",
        section=Section.PAGES,
        is_flag=True,
        instead_of=("preset", "urls_file"),
        see="sampling.md",
        of_run=lambda run: run.scope.sample is not None and not run.scope.sample.preset,
        help=_("Draw pages at random by template and estimate the mean weight of the site, within --max-pages."),
    ),
    option(
        "--preset",
        section=Section.PAGES,
        type=Choice(["rgesn"]),
        instead_of=("sample", "urls_file"),
        see="sampling.md#chosen-after-rgesn-and-rgaa",
        of_run=lambda run: (run.scope.sample.preset or None) if run.scope.sample else None,
        help=_(
            "Select pages as RGESN and RGAA require: home, contact, legal notice, accessibility, site map, help,"
            " search, one per template, and 10 % more at random."
        ),
    ),
    option(
        "--precision",
        section=Section.PAGES,
        type=Share(0, 1, min_open=True),
        default="5%",
        show_default=True,
        goes_with=("sample",),
        metavar="SHARE",
        of_run=lambda run: run.scope.sample.precision if run.scope.sample and not run.scope.sample.preset else None,
        help=_("With --sample: stop when the mean weight is known this precisely, with 95 % confidence."),
    ),
    option(
        "--seed",
        section=Section.PAGES,
        type=Count(0),
        default=1,
        show_default=True,
        goes_with=("sample", "preset"),
        metavar="N",
        of_run=lambda run: run.scope.sample.seed if run.scope.sample else None,
        help=_("With --sample or --preset: the same number draws the same pages."),
    ),
    option(
        "--time-limit",
        section=Section.PAGES,
        type=Duration(),
        metavar="DURATION",
        of_run=lambda run: run.scope.time_limit_s,
        help=_("Start no new page after this time: 90s, 30min, 2h."),
    ),
    option(
        "--delay",
        section=Section.ACCESS,
        type=Quantity(0, 3600),
        default=0.0,
        metavar="SECONDS",
        see="politeness.md",
        of_run=lambda run: run.scope.delay_s,
        help=_("Wait at least this long between the starts of two page loads on one host."),
    ),
)


def scope_of(given: ScopeGiven, url: str | None) -> Scope:
    """Return the scope that the options state, for the start URL ``url``.

    Raises:
        InputError: no URL, or one that is none.
    """
    if url is not None and given["urls_file"] is not None:
        raise InputError(
            N_("both a URL and --urls-file"), remedy=N_("give one of them; the file may contain the URL too")
        )
    sample = _sample(given)
    listed = read_urls(given["urls_file"]) if given["urls_file"] else ()
    starts = listed or ((start_url(url),) if url else ())
    if not starts:
        raise InputError(N_("no URL to load"), remedy=N_("give one, for example https://www.example.org/"))
    return Scope(
        start_urls=starts,
        follow_links=not listed,
        use_sitemap=not given["no_sitemap"],
        max_pages=max(given["max_pages"], len(listed)),
        max_pages_by_default=is_default("max_pages"),
        depth=given["depth"],
        include=given["include"],
        exclude=given["exclude"],
        obey_robots=not given["ignore_robots"],
        hosts=tuple(_host(name) for name in given["hosts"]),
        query=QueryPolicy(given["query"]),
        language=given["pages_in"],
        time_limit_s=given["time_limit"],
        delay_s=given["delay"],
        sample=sample,
    )


def _host(name: str) -> str:
    """Return a host as records spell it; ``*.`` before it stays."""
    below = "*." if name.strip().startswith("*.") else ""
    return below + host(start_url(name.strip().removeprefix(below)))


def is_default(parameter: str) -> bool:
    """Return whether neither the command line nor a file of settings gave an option of the running command."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(parameter) is ParameterSource.DEFAULT


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
