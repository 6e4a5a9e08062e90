"""Text sent without content coding, or with a weak one: what it weighs once compressed."""

from collections.abc import Iterator
from typing import Final

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.reencoded import Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture, Kind, Transfer
from delest.urls import host

MAX_BODY_BYTES: Final = 32_000_000
"""Longer bodies are not examined."""
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
_PACKABLE: Final = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\0asm")
"""The first bytes of TrueType and OpenType fonts and of WebAssembly: no text, and compressible all the same."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the page's text that would be lighter compressed, or None.

    Low, central and high are the body with gzip 6, brotli 5 (what a server does on the fly) and brotli 11 (what is
    done once for files); all three are really made from the decoded body. Over plain http browsers do not ask for
    Brotli: gzip 6 is low and central there, gzip 9 is high. Where the host sends Brotli for other answers of the page,
    low is brotli 5 too: it can.
    """
    return computed(RULE.id, capture, filter(None, (offender(*each) for each in _compressed(capture, shop))))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the answers that the central bounds of the finding stand for."""
    for transfer, body, lighter in _compressed(capture, shop):
        if offender(transfer, body, lighter):
            options = _options(transfer, _with_brotli(capture)) | {"skip_best": 1}
            made = chosen(transfer, body, shop.bodies("coding", body, options))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _compressed(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    left_bytes, hosts = MAX_PAGE_BYTES, _with_brotli(capture)
    for transfer, body in with_bodies(capture):
        if is_compressible(transfer, body) and len(body) <= min(MAX_BODY_BYTES, left_bytes):
            left_bytes -= len(body)
            yield transfer, body, shop.sizes("coding", transfer.body_sha256, body, _options(transfer, hosts))


def _with_brotli(capture: Capture) -> frozenset[str]:
    """Return the hosts that send Brotli."""
    return frozenset(host(each.url) for each in capture.load.transfers if each.content_encoding == "br")


def _options(transfer: Transfer, hosts: frozenset[str]) -> dict[str, str | int | float | list[int]]:
    return {"secure": int(transfer.url.startswith("https:")), "brotli": int(host(transfer.url) in hosts)}


def is_compressible(transfer: Transfer, body: bytes) -> bool:
    """Tell whether the answer is text, or something else that gains as text does."""
    mime_type = transfer.mime_type.partition(";")[0].strip().lower()
    if mime_type in _TEXT_TYPES or mime_type.startswith("text/") or mime_type.endswith(("+json", "+xml")):
        return True
    return transfer.kind is not Kind.IMAGE and body.startswith(_PACKABLE)


RULE: Final = Rule(
    id="text-compression",
    title=N_("Text is sent without compression, or with a weak one"),
    action=N_("Compress text with Brotli or gzip"),
    explanation=N_("HTML, style sheets, scripts, data and SVG images are text: compressed, they travel much lighter."),
    remedy=N_(
        "Turn on Brotli, or at least gzip, on the server for HTML, CSS, JavaScript, JSON, SVG, WebAssembly and TTF"
        " fonts; compress files that do not change once, at the highest level, when they are published."
    ),
    rgesn=("6.3",),
    wsg=("reduce-data-transfer-with-compression",),
    examine=examine,
    remedies=remedies,
)
