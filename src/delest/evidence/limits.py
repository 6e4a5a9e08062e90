"""The limits of weight and requests that a published declaration states, read in its text."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html  # type: ignore[import-untyped]

from delest.errors import InputError
from delest.evidence.seen import Declared
from delest.units import parse_bytes

MOST_BYTES: Final = 4_000_000
_MOST_CHARACTERS: Final = 400
_SENTENCE: Final = re.compile(r"[\n\r;]+|(?<=[.!?])\s+(?=[A-ZÀ-Ý«])")
_BLOCKS: Final = frozenset(
    {"p", "li", "div", "section", "article", "td", "th", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "br",
     "ul",
     "ol", "table", "main", "body", "header", "footer"}
)  # fmt: skip
_LIMIT: Final = re.compile(
    r"\bmax|limit|plafon|dépass|excéd|exceed|at most|no more than|au plus|moins de|less than|under\b|inférieur",
    re.IGNORECASE,
)
_WEIGHT: Final = re.compile(r"\bpoids|weight|\btaille|\bsize", re.IGNORECASE)
_OF_A_PAGE: Final = re.compile(r"écran|page|screen|view|vue|ressources|resources", re.IGNORECASE)
_OF_A_PART: Final = re.compile(r"police|font|image|vid[ée]o|document|fichier|file|audio|pièce|upload", re.IGNORECASE)
_SIZE: Final = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)[\s\u00a0\u202f]*([KMkm]i?[oOB])\b")
_REQUESTS: Final = re.compile(r"requ[êe]tes?|requests?", re.IGNORECASE)
_COUNT: Final = re.compile(
    r"(?<![0-9.,])([0-9]{1,5})(?![0-9]*[.,]?[0-9]*[\s\u00a0\u202f]*(?:[KMGkmg]i?[oOB]\b|%|ms\b|s\b|ans?\b))"
)


def declared(url: str, body: bytes, charset: str = "") -> Declared:
    """Return the limits that the text of a page states, with the sentences that do.

    A limit that the text states twice with different values is not taken: which one applies takes a reader.
    """
    weights: dict[int, str] = {}
    requests: dict[int, str] = {}
    for sentence in _sentences(_text(body[:MOST_BYTES], charset)):
        if not _LIMIT.search(sentence):
            continue
        if _WEIGHT.search(sentence) and _OF_A_PAGE.search(sentence) and not _OF_A_PART.search(sentence):
            weights |= dict.fromkeys(_sizes(sentence), sentence)
        if _REQUESTS.search(sentence):
            requests |= dict.fromkeys(_counts(sentence), sentence)
    return Declared(
        url=url,
        max_bytes=next(iter(weights)) if len(weights) == 1 else None,
        max_requests=next(iter(requests)) if len(requests) == 1 else None,
        sentences=tuple(dict.fromkeys((*weights.values(), *requests.values())))[:6],
    )


def _sizes(sentence: str) -> Iterator[int]:
    for found in _SIZE.finditer(sentence):
        try:
            yield parse_bytes(f"{found[1]} {found[2]}")
        except InputError:
            continue


def _counts(sentence: str) -> Iterator[int]:
    """Yield the number nearest to the word for requests."""
    numbers = [(found.start(), int(found[1])) for found in _COUNT.finditer(sentence) if int(found[1])]
    for word in _REQUESTS.finditer(sentence):
        if numbers:
            yield min(numbers, key=lambda at: abs(at[0] - word.start()))[1]
            return


def _sentences(text: str) -> Iterator[str]:
    for each in _SENTENCE.split(text):
        told = " ".join(each.split())
        if told and len(told) <= _MOST_CHARACTERS:
            yield told


def _text(body: bytes, charset: str) -> str:
    """Return the visible text of a page, a line for each block; of what is not HTML, the text itself."""
    try:
        tree = html.document_fromstring(body, parser=html.HTMLParser(encoding=charset or "utf-8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return ""
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        hidden = element.tag in {"script", "style", "template", "noscript"}
        if element.tag in _BLOCKS:
            parts.append("\n")
        if event == "start" and not hidden:
            parts.append((element.text or "").replace("\n", " "))
        if event == "end":
            parts.append((element.tail or "").replace("\n", " "))
    return "".join(parts)
