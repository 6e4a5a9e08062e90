"""The pages that a rendered document leads to."""

from dataclasses import dataclass, field
from typing import Any, Final

from delest.crawl.frontier import URL_LENGTH_LIMIT
from delest.urls import normalise

LINKS_LIMIT: Final = 5_000
"""Links kept of one page; a site map page of a large site has some 2 000."""
HTML_LIMIT_CHARACTERS: Final = 20_000_000
"""Characters read of one document; parsing this much takes about a second."""

_HREFS_LIMIT: Final = 10 * LINKS_LIMIT
"""As written, repeats and addresses of no use included."""
_PAGE_RELATIONS: Final = frozenset({"next", "prev"})


def page_links(html: str, page_url: str) -> tuple[str, ...]:
    """Return the links to other pages, normalised, each once, in the order of the document; at most ``LINKS_LIMIT``.

    ``a`` and ``area`` that open a page (not a ``download``), ``link`` to the next, previous or other-language page.
    Frames are parts of the page itself, and a link to a place in the page leads nowhere new. What is longer than
    ``URL_LENGTH_LIMIT`` is no link: the frontier would not take it.
    """
    found = _read(html)
    base = found.base_url(page_url)
    here = normalise(page_url)
    links: dict[str, None] = {}
    for href in found.hrefs:
        url = normalise(href, base)
        if url is not None and url != here and len(url) <= URL_LENGTH_LIMIT:
            links[url] = None
        if len(links) == LINKS_LIMIT:
            break
    return tuple(links)


@dataclass(slots=True)
class _Found:
    """What the parser reports of a document, as written in it."""

    hrefs: list[str] = field(default_factory=list)
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
            if "download" not in attributes:
                self._leads_to(href)
        elif tag == "link":
            self._relation(href, attributes)

    def _relation(self, href: str, attributes: dict[str, str]) -> None:
        relations = set(attributes.get("rel", "").lower().split())
        if relations & _PAGE_RELATIONS or ("alternate" in relations and "hreflang" in attributes):
            self._leads_to(href)

    def _leads_to(self, href: str) -> None:
        if len(self.hrefs) < _HREFS_LIMIT and len(href) <= URL_LENGTH_LIMIT:
            self.hrefs.append(href)

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
