"""Which language a page is in, by its own word and by its address. Pure."""

import re
from collections.abc import Sequence
from typing import Final

_TAG: Final = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8}){0,4}", re.IGNORECASE | re.ASCII)
_IN_ADDRESSES: Final = frozenset({
    "ar", "bg", "br", "ca", "co", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu",
    "it", "ja", "ko", "lt", "lv", "mt", "nl", "no", "oc", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
})  # fmt: skip
"""ISO 639-1 codes that stand for a language in addresses; ``/it/`` may be something else, so it is only a hint."""


def speaks(tag: str, wanted: str) -> bool | None:
    """Tell whether a language tag (``fr-CA``) is within a range (``fr``); None where the tag says nothing.

    Basic filtering of RFC 4647, section 3.3.1.
    """
    tag, wanted = tag.strip().replace("_", "-").lower(), wanted.lower()
    if not _TAG.fullmatch(tag):
        return None
    return tag == wanted or tag.startswith(f"{wanted}-")


def in_address(url: str) -> str:
    """Return the language that an address seems to name, as its first directory or as a subdomain; else nothing."""
    name, _, path = url.partition("://")[2].partition("/")
    for part in (path.partition("/")[0], name.partition(".")[0]):
        language = part.replace("_", "-").lower()
        if _TAG.fullmatch(language) and language.partition("-")[0] in _IN_ADDRESSES:
            return language
    return ""


def by_address(urls: Sequence[str], wanted: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the URLs that do not seem to be in another language than the one wanted, and those that do."""
    if not wanted:
        return urls, ()
    doubtful = {url for url in urls if speaks(in_address(url), wanted) is False}
    return [url for url in urls if url not in doubtful], [url for url in urls if url in doubtful]
