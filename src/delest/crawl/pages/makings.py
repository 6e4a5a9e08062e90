"""What a page is made of, as its HTML says before any browser loads it. Pure."""

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

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif len(self.files) >= 2 * FILES_LIMIT:
            return
        elif tag == "picture":
            self._in_picture, self._chosen = True, ""
        elif tag == "source" and self._in_picture:
            self._chosen = self._chosen or _offered(attributes)
        elif tag in _BY_SOURCE:
            first_choice = "" if tag == "source" else _first(attributes)
            replaced = self._chosen if tag == "img" and self._in_picture else ""
            self._in_picture = self._in_picture and tag != "img"
            self.files.append(replaced or attributes.get("src") or first_choice or "data:,")
        elif tag == "link" and _BY_LINK & set(attributes.get("rel", "").lower().split()):
            self.files.append(attributes.get("href") or "data:,")

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
