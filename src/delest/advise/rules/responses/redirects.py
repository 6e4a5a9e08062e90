"""Resources behind redirects, and the bytes of the redirects."""

from typing import Final

from delest.advise.findings import computed, sent
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.pages.load import CacheState, Capture, Outcome, ServedFrom

LEAST_BYTES: Final = 1_000
"""Of all of them on a page."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the redirects on the way to the page and its resources, or None."""
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return None
    found = [
        sent(each, f"HTTP {each.status}" if each.status else "")
        for each in load.transfers
        if each.redirect_hop and each.served_from is ServedFrom.NETWORK and each.transferred_bytes
    ]
    if sum(each.transferred_bytes for each in found) < LEAST_BYTES:
        return None
    return computed(RULE.id, capture, found)


RULE: Final = Rule(
    id="redirects",
    title=N_("The page goes through redirects"),
    action=N_("Link to final addresses"),
    explanation=N_("Each redirect is one more response, and one more wait, before the one that was wanted."),
    remedy=N_("Link to the final addresses, of pages and of resources."),
    needs=(),
    rgesn=("6.5",),
    wsg=("setup-necessary-error-pages-and-redirection-links",),
    examine=examine,
)
