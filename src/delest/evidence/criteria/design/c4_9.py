"""4.9: requests while typing."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, Probe, by_probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Evidence, Look, Seen, Status, Told
from delest.records.state.probed import Typed

FEWEST_LETTERS: Final = 3
SHORTEST_MS: Final = 500.0
"""RGESN 4.9: suggestions are asked for from the third letter on, half a second after it."""


class _Typing:
    def __init__(self) -> None:
        self._fields = 0
        self._asking = 0

    def look(self, page: SeenPage) -> Look | None:
        typed = page.probed.keyboard if page.probed else None
        if typed is None:
            return None
        early = [each for each in typed if _early(each)]
        asking = [each for each in typed if each.first_after]
        self._fields += len(typed)
        self._asking += len(asking)
        named = ", ".join(each.field or "-" for each in (early or asking)[:5]) or "-"
        said = NN_(
            "{n} field asks a server too soon or too fast ({named})",
            "{n} fields ask a server too soon or too fast ({named})",
        )
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if asking else Seen.NOTHING,
            status=Status.NOT_VALID if early else Status.TO_ASSESS,
            said=Told.counted(said, len(early), named=named),
            badness=len(early) * 10 + len(asking),
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            missing = by_probe("keyboard") if site.pages else NO_PAGES
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(missing,))
        refuted = any(look.status is Status.NOT_VALID for look in looks)
        said = NN_(
            "Three letters were typed in {n} text field; {asking} asked a server while typing.",
            "Three letters were typed in {n} text fields; {asking} asked a server while typing.",
        )
        whole = len(looks) == site.pages
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=Status.NOT_VALID if refuted else Status.TO_ASSESS,
            said=(Told.counted(said, self._fields, asking=str(self._asking)),),
            missing=() if whole else (by_probe("keyboard"),),
            action=Told.of(PROBE.action) if refuted else None,
            not_applicable_perhaps=whole and not self._fields,
        )


def _early(typed: Typed) -> bool:
    too_soon = 0 < typed.first_after < FEWEST_LETTERS
    return too_soon or (typed.soonest_ms is not None and typed.soonest_ms < SHORTEST_MS)


PROBE: Final = Probe(
    id="c4-9",
    criterion="4.9",
    judge=_Typing,
    threshold=N_("No request before the third letter, nor within half a second of a letter; users can switch it off."),
    limits=(
        N_("Three letters were typed, one a second, in at most three fields a page; nothing was submitted."),
        N_("A measurement can only show that it is not met."),
    ),
    by_hand=N_("Open the network panel, type slowly in the search field, and count the requests."),
    action=N_("Ask for suggestions from the third letter on, half a second after the last one."),
)
