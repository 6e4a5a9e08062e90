"""Text with the content codings that browsers read."""

from typing import Any, Final

from delest.advise.coded import MAX_SLOW_BYTES, brotlied, gzipped
from delest.advise.reencoded import Reencoded
from delest.advise.way import Way


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return ``body`` compressed as a server could send it.

    ``secure`` (0 or 1): over https browsers read Brotli too; over plain http they ask for gzip alone. ``brotli`` (0 or
    1): the host sends Brotli already, so that low is Brotli too. ``skip_best`` (1): the slowest one is not made.
    """
    if not options.get("secure", 1):
        return Reencoded(modest=gzipped(body, 6), usual=gzipped(body, 6), best=gzipped(body, 9))
    slow = len(body) <= MAX_SLOW_BYTES and not options.get("skip_best")
    usual = brotlied(body, 5)
    modest = usual if options.get("brotli") else gzipped(body, 6)
    return Reencoded(modest=modest, usual=usual, best=brotlied(body, 11) if slow else None)


WAY: Final = Way(id="coding", make=make)
