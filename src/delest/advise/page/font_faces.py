"""Which font file has the letters of which family: the ``@font-face`` rules of a page's style sheets."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin

from delest.records.pages.load import Capture, Kind

_FACE: Final = re.compile(r"@font-face\s*\{([^{}]{1,20000})\}", re.IGNORECASE)
_FAMILY: Final = re.compile(r"font-family\s*:\s*[\"']?([^;\"']{1,200})", re.IGNORECASE)
_URL: Final = re.compile(r"url\(\s*[\"']?([^\"')]{1,2048})", re.IGNORECASE)
_MOST_FACES: Final = 2_000
_MOST_CHARACTERS: Final = 4_000_000


class Face(NamedTuple):
    """One file of one family."""

    url: str
    family: str
    """In lower case."""


def font_faces(capture: Capture) -> tuple[Face, ...]:
    """Return the font files that the page's style sheets and documents name, in their order."""
    faces: list[Face] = []
    for base, text in _sheets(capture):
        for block in _FACE.finditer(text[:_MOST_CHARACTERS]):
            family = _FAMILY.search(block[1])
            if family is None:
                continue
            for url in _URL.finditer(block[1]):
                if len(faces) >= _MOST_FACES:
                    return tuple(faces)
                if not url[1].lower().startswith("data:"):
                    faces.append(Face(_joined(base, url[1].strip()), family[1].strip().lower()))
    return tuple(dict.fromkeys(faces))


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url).partition("#")[0]
    except ValueError:
        return url


def _sheets(capture: Capture) -> Iterator[tuple[str, str]]:
    yield capture.load.final_url, capture.html
    for transfer in capture.load.transfers:
        if transfer.kind in {Kind.STYLESHEET, Kind.DOCUMENT} and transfer.body_sha256 in capture.bodies:
            yield transfer.url, capture.bodies[transfer.body_sha256].decode("utf-8", "replace")
