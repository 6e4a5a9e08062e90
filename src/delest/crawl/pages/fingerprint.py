"""What a rendered page says and shows, as a fingerprint: equal pages, and pages that agree, are known by it. Pure."""

import hashlib
import heapq
from typing import Final

from delest.crawl.pages.html_events import feed
from delest.records.pages.fingerprint import Fingerprint

_SKETCH: Final = 64
"""Hashes kept; the share that two pages have in common is then known within some 4 % (bottom-k sketch)."""
_HASH_BYTES: Final = 4
_RUN: Final = 3
"""Words that are hashed together."""
_WORDS_LIMIT: Final = 20_000
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg"})
"""What is not read, or changes from one load to the next without being seen."""
_TITLE_CHARACTERS: Final = 200


def fingerprint(html: str) -> Fingerprint:
    """Return the fingerprint of a document: its words, its tags, and the names of what is shown in it.

    Scripts, attributes (tokens, nonces, states) and query strings do not count.
    """
    read = _Read()
    feed(html, read)
    words = read.words[:_WORDS_LIMIT]
    runs = {_hash(" ".join(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1))}
    return Fingerprint(
        title=" ".join(read.title)[:_TITLE_CHARACTERS],
        exact=read.everything.hexdigest()[:32],
        sketch=b"".join(heapq.nsmallest(_SKETCH, runs)),
        words=len(read.words),
    )


def in_common(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of what two pages say together that both of them say, 0 to 1: an estimate of Jaccard's."""
    if one.exact == other.exact:
        return 1.0
    first, second = _hashes(one), _hashes(other)
    smallest = heapq.nsmallest(_SKETCH, first | second)
    return sum(each in first and each in second for each in smallest) / len(smallest)


def _hashes(page: Fingerprint) -> set[bytes]:
    return {page.sketch[at : at + _HASH_BYTES] for at in range(0, len(page.sketch), _HASH_BYTES)}


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_HASH_BYTES).digest()


class _Read:
    """What the parser reports of a document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.title: list[str] = []
        self.everything = hashlib.sha256()
        self._unread = 0
        self._in_title = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._in_title = tag == "title"
        self._unread += tag in _UNREAD
        if not self._unread:
            shown = attributes.get("src", "").partition("?")[0]
            self._note(f"<{tag} {'' if shown.startswith('data:') else shown}>")

    def end(self, tag: str) -> None:
        self._in_title = False
        self._unread -= tag in _UNREAD

    def data(self, text: str) -> None:
        if self._unread:
            return
        words = text.lower().split()
        if self._in_title:
            self.title += words
        elif words:
            self.words += words[: _WORDS_LIMIT + 1 - len(self.words)]
        self._note(" ".join(words))

    def _note(self, text: str) -> None:
        if text:
            self.everything.update(f"{text}\0".encode())

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""
