"""Images of a served document given ``loading=lazy``, all other bytes left as they are. Pure."""

import html
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urljoin

MOST_TAG_BYTES: Final = 8_000
MOST_TAGS: Final = 5_000
_ADDRESSES: Final = re.compile(rb"""\bsrc(?:set)?\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_LOADING: Final = re.compile(rb"\bloading\s*=", re.IGNORECASE)
_IMAGE: Final = re.compile(rb"<img(?=[\s/])", re.IGNORECASE)
_LAZY: Final = b' loading="lazy"'


def made_lazy(document: bytes, base_url: str, urls: Collection[str]) -> bytes:
    """Return a document in which the images of these addresses are loaded when they come near the screen.

    An image that says itself how it is loaded is left alone; so is what a script or a style sheet brings.
    """
    pieces, done = [], 0
    for count, found in enumerate(_IMAGE.finditer(document)):
        end = document.find(b">", found.end(), found.end() + MOST_TAG_BYTES)
        if count >= MOST_TAGS:
            break
        if end < 0:
            continue
        tag = document[found.end() : end]
        if not _LOADING.search(tag) and addresses(tag, base_url) & set(urls):
            pieces += [document[done : found.end()], _LAZY]
            done = found.end()
    return b"".join((*pieces, document[done:]))


def addresses(tag: bytes, base_url: str) -> set[str]:
    """Return the addresses that a tag names, those of its ``srcset`` among them."""
    named: set[str] = set()
    for groups in _ADDRESSES.findall(tag):
        text = html.unescape(next(filter(None, groups), b"").decode("utf-8", "replace"))
        for candidate in (text, *(each.strip().partition(" ")[0] for each in text.split(","))):
            try:
                named.add(urljoin(base_url, candidate.strip()))
            except ValueError:
                continue
    return named
