"""Start tags of a served document changed in place, all other bytes left as they are. Pure.

Documents are hostile: tags are found one after the other, in time that grows with the length and no faster.
"""

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urljoin

from delest.measure.replay.document.lazy import MOST_TAG_BYTES, MOST_TAGS, addresses

_MOST_INSIDE_BYTES: Final = 20_000
_HINTS: Final = frozenset({b"preload", b"modulepreload", b"prefetch"})
_LINK: Final = re.compile(rb"<link(?=[\s/])", re.IGNORECASE)
_MEDIA: Final = re.compile(rb"<(video|audio)(?=[\s/>])", re.IGNORECASE)
_LOADING: Final = re.compile(
    rb"<(?:img|script|link|source|iframe|video|audio|input|embed|object|track)(?=[\s/])", re.IGNORECASE
)
_SOURCE: Final = re.compile(rb"<source(?=[\s/])([^>]{0,4000})>", re.IGNORECASE)
_REL: Final = re.compile(rb"""\brel\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_HREF: Final = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    rb"""(\b(?:src|href|poster|data)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE
)
_AUTOPLAY: Final = re.compile(
    rb"""\s(?:autoplay|preload)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?(?=[\s/>]|$)""", re.IGNORECASE
)


class _Tag(NamedTuple):
    start: int
    """Of what follows its name."""
    end: int
    text: bytes
    """Between both."""


def without_hints(document: bytes, base_url: str, urls: Collection[str]) -> bytes:
    """Return a document whose ``link`` tags no longer preload or prefetch these addresses.

    An empty tag stays, so that the page has as many elements as before.
    """

    def changed(tag: _Tag) -> bytes | None:
        words = {word.lower() for word in _value(_REL, tag.text).split()}
        return b"" if words & _HINTS and _absolute(_value(_HREF, tag.text), base_url) in urls else None

    return _mapped(document, _LINK, changed)


def with_addresses(document: bytes, base_url: str, instead: Mapping[str, str]) -> bytes:
    """Return a document that loads other addresses in the place of those that are keys of ``instead``."""

    def other(found: re.Match[bytes]) -> bytes:
        value = next((each for each in found.groups()[1:] if each is not None), b"")
        new = instead.get(_absolute(value, base_url))
        return found[0] if new is None else b'%s"%s"' % (found[1], html.escape(new).encode("utf-8", "replace"))

    return _mapped(document, _LOADING, lambda tag: _ADDRESS.sub(other, tag.text))


def played_on_demand(document: bytes, base_url: str, urls: Collection[str]) -> bytes:
    """Return a document whose videos and sounds of these addresses load nothing before they are played."""

    def changed(tag: _Tag) -> bytes | None:
        inside = document[tag.end : tag.end + _MOST_INSIDE_BYTES].lower()
        ends = [at for at in (inside.find(b"</video"), inside.find(b"</audio")) if at >= 0]
        sources = _SOURCE.findall(document[tag.end : tag.end + min(ends, default=0)])
        named = set().union(*(addresses(text, base_url) for text in (tag.text, *sources)))
        return b' preload="none"' + _AUTOPLAY.sub(b"", tag.text) if named & set(urls) else None

    return _mapped(document, _MEDIA, changed)


def _mapped(document: bytes, pattern: re.Pattern[bytes], changed: Callable[[_Tag], bytes | None]) -> bytes:
    pieces, done = [], 0
    for tag in _tags(document, pattern):
        new = changed(tag)
        if new is not None and new != tag.text:
            pieces += [document[done : tag.start], new]
            done = tag.end
    return b"".join((*pieces, document[done:]))


def _tags(document: bytes, pattern: re.Pattern[bytes]) -> Iterator[_Tag]:
    for count, found in enumerate(pattern.finditer(document)):
        if count >= MOST_TAGS:
            return
        end = document.find(b">", found.end(), found.end() + MOST_TAG_BYTES)
        if end >= 0:
            yield _Tag(found.end(), end, document[found.end() : end])


def _value(pattern: re.Pattern[bytes], tag: bytes) -> bytes:
    found = pattern.search(tag)
    return next((each for each in found.groups() if each is not None), b"") if found else b""


def _absolute(value: bytes, base_url: str) -> str:
    try:
        return urljoin(base_url, html.unescape(value.decode("utf-8", "replace")).strip()).partition("#")[0]
    except ValueError:
        return ""
