"""Which URLs are pages of the audit: the hosts, the patterns. Pure."""

from collections.abc import Mapping
from typing import Final

from delest.records.runs.scope import Scope
from delest.urls import host, matches_host, registrable_domain, url_pattern, without_www

HOSTS_LISTED: Final = 50
"""Other hosts of the site that are counted; a page may name any number of subdomains."""
_LINKS_COUNTED: Final = 20_000
"""Different links to other hosts that are told apart, all hosts together; the counts are lower bounds beyond."""


class Reach:
    """The hosts and patterns of one audit: those of the starts, with and without ``www``, and those of ``--host``."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._include = tuple(map(url_pattern, scope.include))
        self._exclude = tuple(map(url_pattern, scope.exclude))
        self._hosts: set[str] = set()
        """Of the starts, without ``www``."""
        self._sites: set[str] = set()
        self._others: dict[str, set[int]] = {}
        self._counted = 0

    def starts_at(self, url: str) -> None:
        """Take note of a start URL, or of where one led."""
        name = host(url)
        self._hosts.add(without_www(name))
        self._sites.add(registrable_domain(name))

    def may_end_at(self, url: str) -> bool:
        """Tell whether the page of a link may be one that it redirected to: it may not leave the scope that way."""
        return self._on_our_hosts(url) and not any(unwanted.match(url) for unwanted in self._exclude)

    def wanted(self, url: str, depth: int) -> bool:
        """Tell whether a link found ``depth`` links from a start is a page of this audit."""
        scope = self._scope
        return (
            scope.follow_links
            and (scope.depth is None or depth <= scope.depth)
            and self.may_end_at(url)
            and (not self._include or any(wanted.match(url) for wanted in self._include))
        )

    def heard_of_elsewhere(self, url: str) -> None:
        """Count a link to another host of the same registrable domain; links to other sites are not counted."""
        name = host(url)
        if self._counted >= _LINKS_COUNTED or self._on_our_hosts(url) or registrable_domain(name) not in self._sites:
            return
        known = self._others.get(name)
        if known is None:
            if len(self._others) >= HOSTS_LISTED:
                return
            known = self._others[name] = set()
        before = len(known)
        known.add(hash(url))
        self._counted += len(known) - before

    @property
    def other_hosts(self) -> Mapping[str, int]:
        """Return the different links to each other host of the site, most links first."""
        return {name: len(links) for name, links in sorted(self._others.items(), key=lambda item: -len(item[1]))}

    def _on_our_hosts(self, url: str) -> bool:
        name = host(url)
        return without_www(name) in self._hosts or any(matches_host(name, given) for given in self._scope.hosts)
