"""Web app manifests, and icons that they name, that are far heavier than they need to be."""

from collections.abc import Iterator
from typing import Final

import msgspec

from delest.advise.findings import computed
from delest.advise.page.answers import answers
from delest.advise.page.html_tags import absolute, tags
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Confidence, Finding, Offender
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Transfer
from delest.units import Estimate

LEAST_BYTES: Final = 10_000
LEAST_ICON_BYTES: Final = 50_000
"""Lighter files are left alone."""
_MANIFEST: Final = "application/manifest+json"
_MANIFEST_BYTES: Final = (5_000, 2_000)
"""What a manifest weighs with shortcuts and screenshots named, and without."""
_ICON_BYTES: Final = (40_000, 15_000)
"""What an icon of 512 and of 192 pixels weighs as PNG, about."""
_MOST_MANIFEST_BYTES: Final = 2_000_000
_MOST_ICONS: Final = 200


class _Icon(msgspec.Struct):
    src: str = ""


class _Shortcut(msgspec.Struct):
    icons: list[_Icon] = []


class _Manifest(msgspec.Struct):
    icons: list[_Icon] = []
    shortcuts: list[_Shortcut] = []


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of a heavy manifest and of heavy icons that it names, where they were transferred, or None.

    Low is the weight less a manifest with much in it or an icon of 512 pixels; central and high less small ones.
    """
    named = {
        absolute(capture.load.final_url, tag.get("href", ""))
        for tag in tags(capture.html, "link")
        if "manifest" in tag.get("rel", "").lower().split()
    }
    found = answers(capture)
    manifests = [each for each in found if each.url in named or each.mime_type == _MANIFEST]
    # What the page shows, too, may have to be larger than an icon.
    shown = {image.url for image in capture.observed.images if image.width_px}
    icons = {url for each in manifests for url in _icons(each, capture)} - shown
    offenders = [_offender(each, _MANIFEST_BYTES, "JSON") for each in manifests if _size(each) >= LEAST_BYTES]
    offenders += [
        _offender(each, _ICON_BYTES, "PNG 192 × 192")
        for each in found
        if each.url in icons and _size(each) >= LEAST_ICON_BYTES
    ]
    return computed(RULE.id, capture, offenders, confidence=Confidence.RULE_OF_THUMB)


def _icons(manifest: Transfer, capture: Capture) -> Iterator[str]:
    """Yield the addresses of the icons that a manifest names; nothing where it is not one."""
    body = capture.bodies.get(manifest.body_sha256, b"")
    if len(body) > _MOST_MANIFEST_BYTES:
        return
    try:
        read = msgspec.json.decode(body, type=_Manifest)
    except (msgspec.DecodeError, RecursionError):
        return
    icons = [*read.icons, *(icon for each in read.shortcuts for icon in each.icons)]
    for icon in icons[:_MOST_ICONS]:
        yield absolute(manifest.url, icon.src)


def _size(transfer: Transfer) -> int:
    return transfer.transferred_bytes or 0


def _offender(transfer: Transfer, needed_bytes: tuple[int, int], remedy: str) -> Offender:
    most, usual = (_size(transfer) - each for each in needed_bytes)
    return Offender(
        url=transfer.url,
        kind=transfer.kind,
        transferred_bytes=_size(transfer),
        avoidable_bytes=Estimate(low=most, central=usual, high=usual),
        remedy=remedy,
    )


RULE: Final = Rule(
    id="manifest-weight",
    title=N_("The web app manifest or its icons are heavy"),
    action=N_("Publish a small manifest and small app icons"),
    explanation=N_(
        "A manifest says the name, the colours and the icons of the site. Service workers and scripts that transfer it"
        " bring it to every visitor, who mostly installs nothing."
    ),
    remedy=N_(
        "Keep pictures out of the manifest, name icons of 192 and 512 pixels, and have service workers leave them to"
        " browsers that install the site."
    ),
    needs=(Need.FILES,),
    rgesn=("6.4",),
    wsg=("include-expected-and-beneficial-files",),
    examine=examine,
)
