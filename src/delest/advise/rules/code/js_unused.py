"""Scripts with parts that ran on no page of the audit."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import body_bytes, with_bodies
from delest.advise.page.used_parts import UsedParts
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.advice.visits import FUNCTIONS_NOT_RUN, NOT_RUN, in_visits
from delest.records.pages.load import Capture, Kind, Transfer
from delest.units import Estimate

LEAST_BYTES: Final = 10_000
_Options = dict[str, str | int | float | list[int]]


class JsStudy:
    """Knows which parts of scripts ran on the pages of a site."""

    def __init__(self) -> None:
        self._used = UsedParts()

    def learn(self, capture: Capture) -> None:
        """Take note of what ran on one page, where it was watched."""
        if capture.observed.coverage:
            self._used.learn(capture, capture.observed.scripts)

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:
        """Return the finding of the page's scripts of which much never ran, or None.

        The bytes are a fact, from 0 to the script as sent less its run parts alone, coded alike: what did not run in a
        visit may be needed by an interaction, another browser or another page.
        """
        found = []
        for transfer, body, options in self._watched(capture):
            best = shop.sizes("used-js", transfer.body_sha256, body, options).best
            not_run = body_bytes(transfer, body) - best.size_bytes if best else 0
            if not_run >= LEAST_BYTES:
                amount = Estimate(low=0, central=not_run, high=not_run)
                said = in_visits(NOT_RUN, self._used.visits(transfer.body_sha256))
                found.append(replace(concerned(transfer, amount), remedy=said))
        return computed(RULE.id, capture, found, effect=Effect.NOTICE)

    def remedies(self, capture: Capture, shop: Workshop) -> Iterator[Remedy]:
        """Yield the scripts with the functions that never ran emptied: made to be weighed, not to be published."""
        watched = list(self._watched(capture))
        said = in_visits(FUNCTIONS_NOT_RUN, self._used.visits(*(transfer.body_sha256 for transfer, *_ in watched)))
        for transfer, body, options in watched:
            made = shop.bodies("idle-js", body, options).usual
            if made is not None and body_bytes(transfer, body) - made.size_bytes >= LEAST_BYTES:
                yield remedy(RULE.id, transfer, made, said)

    def _watched(self, capture: Capture) -> Iterator[tuple[Transfer, bytes, _Options]]:
        for transfer, body in with_bodies(capture):
            used = self._used.of(transfer.body_sha256) if transfer.kind is Kind.SCRIPT else None
            if used is not None:
                options: _Options = {
                    "used": used,
                    "coding": transfer.content_encoding,
                    "coded_bytes": transfer.encoded_body_bytes or 0,
                }
                yield transfer, body, options


RULE: Final = Rule(
    id="js-unused",
    title=N_("Much of the scripts never ran on the pages of the audit"),
    action=N_("Divide scripts, load what is used"),
    explanation=N_(
        "The browser counted which functions and branches ran while the pages were loaded and scrolled. What did not"
        " run may still be needed: it is no proof that it can go."
    ),
    remedy=N_("Divide bundles by page and feature (import() on demand), and drop libraries of which little is used."),
    needs=(Need.FILES, Need.SITE, Need.COVERAGE),
    rgesn=("6.5",),
    wsg=("minify-and-remove-unused-code", "use-sustainable-javascript-and-apis"),
    study=JsStudy,
)
