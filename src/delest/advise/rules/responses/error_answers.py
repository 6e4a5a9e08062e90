"""Resources that answer with an error, and the bytes of these answers."""

from collections.abc import Iterator
from typing import Final

from delest.advise.findings import computed, sent
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import CacheState, Capture, Outcome, ServedFrom, Transfer
from delest.urls import same_site

LEAST_BYTES: Final = 1_000
"""Of all of them on a page."""
_ERROR: Final = 400


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the resources that the page asks for and that answer with an error (4xx, 5xx), or None."""
    found = [sent(each, f"HTTP {each.status}") for each in _errors(capture)]
    if sum(each.transferred_bytes for each in found) < LEAST_BYTES:
        return None
    return computed(RULE.id, capture, found)


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the same responses without a body."""
    if examine(capture, shop) is not None:
        for url, each in {each.url: each for each in _errors(capture) if each.method == "GET"}.items():
            yield Remedy(
                rule=RULE.id, url=url, body=b"", content_type=each.mime_type or "text/plain", status=each.status or 0
            )


def _errors(capture: Capture) -> list[Transfer]:
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return []
    return [
        each
        for each in load.transfers
        if each.served_from is ServedFrom.NETWORK
        and (each.status or 0) >= _ERROR
        and each.transferred_bytes
        and not (each.url == load.final_url and same_site(each.url, load.requested_url))
    ]


RULE: Final = Rule(
    id="error-answers",
    title=N_("The page asks for resources that answer with an error"),
    action=N_("Remove resources that answer with an error"),
    explanation=N_("The error pages behind missing images, scripts or icons are transferred, and no one sees them."),
    remedy=N_(
        "Remove these addresses from the page, or publish the files; answer errors of resources with an empty body."
    ),
    needs=(),
    rgesn=("6.5",),
    wsg=("setup-necessary-error-pages-and-redirection-links",),
    examine=examine,
    remedies=remedies,
)
