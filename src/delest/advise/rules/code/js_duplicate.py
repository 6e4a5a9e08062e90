"""The same library in several scripts of one page."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding, Offender
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture, Kind, Transfer
from delest.units import Estimate

_LIBRARIES: Final = (
    "jquery ui", "jquery migrate", "jquery", "bootstrap", "lodash", "underscore", "moment", "react-dom", "react", "vue",
    "angularjs", "backbone", "d3", "swiper", "slick", "leaflet", "popper", "gsap", "three", "select2", "modernizr",
    "chart", "axios", "handlebars", "knockout", "mootools", "prototype", "polyfill", "core-js",
)  # fmt: skip
_BANNER: Final = re.compile(
    r"^(?:[\s*!]|@license|@preserve)*(" + "|".join(map(re.escape, _LIBRARIES)) + r")(?:\.min)?(?:\.js)?"
    r"(?: (?:javascript|core|library))*[\s\-(:,@/!]*(?:version|v)?[\s.:]*(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(rb"(?:/\*|//!)([^\n]{0,200}\n?[^\n]{0,200})")
_HEAD_BYTES: Final = 3_000
"""A file that is a library says so at its beginning; what is bundled further down is not looked for."""
_LEAST_BYTES: Final = 5_000
CONDITION: Final = N_("Where all that uses the other copy works with the one that stays: needs a developer's check.")


class _Copy(NamedTuple):
    version: tuple[int, ...]
    transfer: Transfer


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the copies of a library that another script of the page brings as well, or None.

    A script is a library where a comment at its beginning names it with a version. Low is 0: two versions may both be
    in use. Central and high are all copies but the one of the highest version.
    """
    return computed(RULE.id, capture, [_offender(name, each) for name, each in _others(capture)])


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:  # noqa: ARG001 - as above
    """Yield nothing in the place of all copies but the one of the highest version."""
    for _, each in _others(capture):
        yield Remedy(
            rule=RULE.id,
            url=each.transfer.url,
            body=b"",
            content_type=each.transfer.mime_type,
            condition=CONDITION,
            replaces_sha256=each.transfer.body_sha256,
        )


def _others(capture: Capture) -> Iterator[tuple[str, _Copy]]:
    copies: defaultdict[str, list[_Copy]] = defaultdict(list)
    for transfer, body in with_bodies(capture):
        if transfer.kind is Kind.SCRIPT and (transfer.transferred_bytes or 0) >= _LEAST_BYTES:
            named = library_of(body)
            if named is not None:
                copies[named[0]].append(_Copy(named[1], transfer))
    for name, several in copies.items():
        _kept, *others = sorted(several, key=lambda each: each.version, reverse=True)
        yield from ((name, each) for each in others)


def library_of(body: bytes) -> tuple[str, tuple[int, ...]] | None:
    """Return name and version of the library that a script says it is; None: it says none."""
    for comment in _COMMENT.finditer(body[:_HEAD_BYTES]):
        banner = _BANNER.match(comment[1].decode("utf-8", "replace"))
        if banner:
            return banner[1].lower(), tuple(map(int, banner[2].split(".")))
    return None


def _offender(name: str, copy: _Copy) -> Offender:
    size_bytes = copy.transfer.transferred_bytes or 0
    return Offender(
        url=copy.transfer.url,
        kind=copy.transfer.kind,
        transferred_bytes=size_bytes,
        avoidable_bytes=Estimate(low=0, central=size_bytes, high=size_bytes),
        remedy=f"{name} {'.'.join(map(str, copy.version))}",
    )


RULE: Final = Rule(
    id="js-duplicate",
    title=N_("The same library is loaded several times"),
    action=N_("Load each library once"),
    explanation=N_("Several scripts of one page say at their beginning that they are the same library."),
    remedy=N_(
        "Load one copy, of one version, for all that need it; look for plugins and widgets that bring their own."
    ),
    rgesn=("6.5",),
    wsg=("use-dependencies-sparingly-and-maintain-them", "avoid-redundancy-and-duplication-in-code"),
    examine=examine,
    remedies=remedies,
)
