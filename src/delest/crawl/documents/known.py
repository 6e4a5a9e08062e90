"""The documents that the pages of a crawl link to. Pure."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from delest.crawl.query import tidied
from delest.records.runs.audit import Step
from delest.records.runs.scope import Scope
from delest.urls import host, matches_host, registrable_domain, url_pattern

KNOWN_LIMIT: Final = 20_000
"""Documents remembered at most."""
LINKED_FROM_LIMIT: Final = 10
"""Pages named of those that link to one."""


class Linked(Struct):
    """A document before it is asked for."""

    url: str
    pages: int = 0
    linked_from: list[str] = []


def linked_documents(steps: Callable[[], Iterable[Step]], scope: "DocumentScope") -> list[Linked]:
    """Return the documents in ``scope`` that the pages of ``steps`` link to, those that most pages link to first.

    What looked like a page and turned out to be a file is among them. ``scope`` takes note of where the starts led.
    """
    found: dict[str, Linked] = {}
    turned_out: dict[str, str] = {}
    for step in steps():
        if not step.depth:
            scope.add(step.final_url)
        here = tidied(step.final_url, scope.query)
        for document in dict.fromkeys(tidied(each, scope.query) for each in step.documents):
            itself = document == here
            _note(found, document, "" if itself else step.url, scope)
            turned_out |= {step.url: document} if itself else {}
    if turned_out:
        for step in steps():
            links = {tidied(link, scope.query) for link in (*step.links, *step.doubtful)}
            for document in {turned_out[link] for link in turned_out.keys() & links}:
                _note(found, document, step.url, scope)
    return sorted(found.values(), key=lambda linked: -linked.pages)


def _note(found: dict[str, Linked], url: str, page: str, scope: "DocumentScope") -> None:
    linked = found.get(url)
    if linked is None:
        if len(found) >= KNOWN_LIMIT or url not in scope:
            return
        linked = found[url] = Linked(url=url)
    if page:
        linked.pages += 1
        if len(linked.linked_from) < LINKED_FROM_LIMIT:
            linked.linked_from.append(page)


class DocumentScope:
    """Which documents are asked for: those of the site, whichever of its hosts keeps them.

    Of the patterns only ``exclude`` counts, for ``include`` says which pages are loaded.
    """

    def __init__(self, scope: Scope) -> None:
        self.query = scope.query
        self._hosts = scope.hosts
        self._exclude = tuple(map(url_pattern, scope.exclude))
        self._sites = {registrable_domain(host(url)) for url in scope.start_urls}

    def add(self, url: str) -> None:
        """Take note of where a start URL led."""
        self._sites.add(registrable_domain(host(url)))

    def __contains__(self, url: str) -> bool:
        name = host(url)
        its_own = registrable_domain(name) in self._sites or any(matches_host(name, given) for given in self._hosts)
        return its_own and not any(unwanted.match(url) for unwanted in self._exclude)
