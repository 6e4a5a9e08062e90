"""HTML, style sheets, scripts, data and SVG with spaces, comments and long names that only their authors need."""

from collections.abc import Iterator
from typing import Final

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.reencoded import Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding, Offender
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture, Transfer

LEAST_AVOIDABLE_BYTES: Final = 2000
LEAST_AVOIDABLE_SHARE: Final = 0.05
"""Of the body as sent; under either, a build step is not worth its upkeep."""
MAX_BODY_BYTES: Final = 8_000_000
"""Longer bodies are not examined."""
MAX_PAGE_BYTES: Final = 50_000_000
"""Bodies of one page that are examined, the most transferred first."""

_TYPES: Final = {
    "text/css": "text/css",
    "text/html": "text/html",
    "application/json": "application/json",
    "application/ld+json": "application/json",
    "application/manifest+json": "application/json",
    "application/geo+json": "application/json",
    "image/svg+xml": "image/svg+xml",
    "application/ecmascript": "application/javascript",
    "application/javascript": "application/javascript",
    "application/x-javascript": "application/javascript",
    "text/javascript": "application/javascript",
}


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the page's code that would be lighter minified, or None.

    The minified text is coded as the site codes the original, at the same level, so that only what the minifier took
    away counts. One version is made: the bounds are equal.
    """
    return computed(RULE.id, capture, filter(None, (_offender(*each) for each in _minified(capture, shop))))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the minified answers."""
    for transfer, body, lighter in _minified(capture, shop):
        if _offender(transfer, body, lighter):
            made = chosen(transfer, body, shop.bodies("minify", body, _options(transfer)))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _offender(transfer: Transfer, body: bytes, lighter: Reencoded) -> Offender | None:
    return offender(transfer, body, lighter, least_share=LEAST_AVOIDABLE_SHARE, least_bytes=LEAST_AVOIDABLE_BYTES)


def _minified(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    left_bytes = MAX_PAGE_BYTES
    for transfer, body in with_bodies(capture):
        if _essence(transfer) in _TYPES and len(body) <= min(MAX_BODY_BYTES, left_bytes):
            left_bytes -= len(body)
            yield transfer, body, shop.sizes("minify", transfer.body_sha256, body, _options(transfer))


def _essence(transfer: Transfer) -> str:
    return transfer.mime_type.partition(";")[0].strip().lower()


def _options(transfer: Transfer) -> dict[str, str | int | float | list[int]]:
    return {
        "type": _TYPES[_essence(transfer)],
        "coding": transfer.content_encoding,
        "coded_bytes": transfer.encoded_body_bytes or 0,
    }


RULE: Final = Rule(
    id="code-minify",
    title=N_("Code is sent with spaces and comments that browsers do not need"),
    action=N_("Minify code"),
    explanation=N_("Each file was really minified, and coded as the site codes it today."),
    remedy=N_(
        "Have your build minify HTML, CSS, JavaScript, JSON and SVG, and test the pages with the result;"
        " licence comments can stay."
    ),
    rgesn=("6.3",),
    wsg=("minify-and-remove-unused-code",),
    examine=examine,
    remedies=remedies,
)
