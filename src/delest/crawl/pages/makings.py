"""What a page is made of, as its HTML says before any browser loads it. Pure."""

import re
from typing import Final, NamedTuple

from delest.crawl.pages.html_events import feed
from delest.crawl.pages.links import base_url
from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.urls import normalise

FILES_LIMIT: Final = 500
"""Of one page."""
_BY_SOURCE: Final = frozenset({"img", "script", "video", "audio", "source", "embed"})
_SHOWN_TYPES: Final = frozenset(f"image/{kind}" for kind in ("avif", "webp", "png", "apng", "jpeg", "gif", "svg+xml"))
"""Of pictures, those that Chromium shows."""
_NOT_SHOWN: Final = frozenset({"noscript", "template"})
"""What is in them is not loaded by a browser that runs scripts."""
_LATE: Final = ("data-src", "data-lazy-src", "data-original")
"""Where scripts find the file that they load when it comes into view."""
_IN_STYLE: Final = re.compile(r"""url\(\s*['"]?([^'")\s]+)""", re.IGNORECASE)
_BY_LINK: Final = frozenset({"stylesheet", "icon", "preload", "modulepreload"})


class Makings(NamedTuple):
    """The HTML and the files of one page."""

    html_bytes: int
    """As sent."""
    files: tuple[str, ...]
    """Normalised URLs, each once."""


def makings(html: str, page_url: str, html_bytes: int) -> Makings:
    """Return what a page asks for, as far as its HTML says so."""
    read = _Read()
    feed(html, read)
    base = base_url(read.base, page_url)
    found = (normalise(written, base) for written in read.files if len(written) <= URL_LENGTH_LIMIT)
    files = dict.fromkeys(url for url in found if url is not None)
    return Makings(html_bytes, tuple(files)[:FILES_LIMIT])


class _Read:
    """What the parser reports of a document."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.base = ""
        self._in_picture = False
        self._chosen = ""
        """The file of the ``<source>`` that stands in for the ``<img>`` of the picture."""
        self._not_shown = 0
        """Open elements around the current one whose content is not loaded."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._not_shown += tag in _NOT_SHOWN
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif not self._not_shown and len(self.files) < 2 * FILES_LIMIT:
            self.files += _IN_STYLE.findall(attributes.get("style", ""))
            self._loads(tag, attributes)

    def end(self, tag: str) -> None:
        """Take note that an element is closed."""
        self._not_shown -= tag in _NOT_SHOWN

    def _loads(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "script" and "nomodule" in attributes:
            return
        if tag == "picture":
            self._in_picture, self._chosen = True, ""
        elif tag == "source" and self._in_picture:
            self._chosen = self._chosen or _offered(attributes)
        elif tag in _BY_SOURCE:
            first_choice = "" if tag == "source" else _first(attributes)
            replaced = self._chosen if tag == "img" and self._in_picture else ""
            self._in_picture = self._in_picture and tag != "img"
            late = next(filter(None, map(attributes.get, _LATE)), "")
            self.files += filter(None, (replaced or attributes.get("src") or first_choice, late))
        elif tag == "link" and _BY_LINK & set(attributes.get("rel", "").lower().split()):
            self.files += filter(None, (attributes.get("href"),))

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""


def _offered(attributes: dict[str, str]) -> str:
    """Return the file of a source that a wide screen would take; empty: it would not.

    Conditions on the width are not computed: one that asks for a narrow screen is taken not to be met.
    """
    kind, condition = attributes.get("type", "").lower(), attributes.get("media", "").lower()
    if (kind and kind not in _SHOWN_TYPES) or "max-width" in condition or "print" in condition:
        return ""
    return _first(attributes)


def _first(attributes: dict[str, str]) -> str:
    """Return the first file of ``srcset``; which one a browser takes depends on its window."""
    return attributes.get("srcset", "").strip().partition(" ")[0].rstrip(",")
