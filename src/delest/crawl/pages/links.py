"""The pages and the documents that a rendered page leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from delest.crawl.files import is_document, is_file
from delest.crawl.frontier import URL_LENGTH_LIMIT
from delest.crawl.pages.html_events import feed
from delest.crawl.pages.language import in_address, speaks
from delest.urls import normalise

LINKS_LIMIT: Final = 5_000
"""Links kept of one page; a site map page of a large site has some 2 000."""
_HREFS_LIMIT: Final = 10 * LINKS_LIMIT
"""As written, repeats and addresses of no use included."""
_PAGE_RELATIONS: Final = frozenset({"canonical", "next", "prev"})
_TAG_CHARACTERS: Final = 40

Sort = Literal["page", "doubtful", "document"]


class PageLinks(NamedTuple):
    """Where a page leads, and what it says of itself; URLs are normalised, each once, in the order of the page."""

    pages: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Pages that are to come after all others of their depth: ``rel=nofollow``, or an address in another language."""
    documents: tuple[str, ...] = ()
    """Files that a person opens, by their names or because the link says ``download``."""
    canonical: str = ""
    """The address that the page names as its own; empty: none."""
    language: str = ""
    """Tag of the root element, as written."""


def page_links(html: str, page_url: str, *, served: str = "", language: str = "") -> PageLinks:
    """Return what a page says of where it leads; at most ``LINKS_LIMIT`` links.

    ``a`` (of SVG too) and ``area``, ``link`` to the canonical, next, previous or other-language page, in the
    document as the scripts left it and then as it was ``served``. Frames are parts of the page itself, and a link
    to a place in the page leads nowhere new. What is longer than ``URL_LENGTH_LIMIT`` is no link: the frontier
    would not take it. With a ``language``, alternates in others are no links.
    """
    rendered, before = _Found(), _Found()
    feed(html, rendered)
    feed(served, before)
    here = normalise(page_url)
    base = base_url(rendered.base, page_url)
    canonical = normalise(rendered.canonical, base) if rendered.canonical else None
    links: dict[str, Sort] = {}
    for found in (rendered, before):
        base = base_url(found.base, page_url)
        for lead in found.leads:
            url = normalise(lead.href, base)
            if url is None or url == here or len(url) > URL_LENGTH_LIMIT or len(links) >= LINKS_LIMIT:
                continue
            sort = _sort(url, lead, language)
            if sort and links.get(url) != "page":
                links[url] = sort
    return PageLinks(
        pages=_of("page", links),
        doubtful=_of("doubtful", links),
        documents=_of("document", links),
        canonical=canonical if canonical and len(canonical) <= URL_LENGTH_LIMIT else "",
        language=rendered.language[:_TAG_CHARACTERS],
    )


def base_url(stated: str, page_url: str) -> str | None:
    """Return what relative links start from, where a page states this base (empty: none).

    None where every one of them would be too long: each would have megabytes of base before it.
    """
    bases = (normalise(stated, page_url), page_url)
    return next((base for base in bases if base and len(base) <= URL_LENGTH_LIMIT), None)


def _of(sort: str, links: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(url for url, its in links.items() if its == sort)


class _Lead(NamedTuple):
    """A link as written."""

    href: str
    download: bool = False
    nofollow: bool = False
    language: str = ""
    """Of the page at its other end."""


def _sort(url: str, lead: _Lead, language: str) -> Sort | None:
    if lead.download or is_document(url):
        return "document"
    if is_file(url) or (language and speaks(lead.language, language) is False):
        return None
    elsewhere = language and not lead.language and speaks(in_address(url), language) is False
    return "doubtful" if lead.nofollow or elsewhere else "page"


@dataclass(slots=True)
class _Found:
    """What the parser reports of a document, as written in it."""

    leads: list[_Lead] = field(default_factory=list)
    base: str = ""
    canonical: str = ""
    language: str = ""
    nofollow: bool = False
    """All links are marked so."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html":
            self.language = self.language or attributes.get("lang", "")
        elif tag == "meta" and attributes.get("name", "").lower() == "robots":
            self.nofollow = self.nofollow or bool({"nofollow", "none"} & _words(attributes.get("content", "")))
        href = attributes.get("href", attributes.get("xlink:href") if tag == "a" else None)
        if href is None:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag in {"a", "area"}:
            nofollow = self.nofollow or "nofollow" in _words(attributes.get("rel", ""))
            self._leads_to(_Lead(href, "download" in attributes, nofollow, attributes.get("hreflang", "")))
        elif tag == "link":
            self._relation(href, attributes)

    def _relation(self, href: str, attributes: dict[str, str]) -> None:
        relations = _words(attributes.get("rel", ""))
        if "canonical" in relations:
            self.canonical = self.canonical or href
        if relations & _PAGE_RELATIONS or ("alternate" in relations and "hreflang" in attributes):
            self._leads_to(_Lead(href, language=attributes.get("hreflang", "")))

    def _leads_to(self, lead: _Lead) -> None:
        if len(self.leads) < _HREFS_LIMIT and len(lead.href) <= URL_LENGTH_LIMIT:
            self.leads.append(lead)

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""


def _words(text: str) -> set[str]:
    return set(text.lower().replace(",", " ").split())
