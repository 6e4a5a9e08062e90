"""Files that several pages load under different addresses, so that browsers keep no copy for the next page."""

from collections.abc import Iterable
from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer

LEAST_BYTES: Final = 2_000
_MOST_FILES: Final = 50_000
_MOST_ADDRESSES: Final = 8
"""Of one file that are remembered."""
_KINDS: Final = frozenset({Kind.STYLESHEET, Kind.SCRIPT, Kind.FONT, Kind.IMAGE})


class AddressStudy:
    """Knows under which addresses the pages of a site load each file."""

    def __init__(self) -> None:
        self._addresses: dict[str, set[str]] = {}

    def learn(self, capture: Capture) -> None:
        """Take note of the files of one page."""
        for each in _files(capture):
            known = self._addresses.get(each.body_sha256)
            if known is not None and len(known) < _MOST_ADDRESSES:
                known.add(each.url)
            elif known is None and len(self._addresses) < _MOST_FILES:
                self._addresses[each.body_sha256] = {each.url}

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG002 - all studies are called alike
        """Return the finding of the page's files that other pages load under another address, or None.

        All their bytes are sent again on the next page of a visit. Files that one page has under two addresses are
        left to the rule on repeated downloads.
        """
        found = []
        here = {(each.body_sha256, each.url) for each in _files(capture)}
        for each in _files(capture):
            others = {url for url in self._addresses.get(each.body_sha256, ()) if (each.body_sha256, url) not in here}
            if others:
                found.append(concerned(each, remedy=min(others)))
        return computed(RULE.id, capture, found, effect=Effect.LATER_PAGES)

    def remedies(self, capture: Capture, shop: Workshop) -> Iterable[Remedy]:  # noqa: ARG002 - as above
        """Make nothing: the pages need one address, not another file."""
        return ()


def _files(capture: Capture) -> list[Transfer]:
    return [
        each
        for each in answers(capture)
        if each.kind in _KINDS and each.body_sha256 and (each.transferred_bytes or 0) >= LEAST_BYTES
    ]


RULE: Final = Rule(
    id="address-varies",
    title=N_("The same file has another address on other pages"),
    action=N_("Give each shared file one address"),
    explanation=N_(
        "Browsers keep files by their address: under another one (a hash, a version or a page's name that changes), the"
        " same bytes are sent again on the next page of a visit."
    ),
    remedy=N_("Publish what pages share under one address, which changes only when the content does."),
    needs=(Need.FILES, Need.SITE),
    rgesn=("6.2",),
    wsg=("optimize-caching-and-support-offline-access",),
    study=AddressStudy,
)
