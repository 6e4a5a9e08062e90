"""Animated GIF and PNG files: what they weigh as animated WebP."""

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
from delest.records.pages.load import Capture, Transfer

_GIF: Final = (b"GIF87a", b"GIF89a")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_APNG_HEAD: Final = 4_000
"""Where the chunk that makes a PNG an animation has to be: before the first pixels (APNG specification)."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the page's animations that would be lighter as WebP, or None.

    Low keeps every pixel, central and high are the lowest quality of 75, 85 and 92 at which the frames look the same.
    """
    return computed(RULE.id, capture, filter(None, (offender(*each) for each in _made(capture, shop))))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the animations as WebP."""
    for transfer, body, lighter in _made(capture, shop):
        if offender(transfer, body, lighter):
            made = chosen(transfer, body, shop.bodies("animation", body))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _made(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    for transfer, body in with_bodies(capture):
        animated_png = body.startswith(_PNG) and b"acTL" in body[:_APNG_HEAD]
        if animated_png or body.startswith(_GIF):
            yield transfer, body, shop.sizes("animation", transfer.body_sha256, body)


RULE: Final = Rule(
    id="image-animation",
    title=N_("Animations would be lighter in a newer format"),
    action=N_("Publish animations as WebP or video"),
    explanation=N_("Each animation was really encoded again, frame by frame, with its times."),
    remedy=N_(
        "Ask whether the animation is needed at all; if it is, publish it as animated WebP, or as a short video without"
        " autoplay."
    ),
    rgesn=("4.1", "5.1"),
    wsg=("optimize-media-to-reduce-resource-use",),
    examine=examine,
    remedies=remedies,
)
