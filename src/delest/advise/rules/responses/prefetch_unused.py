"""What pages prefetch for a next page, and no page of the audit used."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, sent
from delest.advise.page.answers import answers
from delest.advise.page.html_tags import absolute, tags
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.advice.visits import NOT_USED, in_visits
from delest.records.pages.load import Capture
from delest.units import Estimate

LEAST_BYTES: Final = 1_000
_MOST_URLS: Final = 100_000


class PrefetchStudy:
    """Knows what the pages of the site asked for beside what they prefetched."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self.visits = 0
        """Of pages that were learned."""

    def learn(self, capture: Capture) -> None:
        """Take note of what one page used."""
        self.visits += 1
        if len(self._used) < _MOST_URLS:
            self._used |= {each.url for each in capture.load.transfers} - _prefetched(capture)
            self._used |= {capture.load.final_url, capture.load.requested_url}

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG002 - all studies are called alike
        """Return the finding of what the page prefetched and no page of the audit used, or None.

        Low is 0: a page that was not measured may use it.
        """
        hints = _prefetched(capture) - self._used
        said = f"rel=prefetch, {in_visits(NOT_USED, self.visits)}"
        found = [
            replace(sent(each, said), avoidable_bytes=Estimate(low=0, central=size_bytes, high=size_bytes))
            for each in answers(capture)
            if each.url in hints and (size_bytes := each.transferred_bytes or 0) >= LEAST_BYTES
        ]
        return computed(RULE.id, capture, found)

    def remedies(self, capture: Capture, shop: Workshop) -> Iterable[Remedy]:  # noqa: ARG002 - as above
        """Make nothing: the hint goes, not the file."""
        return ()


def _prefetched(capture: Capture) -> set[str]:
    return {
        absolute(capture.load.final_url, tag.get("href", ""))
        for tag in tags(capture.html, "link")
        if "prefetch" in tag.get("rel", "").lower().split()
    }


RULE: Final = Rule(
    id="prefetch-unused",
    title=N_("Pages prefetch files that no page of the audit used"),
    action=N_("Prefetch less"),
    explanation=N_(
        "A prefetched file is transferred in case a next page needs it. None of the pages that were measured asked for"
        " these."
    ),
    remedy=N_("Prefetch only what most visitors of the page open next, or nothing."),
    needs=(Need.FILES, Need.SITE),
    rgesn=("6.5",),
    wsg=("defer-the-loading-of-non-critical-resources",),
    study=PrefetchStudy,
)
