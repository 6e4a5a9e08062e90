"""Which pages were wanted, in the words of a report."""

from typing import Final

from delest.errors import N_
from delest.records.runs.scope import QueryPolicy, Scope
from delest.report.language.words import _, ngettext
from delest.report.said import Figure, Quoted, Unit, Words, number, say

_QUERIES: Final = {
    QueryPolicy.TIDY: N_("query strings without campaign and session parameters"),
    QueryPolicy.KEEP: N_("query strings as they are"),
    QueryPolicy.DROP: N_("query strings left out"),
}


def wanted(scope: Scope) -> tuple[Words, ...]:
    """Return the limits of the crawl, one by one; those that were not set go without saying."""
    said: list[Words] = [
        say(_("at most {n} loaded"), n=Figure(scope.max_pages)),
        _("robots.txt obeyed") if scope.obey_robots else _("robots.txt not obeyed"),
        _(_QUERIES[scope.query]) if scope.follow_links else _("only the addresses given, no links followed"),
        *(() if scope.use_sitemap or not scope.follow_links else (_("sitemaps not read"),)),
    ]
    if scope.depth is not None:
        links = ngettext("at most {n} link from the start", "at most {n} links from the start", scope.depth)
        said.append(say(links, n=Figure(scope.depth)))
    if scope.follow_links:  # a list of addresses is loaded whole
        said += [say(_("with the host {host}"), host=Quoted(host)) for host in scope.hosts]
        said += [say(_("only {pattern}"), pattern=Quoted(pattern)) for pattern in scope.include]
        said += [say(_("without {pattern}"), pattern=Quoted(pattern)) for pattern in scope.exclude]
    if scope.language:
        said.append(say(_("only pages in the language {language}"), language=Quoted(scope.language)))
    if scope.time_limit_s is not None:
        said.append(say(_("none started after {duration}"), duration=Figure(scope.time_limit_s, Unit.SECONDS)))
    if scope.delay_s:
        said.append(say(_("at least {seconds} s between two loads"), seconds=number(scope.delay_s)))
    return tuple(said)
