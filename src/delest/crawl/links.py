"""The pages and the documents that a rendered page leads to."""

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from delest.crawl.files import is_document, is_file
from delest.crawl.frontier import URL_LENGTH_LIMIT
from delest.urls import normalise

LINKS_LIMIT: Final = 5_000
"""Links kept of one page; a site map page of a large site has some 2 000."""
HTML_LIMIT_CHARACTERS: Final = 20_000_000
"""Characters read of one document; parsing this much takes about a second."""

_HREFS_LIMIT: Final = 10 * LINKS_LIMIT
"""As written, repeats and addresses of no use included."""
_PAGE_RELATIONS: Final = frozenset({"next", "prev"})


class PageLinks(NamedTuple):
    """Where a page leads: normalised, each once, in the order of the page."""

    pages: tuple[str, ...]
    documents: tuple[str, ...]
    """Files that a person opens, by their names or because the link says ``download``."""


def page_links(html: str, page_url: str) -> PageLinks:
    """Return the links of a page; at most ``LINKS_LIMIT``.

    ``a`` and ``area``, ``link`` to the next, previous or other-language page. Frames are parts of the page itself, and
    a link to a place in the page leads nowhere new. What is longer than ``URL_LENGTH_LIMIT`` is no link: the frontier
    would not take it.
    """
    found = _read(html)
    base = found.base_url(page_url)
    here = normalise(page_url)
    pages: dict[str, None] = {}
    documents: dict[str, None] = {}
    for href, download in found.hrefs:
        url = normalise(href, base)
        if url is None or url == here or len(url) > URL_LENGTH_LIMIT:
            continue
        if download or is_document(url):
            documents[url] = None
        elif not is_file(url):
            pages[url] = None
        if len(pages) + len(documents) == LINKS_LIMIT:
            break
    return PageLinks(tuple(pages), tuple(documents))


@dataclass(slots=True)
class _Found:
    """What the parser reports of a document, as written in it."""

    hrefs: list[tuple[str, bool]] = field(default_factory=list)
    """With whether the link says that it is a download."""
    base: str = ""

    def base_url(self, page_url: str) -> str | None:
        """Return what relative links start from; None where every one of them would be too long."""
        bases = (normalise(self.base, page_url), page_url)
        return next((base for base in bases if base and len(base) <= URL_LENGTH_LIMIT), None)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href")
        if href is None:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag in {"a", "area"}:
            self._leads_to(href, download="download" in attributes)
        elif tag == "link":
            self._relation(href, attributes)

    def _relation(self, href: str, attributes: dict[str, str]) -> None:
        relations = set(attributes.get("rel", "").lower().split())
        if relations & _PAGE_RELATIONS or ("alternate" in relations and "hreflang" in attributes):
            self._leads_to(href)

    def _leads_to(self, href: str, *, download: bool = False) -> None:
        if len(self.hrefs) < _HREFS_LIMIT and len(href) <= URL_LENGTH_LIMIT:
            self.hrefs.append((href, download))

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""


def _read(html: str) -> _Found:
    """Read the start tags as they stream by: no tree is built, so depth and number of elements cost nothing."""
    # Here, because most commands read no page and lxml takes long to import.
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - see the line above

    found = _Found()
    parser: Any = etree.HTMLParser(target=found, encoding="utf-8", huge_tree=True)
    # Lone surrogates and NUL are legal in a browser's string and the end of the text for libxml2.
    markup = html[:HTML_LIMIT_CHARACTERS].encode("utf-8", "replace").replace(b"\0", b"")
    try:
        parser.feed(markup)
        parser.close()
    except etree.LxmlError:
        pass  # an empty or hopeless document: what was found up to there stands
    return found
