"""What the page preloads and does not use."""

from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, sent
from delest.advise.page.answers import answers
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.rule import Need
from delest.records.advice.visits import NOT_USED, in_visits
from delest.records.pages.load import Capture
from delest.units import Estimate

_LEAST_BYTES: Final = 1_000


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the preloads that the browser warns of as not used, or None.

    Low is 0: what is not used within seconds of the load event may be used later. Images that the page shows at the end
    of the visit were used, and are left out.
    """
    seen = capture.observed
    unused = set(seen.unused_preloads) - {image.url for image in seen.images if image.width_px}
    found = [
        replace(
            sent(each, in_visits(NOT_USED, 1)), avoidable_bytes=Estimate(low=0, central=size_bytes, high=size_bytes)
        )
        for each in answers(capture)
        if each.url in unused and (size_bytes := each.transferred_bytes or 0) >= _LEAST_BYTES
    ]
    return computed(RULE.id, capture, found)


RULE: Final = Rule(
    id="preload-unused",
    title=N_("The page preloads files that it does not use"),
    action=N_("Remove preloads that the page does not use"),
    explanation=N_(
        "The browser itself warned that these files were preloaded and not used within seconds of the load."
    ),
    remedy=N_(
        "Remove these preload links, or have them ask in the way that the page uses (same address, as, crossorigin)."
    ),
    needs=(Need.SHOWN,),
    rgesn=("6.5",),
    wsg=("defer-the-loading-of-non-critical-resources",),
    examine=examine,
)
