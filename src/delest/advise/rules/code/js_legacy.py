"""Polyfills: scripts that add to old browsers what every current one has."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from delest.advise.findings import computed, sent
from delest.advise.page.answers import with_bodies
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture, Kind, Transfer
from delest.units import Estimate

LEAST_BYTES: Final = 1_000
_HEAD_BYTES: Final = 1_500
_NAMES: Final = (
    "html5shiv", "html5 shiv", "respond.js", "es5-shim", "es6-shim", "es7-shim", "babel-polyfill", "core-js",
    "es6-promise", "promise-polyfill", "whatwg-fetch", "unfetch", "picturefill", "object-fit-images", "smoothscroll",
    "classlist.js", "matchmedia() polyfill", "intersectionobserver polyfill", "intersection-observer",
    "url-search-params-polyfill", "webcomponentsjs", "css3-mediaqueries", "selectivizr", "svg4everybody", "json2.js",
    "excanvas", "polyfill service", "polyfill.io", "custom-event-polyfill", "element-closest", "dialog-polyfill",
)  # fmt: skip
_BANNER: Final = re.compile(r"(?:/\*|//)[^\n]{0,200}?(" + "|".join(map(re.escape, _NAMES)) + r")\b", re.IGNORECASE)
_FILE: Final = re.compile(
    r"(?:^|[._-])(?:polyfills?|html5shiv(?:-printshiv)?|respond|es[56]-shim|core-js(?:-bundle)?|picturefill|promise-polyfill"
    r"|svg4everybody|selectivizr|css3-mediaqueries|intersection-observer|webcomponents-(?:bundle|loader|sd-ce))"
    r"(?:[._-][\w.-]*)?\.m?js$",
    re.IGNORECASE,
)
CONDITION: Final = N_("Browsers of the last five years do without these scripts: needs a developer's check.")


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the page's scripts that are a polyfill as a whole, or None.

    A script is one where its first comment or its file name says so. Low is 0: the team knows which browsers it serves.
    """
    found = []
    for transfer, name in _polyfills(capture):
        size_bytes = transfer.transferred_bytes or 0
        amount = Estimate(low=0, central=size_bytes, high=size_bytes)
        found.append(replace(sent(transfer, name), avoidable_bytes=amount))
    return computed(RULE.id, capture, found)


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:  # noqa: ARG001 - as above
    """Yield nothing in the place of each of them."""
    for transfer, _ in _polyfills(capture):
        yield Remedy(
            rule=RULE.id,
            url=transfer.url,
            body=b"",
            content_type=transfer.mime_type,
            condition=CONDITION,
            replaces_sha256=transfer.body_sha256,
        )


def _polyfills(capture: Capture) -> Iterator[tuple[Transfer, str]]:
    for transfer, body in with_bodies(capture):
        if transfer.kind is Kind.SCRIPT and (transfer.transferred_bytes or 0) >= LEAST_BYTES:
            named = _BANNER.match(body[:_HEAD_BYTES].decode("utf-8", "replace").lstrip())
            file = _FILE.search(_file_name(transfer.url))
            if named or file:
                yield transfer, (named[1] if named else file[0] if file else "").lower()


def _file_name(url: str) -> str:
    try:
        return urlsplit(url).path.rpartition("/")[2][-200:]
    except ValueError:
        return ""


RULE: Final = Rule(
    id="js-legacy",
    title=N_("Scripts include polyfills that current browsers do not need"),
    action=N_("Drop code for old browsers"),
    explanation=N_(
        "Their first comment or their name says that they are polyfills: code for browsers that hardly anyone uses any"
        " more. Those inside bundles are not found."
    ),
    remedy=N_(
        "Say which browsers the service supports, have the build add only what these need, and load the rest with"
        " nomodule or not at all."
    ),
    rgesn=("6.5",),
    wsg=("minify-and-remove-unused-code",),
    examine=examine,
    remedies=remedies,
)
