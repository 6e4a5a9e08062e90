"""Cookies that go up with every request to the site."""

from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import CacheState, Capture, Outcome, ServedFrom
from delest.units import exactly
from delest.urls import host

LEAST_BYTES: Final = 1_000
"""Of the cookies of one request."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of a page whose cookies add 1 kB or more to each request, or None.

    The bytes are sent up, and before HTTP/2 compresses repeated fields: they are no part of the page's weight. They
    are those of the page's own host times the requests to it.
    """
    load, cookies_bytes = capture.load, capture.observed.cookies_bytes or 0
    if cookies_bytes < LEAST_BYTES or load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return None
    own = host(load.final_url)
    asked = [t for t in load.transfers if t.served_from is ServedFrom.NETWORK and host(t.url) == own]
    document = next((t for t in asked if t.url == load.final_url), None)
    if document is None:
        return None
    found = concerned(document, exactly(cookies_bytes * len(asked)), f"{cookies_bytes} B ×{len(asked)}")
    return computed(RULE.id, capture, [found], effect=Effect.NOTICE)


RULE: Final = Rule(
    id="cookie-weight",
    title=N_("Large cookies are sent with every request"),
    action=N_("Shorten cookies"),
    explanation=N_(
        "Browsers send the cookies of a host with each request to it, those for images and scripts too. The bytes go"
        " up, so that no page weight counts them."
    ),
    remedy=N_("Keep in cookies only a short identifier, limit them to the paths that need them, and delete old ones."),
    needs=(Need.SHOWN,),
    rgesn=("6.1",),
    wsg=("use-sustainable-javascript-and-apis",),
    examine=examine,
)
