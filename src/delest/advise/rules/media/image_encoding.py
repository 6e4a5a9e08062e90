"""Images: what they weigh as WebP and AVIF at a usual quality, if they still look the same."""

from collections.abc import Iterator
from typing import Final

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.reencoded import LEAST_AVOIDABLE_SHARE, Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding, Offender
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture, Transfer

MAX_PAGE_PIXELS: Final = 150_000_000
"""Images of one page that are examined, the most transferred first."""

_OLDER: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM")
"""The first bytes of PNG, JPEG, GIF and BMP."""
_LEAST_SHARE_OF_NEWER: Final = 0.25


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the page's images that would be lighter re-encoded, or None.

    Low is WebP that keeps every pixel (of a photograph: WebP at quality 90), central is WebP at quality 80, high is
    AVIF at quality 60; all are really made, and one that does not look like the original is not used. Of an image that
    is WebP or AVIF already, low is 0, and it has to gain a quarter: each encoding loses a little.
    """
    return computed(RULE.id, capture, filter(None, (_offender(*each) for each in _reencoded(capture, shop))))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the images that the central bounds of the finding stand for."""
    for transfer, body, lighter in _reencoded(capture, shop):
        if _offender(transfer, body, lighter):
            made = chosen(transfer, body, shop.bodies("image", body, {"skip_best": 1}))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _offender(transfer: Transfer, body: bytes, lighter: Reencoded) -> Offender | None:
    share = LEAST_AVOIDABLE_SHARE if body.startswith(_OLDER) else _LEAST_SHARE_OF_NEWER
    return offender(transfer, body, lighter, least_share=share)


def _is_newer(body: bytes) -> bool:
    return (body.startswith(b"RIFF") and body[8:12] == b"WEBP") or body[4:12] == b"ftypavif"


def _reencoded(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    left_pixels = MAX_PAGE_PIXELS
    for transfer, body in with_bodies(capture):
        if not (body.startswith(_OLDER) or _is_newer(body)) or left_pixels <= 0:
            continue
        lighter = shop.sizes("image", transfer.body_sha256, body)
        left_pixels -= lighter.pixels
        yield transfer, body, lighter


RULE: Final = Rule(
    id="image-encoding",
    title=N_("Images would be lighter in a newer format"),
    action=N_("Publish images as WebP or AVIF"),
    explanation=N_(
        "Each image was really encoded again; only versions that look the same to a similarity measure count."
    ),
    remedy=N_("Publish these images as WebP or AVIF; the page names the older format as a fallback where needed."),
    rgesn=("5.1", "5.2"),
    wsg=("optimize-media-to-reduce-resource-use",),
    examine=examine,
    remedies=remedies,
)
