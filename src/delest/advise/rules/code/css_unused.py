"""Style sheets with rules that no page of the audit used."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.page.used_parts import UsedParts
from delest.advise.reencoded import Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.advice.visits import OTHERS_NOT_USED, RULES_NOT_USED, in_visits
from delest.records.pages.load import Capture, Kind, Transfer

_LEAST_BYTES: Final = 2_000


class CssStudy:
    """Knows which rules the pages of a site used."""

    def __init__(self) -> None:
        self._used = UsedParts()

    def learn(self, capture: Capture) -> None:
        """Take note of what one page used, where it was watched."""
        if capture.observed.coverage:
            self._used.learn(capture, capture.observed.styles)

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:
        """Return the finding of the page's style sheets that would be lighter with the used rules alone, or None.

        Low is 0: what a visit does not use may be needed by another. Central and high are really made.
        """
        found = []
        for transfer, body, lighter, _ in self._made(capture, shop):
            one = offender(transfer, body, lighter, least_bytes=_LEAST_BYTES)
            if one is not None:
                said = in_visits(OTHERS_NOT_USED, self._used.visits(transfer.body_sha256))
                found.append(replace(one, remedy=f"{one.remedy}, {said}"))
        return computed(RULE.id, capture, found)

    def remedies(self, capture: Capture, shop: Workshop) -> Iterator[Remedy]:
        """Yield the smaller style sheets."""
        worth = [each for each in self._made(capture, shop) if offender(*each[:3], least_bytes=_LEAST_BYTES)]
        said = in_visits(RULES_NOT_USED, self._used.visits(*(transfer.body_sha256 for transfer, *_ in worth)))
        for transfer, body, _, options in worth:
            made = chosen(transfer, body, shop.bodies("used-css", body, options))
            if made is not None:
                yield remedy(RULE.id, transfer, made, said)

    def _made(
        self, capture: Capture, shop: Workshop
    ) -> Iterator[tuple[Transfer, bytes, Reencoded, dict[str, str | int | float | list[int]]]]:
        for transfer, body in with_bodies(capture):
            used = self._used.of(transfer.body_sha256) if transfer.kind is Kind.STYLESHEET else None
            if used is not None:
                options: dict[str, str | int | float | list[int]] = {
                    "used": used,
                    "coding": transfer.content_encoding,
                    "coded_bytes": transfer.encoded_body_bytes or 0,
                }
                yield transfer, body, shop.sizes("used-css", transfer.body_sha256, body, options), options


RULE: Final = Rule(
    id="css-unused",
    title=N_("Style sheets contain rules that no page of the audit used"),
    action=N_("Divide style sheets, load what is used"),
    explanation=N_(
        "The browser counted which rules matched on the pages, scrolled to their end; the style sheet was really made"
        " without the others."
    ),
    remedy=N_(
        "Divide style sheets by component or page, and load each where it is used; check other states and devices"
        " before anything is deleted."
    ),
    needs=(Need.FILES, Need.SITE, Need.COVERAGE),
    rgesn=("6.5",),
    wsg=("minify-and-remove-unused-code", "modularize-bandwidth-heavy-components"),
    study=CssStudy,
)
