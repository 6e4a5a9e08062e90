"""Start tags of hostile HTML and their attributes, in time that grows with its length and no faster."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

_ATTRIBUTE: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9:-]{0,60})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_MOST_TAGS: Final = 20_000
_MOST_CHARACTERS: Final = 4_000


def tags(html: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each start tag called ``name``: names in lower case, entities as they are written."""
    starts = re.finditer(rf"<{name}(?=[\s/>])([^<>]{{0,{_MOST_CHARACTERS}}})>", html, re.IGNORECASE)
    for number, start in enumerate(starts):
        if number >= _MOST_TAGS:
            return
        found: dict[str, str] = {}
        for attribute in _ATTRIBUTE.finditer(start[1]):
            found.setdefault(attribute[1].lower(), attribute[2] or attribute[3] or attribute[4] or "")
        yield found


def absolute(base: str, url: str) -> str:
    """Return an address of a page as a whole one, without its fragment; empty: it is none."""
    try:
        return urljoin(base, url.strip().replace("&amp;", "&")).partition("#")[0]
    except ValueError:
        return ""
