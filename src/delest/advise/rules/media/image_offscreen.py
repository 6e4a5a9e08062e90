"""Images far below the first screen that are loaded at once."""

from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.reencoded import LEAST_AVOIDABLE_BYTES
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture

MARGIN_PX: Final = 1250
"""How far below the screen Chromium loads lazy images on a fast connection, in CSS pixels (its setting
``lazyImageLoadingDistanceThresholdPx4G``)."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the images that lazy loading would keep from visitors who do not scroll, or None.

    Images whose request began after the scroll are lazy in their own way, and left out.
    """
    seen = capture.observed
    far = {
        image.url
        for image in seen.images
        if image.place == "img"
        and not image.lazy
        and image.top_px is not None
        and image.top_px > seen.viewport_height_px + MARGIN_PX
    }
    near = {image.url for image in seen.images if image.url not in far or image.place != "img"}
    found = [
        concerned(each, remedy="loading=lazy")
        for each in answers(capture)
        if each.url in far - near
        and (each.transferred_bytes or 0) >= LEAST_AVOIDABLE_BYTES
        and (seen.scroll_ms is None or (each.start_ms or 0) < seen.scroll_ms)
    ]
    return computed(RULE.id, capture, found, effect=Effect.BEFORE_SCROLL)


RULE: Final = Rule(
    id="image-offscreen",
    title=N_("Images far down the page are loaded before anyone scrolls to them"),
    action=N_("Load images far down the page lazily"),
    explanation=N_(
        "They are more than 1250 pixels below the first screen, where browsers delay lazy images, and were"
        " requested before the page was scrolled."
    ),
    remedy=N_(
        'Add loading="lazy" to these images, with their width and height; leave it out of those of the first screen.'
    ),
    needs=(Need.SHOWN,),
    rgesn=("6.5",),
    wsg=("optimize-media-to-reduce-resource-use", "defer-the-loading-of-non-critical-resources"),
    examine=examine,
)
