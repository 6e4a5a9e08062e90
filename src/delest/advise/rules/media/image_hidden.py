"""Images that are loaded and not shown."""

from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture

LEAST_BYTES: Final = 2_000


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the images that no box of the page showed on this device up to the end of the visit.

    None where there is none, or where the page was too large to be looked at whole. Backgrounds are left out: browsers
    do not load those that are hidden.
    """
    seen = capture.observed
    if seen.cut:
        return None
    shown = {image.url for image in seen.images if image.place == "background" or image.top_px is not None}
    hidden = {image.url: image.count for image in seen.images if image.url not in shown}
    found = [
        concerned(each, remedy=f"0 × 0, {capture.load.device.name if capture.load.device else '-'}")
        for each in answers(capture)
        if each.url in hidden and (each.transferred_bytes or 0) >= LEAST_BYTES
    ]
    return computed(RULE.id, capture, found, effect=Effect.COST)


RULE: Final = Rule(
    id="image-hidden",
    title=N_("Images are loaded that the page does not show"),
    action=N_("Do not load hidden images"),
    explanation=N_(
        "No part of them was on the page on this device, up to the end of the visit: they are in hidden elements, or in"
        " boxes without a size. A click may show them."
    ),
    remedy=N_(
        'Add loading="lazy" to images in hidden elements, or leave them out on devices that never show them (picture,'
        " media)."
    ),
    needs=(Need.SHOWN,),
    rgesn=("6.5",),
    wsg=("optimize-media-to-reduce-resource-use", "defer-the-loading-of-non-critical-resources"),
    examine=examine,
)
