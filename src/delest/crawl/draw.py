"""The draw: which URLs of a family are next, by a seed. Pure."""

import hashlib
import heapq
from collections.abc import Iterable


def drawn(urls: Iterable[str], pages: int, seed: int) -> list[str]:
    """Return the ``pages`` of ``urls`` that come first in the order that ``seed`` gives to all URLs there are.

    Each URL has its number for good. So a draw depends neither on the order in which URLs were heard of nor on what
    was drawn before, and who goes on with a run goes on with its draw.
    """
    return heapq.nsmallest(pages, urls, key=lambda url: number(url, seed))


def number(url: str, seed: int) -> bytes:
    """Return the number that ``seed`` gives to ``url``, for good."""
    return hashlib.sha256(f"{seed} {url}".encode()).digest()
