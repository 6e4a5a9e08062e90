"""Fonts in older formats: what they weigh as WOFF2."""

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

OLDER_FONTS: Final = (b"\0\1\0\0", b"OTTO", b"true", b"wOFF")
"""The first bytes of TrueType, OpenType and WOFF."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the page's TTF, OTF and WOFF fonts, or None; one version is made: the bounds are equal."""
    return computed(RULE.id, capture, filter(None, (offender(*each) for each in _made(capture, shop))))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the fonts as WOFF2."""
    for transfer, body, lighter in _made(capture, shop):
        if offender(transfer, body, lighter):
            made = chosen(transfer, body, shop.bodies("font", body))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _made(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    for transfer, body in with_bodies(capture):
        if body.startswith(OLDER_FONTS):
            yield transfer, body, shop.sizes("font", transfer.body_sha256, body)


RULE: Final = Rule(
    id="font-format",
    title=N_("Fonts would be lighter as WOFF2"),
    action=N_("Publish fonts as WOFF2"),
    explanation=N_(
        "Each font was really converted: WOFF2 has the same glyphs, compressed better than any server does."
    ),
    remedy=N_("Publish fonts as WOFF2 alone: every browser of the last eight years reads it."),
    rgesn=("4.8",),
    wsg=("use-optimized-web-typography",),
    examine=examine,
    remedies=remedies,
)
