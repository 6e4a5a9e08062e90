"""The pages and the documents that a rendered page leads to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from delest.crawl.files import is_document, is_file
from delest.crawl.pages.html_events import feed
from delest.crawl.pages.language import in_address, speaks
from delest.crawl.pages.query_encoding import python_encoding, with_encoded_query
from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.records.pages.load import PagePart
from delest.urls import normalise

LINKS_LIMIT: Final = 10_000
"""Links kept of one page; a site map page of a large site has some 2 000."""
_HREFS_LIMIT: Final = 10 * LINKS_LIMIT
"""As written, repeats and addresses of no use included."""
_PAGE_RELATIONS: Final = frozenset({"canonical", "next", "prev"})
_TAG_CHARACTERS: Final = 40
_REFRESH: Final = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?(\S.{0,2100})", re.IGNORECASE)
"""HTML standard, "shared declarative refresh steps"."""

Sort = Literal["page", "doubtful", "document"]


class PageLinks(NamedTuple):
    """Where a page leads, and what it says of itself; URLs are normalised, each once, in the order of the page."""

    pages: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Pages that are to come after all others of their depth: ``rel=nofollow``, the page in another language
    (``hreflang``), or an address in another one than that asked for."""
    documents: tuple[str, ...] = ()
    """Files that a person opens, by their names or because the link says ``download``."""
    canonical: str = ""
    """The address that the page names as its own; empty: none."""
    language: str = ""
    """Tag of the root element, as written."""
    beyond: tuple[str, ...] = ()
    """Further links to pages: more than are kept of one page."""


def page_links(
    html: str, page_url: str, *, served: str = "", language: str = "", parts: Sequence[PagePart] = ()
) -> PageLinks:
    """Return what a page says of where it leads; at most ``LINKS_LIMIT`` links.

    ``a`` (of SVG too) and ``area``, ``link`` to the canonical, next, previous or other-language page, in the
    document as the scripts left it, as it was ``served``, and in its ``parts``: open shadow roots, and frames of the
    same site, and where a refresh leads later on. The content of a ``template`` is not shown. A link
    to a place in the page leads nowhere new; one to a view of an application (``#/maps``) does. What
    is longer than ``URL_LENGTH_LIMIT`` is not a link: the frontier would not take it. With a ``language``, alternates
    in others are not links.
    """
    rendered, before = _Found(), _Found()
    feed(html, rendered)
    feed(served, before)
    here = normalise(page_url)
    base = base_url(rendered.base, page_url)
    canonical = normalise(rendered.canonical, base) if rendered.canonical else None
    encoding = python_encoding(parts[0].encoding) if parts else "utf-8"
    documents = [(rendered, page_url, encoding), (before, page_url, encoding)]
    for part in parts:
        inner = _Found()
        feed(part.html, inner)
        documents.append((inner, part.url, python_encoding(part.encoding)))
    read = _Links(here, rendered.language, language)
    for found, url, its_encoding in documents:
        read.take(found, base_url(found.base, url), its_encoding)
    links = read.sorted()
    return PageLinks(
        pages=_of("page", links),
        doubtful=_of("doubtful", links),
        documents=_of("document", links),
        beyond=tuple(read.beyond),
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
    alternate: bool = False
    """The page at its other end is this one in another form."""


class _Links:
    """The links of all documents of a page, each once."""

    def __init__(self, here: str | None, spoken: str, language: str) -> None:
        self.beyond: dict[str, None] = {}
        self._here = here
        self._spoken = spoken
        """The language of the page itself."""
        self._language = language
        self._links: dict[str, Sort] = {}
        self._alternates: set[str] = set()
        """This page in other languages: to be loaded after ordinary links, for it is no new content."""

    def take(self, found: "_Found", base: str | None, encoding: str) -> None:
        for lead in found.leads:
            url = normalise(with_encoded_query(lead.href, encoding), base, routes=True)
            if url is None or url == self._here or len(url) > URL_LENGTH_LIMIT:
                continue
            sort = _sort(url, lead, self._language)
            if sort is None:
                continue
            if lead.alternate and self._in_another_language(lead.language):
                self._alternates.add(url)
            if self._links.get(url) == "page":
                continue
            if url not in self._links and len(self._links) >= LINKS_LIMIT:
                if sort != "document":
                    self.beyond[url] = None
                continue
            self._links[url] = sort

    def _in_another_language(self, tag: str) -> bool:
        """Tell whether an alternate is the page in another language than its own, or than the one asked for."""
        own = self._language or self._spoken.partition("-")[0]
        return not own or speaks(tag, own) is not True

    def sorted(self) -> dict[str, Sort]:
        """Return the links by URL, in the order of the page."""
        return {
            url: "doubtful" if sort == "page" and url in self._alternates else sort for url, sort in self._links.items()
        }


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
    _templates: list[bool] = field(default_factory=list)
    """Of each open ``template``, whether it is inert: scripts may make content of it, which is then in the page."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "template":
            self._templates.append("shadowrootmode" not in attributes)
        if any(self._templates):
            return
        if tag == "html":
            self.language = self.language or attributes.get("lang", "")
        elif tag == "meta" and attributes.get("name", "").lower() == "robots":
            self.nofollow = self.nofollow or bool({"nofollow", "none"} & _words(attributes.get("content", "")))
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self._refreshes(attributes.get("content", ""))
        href = attributes.get("href", attributes.get("xlink:href") if tag == "a" else None)
        if href is None:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag in {"a", "area"}:
            nofollow = self.nofollow or "nofollow" in _words(attributes.get("rel", ""))
            spoken = attributes.get("hreflang", "")
            self._leads_to(_Lead(href, "download" in attributes, nofollow, spoken, alternate=bool(spoken)))
        elif tag == "link":
            self._relation(href, attributes)

    def end(self, tag: str) -> None:
        if tag == "template" and self._templates:
            self._templates.pop()

    def _refreshes(self, content: str) -> None:
        """Take note of where a page sends its visitor after a while, if it was not before delest left it."""
        target = _REFRESH.match(content)
        if target:
            self._leads_to(_Lead(target[1].strip().strip("\"'")))

    def _relation(self, href: str, attributes: dict[str, str]) -> None:
        relations = _words(attributes.get("rel", ""))
        if "canonical" in relations:
            self.canonical = self.canonical or href
        if relations & _PAGE_RELATIONS or ("alternate" in relations and "hreflang" in attributes):
            spoken = attributes.get("hreflang", "")
            self._leads_to(_Lead(href, language=spoken, alternate="alternate" in relations))

    def _leads_to(self, lead: _Lead) -> None:
        if len(self.leads) < _HREFS_LIMIT and len(lead.href) <= URL_LENGTH_LIMIT:
            self.leads.append(lead)

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""


def _words(text: str) -> set[str]:
    return set(text.lower().replace(",", " ").split())
