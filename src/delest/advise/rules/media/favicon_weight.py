"""Icons of the site that are far heavier than an icon needs to be."""

from typing import Final
from urllib.parse import urlsplit

from delest.advise.findings import computed
from delest.advise.page.answers import answers
from delest.advise.page.html_tags import absolute, tags
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Confidence, Finding, Offender
from delest.records.pages.load import Capture, Transfer
from delest.units import Estimate

LEAST_BYTES: Final = 20_000
"""Lighter icons are left alone."""
ICO_BYTES: Final = 15_086
"""An ICO file of 16, 32 and 48 pixels without any compression: 6 + 3 x 16 + the sum of 40 + 4 n^2 + n ceil(n/32) 4."""
PNG_BYTES: Final = 2_000
"""What an icon of 48 pixels weighs as PNG, about."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the page's heavy icons, or None.

    Browsers do not let tools read the icon itself: low is the weight less an uncompressed ICO of three sizes, central
    and high less a PNG of 48 pixels.
    """
    named = {
        absolute(capture.load.final_url, tag.get("href", ""))
        for tag in tags(capture.html, "link")
        if "icon" in tag.get("rel", "").lower().split()
    }
    found = [
        _offender(each)
        for each in answers(capture)
        if (each.transferred_bytes or 0) >= LEAST_BYTES and (each.url in named or _path(each.url) == "/favicon.ico")
    ]
    return computed(RULE.id, capture, found, confidence=Confidence.RULE_OF_THUMB)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _offender(icon: Transfer) -> Offender:
    size_bytes = icon.transferred_bytes or 0
    return Offender(
        url=icon.url,
        kind=icon.kind,
        transferred_bytes=size_bytes,
        avoidable_bytes=Estimate(
            low=size_bytes - ICO_BYTES, central=size_bytes - PNG_BYTES, high=size_bytes - PNG_BYTES
        ),
        remedy="PNG 48 × 48",
    )


RULE: Final = Rule(
    id="favicon-weight",
    title=N_("The icon of the site is heavy"),
    action=N_("Publish a small site icon"),
    explanation=N_("Every first visitor loads the icon that browsers show in a tab, at 16 to 48 pixels."),
    remedy=N_("Publish an icon of 32 or 48 pixels as PNG or SVG, and larger ones only where a device asks for them."),
    needs=(),
    rgesn=("6.4",),
    wsg=("include-expected-and-beneficial-files",),
    examine=examine,
)
