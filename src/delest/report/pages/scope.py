"""Which pages were wanted, in the words of a report."""

from typing import Final

from delest.errors import N_
from delest.records.scope import QueryPolicy, Scope
from delest.report.language.numbers import count_text, duration_text, figure_text
from delest.report.language.safe_text import printable
from delest.report.language.words import _, ngettext

_QUERIES: Final = {
    QueryPolicy.TIDY: N_("query strings without campaign and session parameters"),
    QueryPolicy.KEEP: N_("query strings as they are"),
    QueryPolicy.DROP: N_("query strings left out"),
}


def wanted(scope: Scope) -> tuple[str, ...]:
    """Return the limits of the crawl, one by one; those that were not set go without saying."""
    said = [
        _("at most {n} loaded").format(n=count_text(scope.max_pages)),
        _("robots.txt obeyed") if scope.obey_robots else _("robots.txt not obeyed"),
        _(_QUERIES[scope.query]) if scope.follow_links else _("only the addresses given, no links followed"),
        *(() if scope.use_sitemap or not scope.follow_links else (_("sitemaps not read"),)),
    ]
    if scope.depth is not None:
        links = ngettext("at most {n} link from the start", "at most {n} links from the start", scope.depth)
        said.append(links.format(n=count_text(scope.depth)))
    if scope.follow_links:  # a list of addresses is loaded whole
        said += [_("with the host {host}").format(host=printable(host)) for host in scope.hosts]
        said += [_("only {pattern}").format(pattern=printable(pattern)) for pattern in scope.include]
        said += [_("without {pattern}").format(pattern=printable(pattern)) for pattern in scope.exclude]
    if scope.language:
        said.append(_("only pages in the language {language}").format(language=printable(scope.language)))
    if scope.time_limit_s is not None:
        said.append(_("none begun after {duration}").format(duration=duration_text(scope.time_limit_s)))
    if scope.delay_s:
        said.append(_("at least {seconds} s between two loads").format(seconds=figure_text(scope.delay_s)))
    return tuple(said)
