"""Code without the source map that is written into it, coded as the site codes it."""

import re
from typing import Any, Final

from delest.advise.coded import coded_alike
from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

INLINE_MAP: Final = re.compile(rb"(?://|/\*)[#@]\s*sourceMappingURL=data:[^\s*]*(?:\s*\*/)?")
_MOST_BYTES: Final = 32_000_000


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return ``body`` without its inline source maps; ``coding`` and ``coded_bytes`` say how the site sends it."""
    if len(body) > _MOST_BYTES:
        return Reencoded()
    smaller = INLINE_MAP.sub(b"", body)
    coded = coded_alike(body, smaller, str(options["coding"]), int(options["coded_bytes"]))
    if coded is None or len(smaller) == len(body):
        return Reencoded()
    name = f"without its source map, {coded.name}" if coded.name else "without its source map"
    one = version(name, coded.body, content_encoding=coded.content_encoding)
    return Reencoded(modest=one, usual=one, best=one)


WAY: Final = Way(id="strip-map", make=make)
