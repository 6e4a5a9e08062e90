"""Content codings: a body compressed as a server does, or as another body was."""

import zlib
from collections.abc import Callable
from typing import Final

import brotli
import zstandard

from delest.advise.reencoded import Encoded, version

MAX_SLOW_BYTES: Final = 1_000_000
"""Up to here brotli 11 is tried: it takes more than a second for each megabyte."""
_BEST: Final = 11
_CLOSE_BYTES: Final = 12
"""What the heads of two programs differ by: a name, a time."""


def gzipped(body: bytes, level: int) -> Encoded:
    """Return ``body`` with gzip."""
    return version(f"gzip {level}", zlib.compress(body, level, wbits=zlib.MAX_WBITS | 16), content_encoding="gzip")


def brotlied(body: bytes, level: int) -> Encoded:
    """Return ``body`` with Brotli."""
    return version(f"brotli {level}", brotli.compress(body, quality=level), content_encoding="br")


def zstandarded(body: bytes, level: int) -> Encoded:
    """Return ``body`` with Zstandard."""
    return version(f"zstd {level}", zstandard.compress(body, level), content_encoding="zstd")


_CODERS: Final[dict[str, tuple[Callable[[bytes, int], Encoded], tuple[int, ...]]]] = {
    "gzip": (gzipped, (6, 9, 4, 1)),
    "x-gzip": (gzipped, (6, 9, 4, 1)),
    "br": (brotlied, (5, 4, 9, _BEST, 1)),
    "zstd": (zstandarded, (3, 9, 19, 1)),
}
"""Levels: those that servers use most come first."""


def coded_alike(sent: bytes, other: bytes, coding: str, sent_bytes: int) -> Encoded | None:
    """Return ``other`` as a site would send it that sends ``sent`` with ``coding`` in ``sent_bytes``.

    The level is the one that brings ``sent`` closest to its size. None: a coding that is not known.
    """
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        return version("", other)
    if coding not in _CODERS:
        return None
    coder, levels = _CODERS[coding]
    if len(sent) > MAX_SLOW_BYTES:
        levels = tuple(level for level in levels if level < _BEST)
    best_level, best_gap = levels[0], float("inf")
    for level in levels:
        gap = abs(coder(sent, level).size_bytes - sent_bytes)
        if gap < best_gap:
            best_level, best_gap = level, gap
        if gap <= _CLOSE_BYTES:
            break
    return coder(other, best_level)
