"""Text that comes from pages, made harmless before it is shown.

A URL, a title or a reason may hold terminal escapes, line breaks, invisible or direction-turning characters, or
credentials. HTML output escapes on top of this (jinja2's autoescape).
"""

import re
import unicodedata
from typing import Any, Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal or a browser acts on instead of showing them."""
_COMBINING: Final = frozenset({"Mn", "Me"})
_READ_AT_MOST: Final = 20_000
_CREDENTIALS: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,20}:[/\\]{2})[^/?#\s\\]*@")
"""Up to the last ``@`` before the path, as browsers read it; they take backslashes for slashes."""
_WEB: Final = re.compile(r"https?://[!#-&(-;=?-\[\]_a-z~]+")
"""Printable ASCII without the characters that a browser would have written in percent signs."""
_LINK_AT_MOST: Final = 500
_SPACES: Final = re.compile(r" {2,}")
_MARKS_AT_MOST: Final = 4
"""Combining marks on one sign: no writing needs more, and a thousand of them cover the lines around."""
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""
_ACTED_ON: Final = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What a terminal may act on in JSON, which spells out what is below a space."""
_UNBROKEN: Final = frozenset("\u00a0\u202f")
"""Spaces that keep a number and its unit on one line."""
_MARK: Final = "\ufffd"
_CUT: Final = "\u2026"


def without_credentials(text: str) -> str:
    """Return ``text`` without the user name and password of any URL in it."""
    return _CREDENTIALS.sub(r"\1", text)


def public(tree: Any) -> Any:
    """Return a tree of plain values with every text cleared of credentials."""
    if isinstance(tree, dict):
        return {key: public(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [public(value) for value in tree]
    return without_credentials(tree) if isinstance(tree, str) else tree


def printable(text: str) -> str:
    """Return ``text`` on one line, credentials removed, every character that is not shown as itself replaced."""
    text = without_credentials(text[:_READ_AT_MOST])
    shown = _unpiled("".join(map(_shown, text)))
    return _SPACES.sub(" ", shown).strip(" ")


def _shown(character: str) -> str:
    if character in _UNBROKEN:
        return character
    if character.isspace():
        return " "
    return _MARK if character in _BLANK or unicodedata.category(character) in _HIDDEN else character


def _unpiled(text: str) -> str:
    """Return ``text`` without the combining marks that follow many others."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in _COMBINING else 0
        if marks <= _MARKS_AT_MOST:
            kept.append(character)
    return "".join(kept)


def spelled_out(json_text: str) -> str:
    """Return JSON that holds the same, with what a terminal may act on spelled out."""
    return _ACTED_ON.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes: wide characters two, combining ones none."""
    return sum(_width(c) for c in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def shorten(text: str, width: int) -> str:
    """Return ``text`` made printable and cut in the middle to at most ``width`` columns.

    The end of a URL tells more than its middle: the start keeps a good half, the end the rest.
    """
    text = printable(text)
    if columns(text) <= width:
        return text
    tail = _take(text[::-1], (width - 1) * 2 // 5)[::-1]
    return _take(text, width - 1 - columns(tail)) + _CUT + tail


def _take(text: str, width: int) -> str:
    taken = 0
    for at, character in enumerate(text):
        taken += _width(character)
        if taken > width:
            return text[:at]
    return text


def link(url: str) -> str:
    """Return ``url`` where it may stand in an ``href``: http(s), plain characters, not overlong; else nothing."""
    url = without_credentials(url[:_READ_AT_MOST])
    return url if len(url) <= _LINK_AT_MOST and _WEB.fullmatch(url) else ""
