"""What a rendered page is built like, and what its links are called: one reading of its start tags. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from delest.crawl.pages.html_events import feed
from delest.crawl.pages.links import LINKS_LIMIT, base_url
from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.urls import normalise

DEPTH: Final = 3
"""Levels below ``body`` that make a structure: what lies deeper is the content of one page and not its kind."""
PATHS_LIMIT: Final = 500
"""Different paths kept of one page."""
NAME_LIMIT: Final = 80
"""Characters of a link's name; a longer text is no name."""

_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_NO_STRUCTURE: Final = frozenset({"script", "style", "noscript", "template", "link", "meta", "br", "svg", "iframe"})
"""Scripts and what they put at the end of a page (trackers, consent frames) come and go between loads."""


class Outline(NamedTuple):
    """What one page is built like."""

    structure: str
    """The same for pages of the same elements in the same places, whatever their text, classes and numbers."""
    links: tuple[tuple[str, str], ...]
    """Normalised URL and name (text, ``aria-label`` or ``title``) of the links that have a name."""


def outline(html: str, page_url: str) -> Outline:
    """Read a document once; it may be hostile: nothing is built of it that grows beyond the limits above.

    The structure is a digest of the set of tag paths below ``body``, ``DEPTH`` levels deep: not how often a path
    occurs, so that a list of three and one of thirty are alike.
    """
    reader = _Reader()
    feed(html, reader)
    paths = "\n".join(sorted(reader.paths))
    digest = hashlib.sha256(paths.encode()).hexdigest()[:12] if paths else ""
    return Outline(digest, tuple(_named(reader, page_url)))


def _named(reader: "_Reader", page_url: str) -> Iterator[tuple[str, str]]:
    base = base_url(reader.base, page_url)
    for href, text in reader.links:
        url, name = normalise(href, base), " ".join(text.split())
        if url is not None and len(url) <= URL_LENGTH_LIMIT and 0 < len(name) <= NAME_LIMIT:
            yield url, name


@dataclass(slots=True)
class _Reader:
    """What the parser tells of a document."""

    paths: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    base: str = ""
    _open: list[str] = field(default_factory=list)
    """Tags below ``body`` that are open, to ``DEPTH`` levels."""
    _depth: int = -1
    """Levels below ``body``; -1 before it."""
    _href: str = ""
    _name: str = ""
    _text: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "")
        if tag == "base":
            self.base = self.base or href
        elif tag == "a" and href and len(self.links) < LINKS_LIMIT:
            self._href, self._name = href, attributes.get("aria-label") or attributes.get("title") or ""
            self._text = []
        if tag == "body":
            self._depth = max(self._depth, 0)
        elif self._depth >= 0 and tag not in _VOID:
            self._depth += 1
            self._path(tag)

    def _path(self, tag: str) -> None:
        if self._depth > DEPTH:
            return
        del self._open[self._depth - 1 :]
        self._open.append(tag)
        if len(self.paths) < PATHS_LIMIT and not _NO_STRUCTURE & set(self._open):
            self.paths.add("/".join(self._open))

    def end(self, tag: str) -> None:
        if tag == "a" and self._href:
            self.links.append((self._href, "".join(self._text).strip() or self._name))
            self._href = ""
        if self._depth > 0 and tag not in _VOID and tag != "body":
            self._depth -= 1

    def data(self, text: str) -> None:
        if self._href and len(self._text) < NAME_LIMIT:
            self._text.append(text[: NAME_LIMIT + 1])

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""
