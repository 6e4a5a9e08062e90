"""Text sent without content coding, or with a weak one: what it weighs once compressed."""

import zlib
from typing import Final

import brotli

from delest.advise.answers import with_bodies
from delest.advise.findings import computed
from delest.advise.reencoded import Cache, Encoded, Reencoded, offender, reencode
from delest.advise.rule import Rule
from delest.errors import N_
from delest.records.finding import Finding
from delest.records.load import Capture, Transfer

MAX_BODY_BYTES: Final = 32_000_000
"""Longer bodies are not examined."""
MAX_SLOW_BYTES: Final = 1_000_000
"""Up to here brotli 11 is tried: it takes more than a second for each megabyte."""
MAX_PAGE_BYTES: Final = 100_000_000
"""Bodies of one page that are examined, the most transferred first."""

_TEXT_TYPES: Final = frozenset(
    {
        "application/ecmascript",
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/x-javascript",
        "application/xml",
        "image/svg+xml",
    }
)


def examine(capture: Capture, cache: Cache) -> Finding | None:
    """Return the finding of the page's text that would be lighter compressed, or None.

    Low, central and high are the body with gzip 6, brotli 5 (what a server does on the fly) and brotli 11 (what is
    done once for files); all three are really made from the decoded body.
    """
    left_bytes = MAX_PAGE_BYTES
    offenders = []
    for transfer, body in with_bodies(capture):
        if is_text(transfer) and len(body) <= min(MAX_BODY_BYTES, left_bytes):
            left_bytes -= len(body)
            lighter = reencode(cache, (RULE.id, transfer.body_sha256), body, compress)
            offenders.append(offender(transfer, body, lighter))
    return computed(RULE.id, capture, filter(None, offenders))


def is_text(transfer: Transfer) -> bool:
    """Tell whether the answer is of a type that compresses as text."""
    mime_type = transfer.mime_type.partition(";")[0].strip().lower()
    return mime_type in _TEXT_TYPES or mime_type.startswith("text/") or mime_type.endswith(("+json", "+xml"))


def compress(body: bytes) -> Reencoded:
    """Return ``body`` with the content codings that every browser reads."""
    slow = len(body) <= MAX_SLOW_BYTES
    return Reencoded(
        modest=Encoded("gzip 6", len(zlib.compress(body, 6, wbits=zlib.MAX_WBITS | 16))),
        usual=Encoded("brotli 5", len(brotli.compress(body, quality=5))),
        best=Encoded("brotli 11", len(brotli.compress(body, quality=11))) if slow else None,
    )


RULE: Final = Rule(
    id="text-compression",
    title=N_("Text is sent without compression, or with a weak one"),
    explanation=N_("HTML, style sheets, scripts, data and SVG images are text: compressed, they travel much lighter."),
    remedy=N_(
        "Turn on Brotli, or at least gzip, on the server for HTML, CSS, JavaScript, JSON and SVG;"
        " compress files that do not change once, at the highest level, when they are published."
    ),
    examine=examine,
)
