"""Style sheets and scripts that bring their own source map."""

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

_SIGN: Final = b"sourceMappingURL=data:"
_LEAST_SHARE: Final = 0.01
"""Of the body as sent: a map is never needed, however small."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:
    """Return the finding of the style sheets and scripts that hold their source map, or None; the bounds are equal."""
    made = (offender(*each, least_share=_LEAST_SHARE) for each in _made(capture, shop))
    return computed(RULE.id, capture, filter(None, made))


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the files without their maps."""
    for transfer, body, lighter in _made(capture, shop):
        if offender(transfer, body, lighter, least_share=_LEAST_SHARE):
            made = chosen(transfer, body, shop.bodies("strip-map", body, _options(transfer)))
            if made is not None:
                yield remedy(RULE.id, transfer, made)


def _made(capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded]]:
    for transfer, body in with_bodies(capture):
        if transfer.kind in {Kind.STYLESHEET, Kind.SCRIPT} and _SIGN in body:
            yield transfer, body, shop.sizes("strip-map", transfer.body_sha256, body, _options(transfer))


def _options(transfer: Transfer) -> dict[str, str | int | float | list[int]]:
    return {"coding": transfer.content_encoding, "coded_bytes": transfer.encoded_body_bytes or 0}


RULE: Final = Rule(
    id="inline-source-map",
    title=N_("Style sheets or scripts contain their source map"),
    action=N_("Keep source maps out of the files"),
    explanation=N_("A source map serves developers alone; written into the file, every visitor loads it."),
    remedy=N_("Have your build write source maps into files of their own, which browsers load only for developers."),
    rgesn=("6.5",),
    wsg=("minify-and-remove-unused-code",),
    examine=examine,
    remedies=remedies,
)
