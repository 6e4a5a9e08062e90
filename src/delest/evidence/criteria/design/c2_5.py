"""2.5: different displays."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.evidence.probe import NO_PAGES, Probe, by_probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told

TOLERATED_PX: Final = 16
"""A scroll bar's width: no content is out of reach for it."""


class _Layouts:
    def __init__(self) -> None:
        self._narrow = 0
        self._without_meta = 0

    def look(self, page: SeenPage) -> Look | None:
        layout = page.probed.layout if page.probed else None
        if layout is None:
            return None
        self._narrow += layout.overflow_360_px > TOLERATED_PX
        self._without_meta += not layout.viewport_meta
        wide = layout.overflow_1200_px > TOLERATED_PX
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if wide or layout.overflow_360_px > TOLERATED_PX else Seen.NOTHING,
            status=Status.NOT_VALID if wide else Status.TO_ASSESS,
            said=Told.of(
                N_("{at1200} px too wide at 1200 px, {at768} px at 768 px, {at360} px at 360 px"),
                at1200=Amount(layout.overflow_1200_px),
                at768=Amount(layout.overflow_768_px),
                at360=Amount(layout.overflow_360_px),
            ),
            badness=layout.overflow_1200_px * 10 + layout.overflow_360_px,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            missing = by_probe("layout") if site.pages else NO_PAGES
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(missing,))
        wide = sum(look.status is Status.NOT_VALID for look in looks)
        said = Told.of(
            N_(
                "Pages too wide for a window of 1200 px: {wide} of {pages}; of 360 px: {narrow}. Without a viewport for"
                " telephones: {meta}."
            ),
            pages=Amount(len(looks)), wide=Amount(wide), narrow=Amount(self._narrow), meta=Amount(self._without_meta),
        )  # fmt: skip
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=Status.NOT_VALID if wide else Status.TO_ASSESS,
            said=(said,),
            missing=() if len(looks) == site.pages else (by_probe("layout"),),
            action=Told.of(PROBE.action) if wide else None,
        )


PROBE: Final = Probe(
    id="c2-5",
    criterion="2.5",
    judge=_Layouts,
    threshold=N_("Whole in a window of 1200 px, without scrolling sideways."),
    limits=(
        N_("A measurement can only show that it is not met: menus have to be tried with a finger and a keyboard."),
    ),
    by_hand=N_("Make the window 1200 px wide, then 360 px: nothing may need scrolling sideways."),
    action=N_("Let contents wrap, and give wide tables and pictures a box of their own that scrolls."),
)
