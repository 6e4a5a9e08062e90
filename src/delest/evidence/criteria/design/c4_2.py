"""4.2: no infinite scroll."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, Probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Told


class _Scroll:
    def look(self, page: SeenPage) -> Look:
        load = page.cold
        if load.before_scroll_bytes is None:
            nothing = Told.of(N_("not known: this run did not note when the scrolling began"))
            return Look(url=page.url, title=page.title, seen=Seen.NOT_MEASURED, said=nothing)
        added = max(0, load.transferred_bytes - load.before_scroll_bytes)
        template = N_("{added} more while scrolling; the bottom was reached")
        if load.scroll_cut:
            template = N_("{added} more while scrolling; the bottom was not reached in time")
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if load.scroll_cut else Seen.NOTHING,
            said=Told.of(template, added=Amount(added, "bytes")),
            badness=added + 10**9 * load.scroll_cut,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:  # noqa: ARG002 - as every judge
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        endless = sum(look.seen is Seen.FOUND for look in looks)
        if endless:
            said = Told.counted(
                NN_(
                    "On {n} page the bottom was not reached: either it is very long, or it grows while it is scrolled.",
                    "On {n} pages the bottom was not reached: they are very long, or grow while they are scrolled.",
                ),
                endless,
            )
        else:
            said = Told.of(N_("Every measured page has a bottom that was reached."))
        return evidence(PROBE, looks, seen=worst_of(looks), said=(said,))


PROBE: Final = Probe(
    id="c4-2",
    criterion="4.2",
    judge=_Scroll,
    threshold=N_("Content is loaded on demand (a button, pages), or shows whole."),
    limits=(
        N_("Lists that scroll inside the page, and pages behind a login, were not scrolled."),
        N_("How much was added is measured; whether more would have come without end takes a look."),
    ),
    by_hand=N_("Scroll the page to its end: if new content keeps coming without a click, it is an infinite scroll."),
)
