"""The documents that the pages of a crawl link to. Pure."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from delest.crawl.query import tidied
from delest.records.audit import Step
from delest.records.scope import Scope
from delest.urls import host, registrable_domain, url_pattern

KNOWN_LIMIT: Final = 20_000
"""Documents remembered at most."""
LINKED_FROM_LIMIT: Final = 10
"""Pages named of those that link to one."""


class Linked(Struct):
    """A document before it is asked for."""

    url: str
    pages: int = 0
    linked_from: list[str] = []


def linked_documents(steps: Callable[[], Iterable[Step]], scope: Scope) -> list[Linked]:
    """Return the documents in scope that the pages of ``steps`` link to, those that most pages link to first.

    Hosts are those of the pages; of the patterns only ``exclude`` counts, for ``include`` says which pages are loaded.
    What looked like a page and turned out to be a file is among them.
    """
    hosts = _Hosts(scope)
    found: dict[str, Linked] = {}
    turned_out: dict[str, str] = {}
    for step in steps():
        if not step.depth:
            hosts.add(step.final_url)
        here = tidied(step.final_url, scope.query)
        for document in dict.fromkeys(tidied(each, scope.query) for each in step.documents):
            itself = document == here
            _note(found, document, "" if itself else step.url, hosts)
            turned_out |= {step.url: document} if itself else {}
    if turned_out:
        for step in steps():
            for document in {turned_out[link] for link in turned_out.keys() & {*step.links, *step.doubtful}}:
                _note(found, document, step.url, hosts)
    return sorted(found.values(), key=lambda linked: -linked.pages)


def _note(found: dict[str, Linked], url: str, page: str, hosts: "_Hosts") -> None:
    linked = found.get(url)
    if linked is None:
        if len(found) >= KNOWN_LIMIT or url not in hosts:
            return
        linked = found[url] = Linked(url=url)
    if page:
        linked.pages += 1
        if len(linked.linked_from) < LINKED_FROM_LIMIT:
            linked.linked_from.append(page)


class _Hosts:
    """Whose documents are asked for."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._exclude = tuple(map(url_pattern, scope.exclude))
        self._sites = {registrable_domain(host(url)) for url in scope.start_urls}

    def add(self, url: str) -> None:
        """Take note of where a start URL led."""
        self._sites.add(registrable_domain(host(url)))

    def __contains__(self, url: str) -> bool:
        name, hosts = host(url), self.scope.hosts
        its_own = name in hosts if hosts else registrable_domain(name) in self._sites
        return its_own and not any(unwanted.match(url) for unwanted in self._exclude)
