"""4.1: nothing plays by itself."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, Files, Probe, by_probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Evidence, Look, Seen, Status, Told


class _Autoplay:
    def __init__(self) -> None:
        self._began = Files()
        self._moving = Files()
        self._endless = 0
        self._looked = 0

    def look(self, page: SeenPage) -> Look | None:
        probed = page.probed
        if probed is None or probed.media is None:
            return None
        self._looked += 1
        began = [each for each in probed.media if each.played]
        for each in began:
            self._began.add(each.url or page.url, 0, each.kind)
        if probed.motion is not None:
            self._endless += probed.motion.endless_animations
            for url in probed.motion.animated_pictures:
                self._moving.add(url, 0)
        said = NN_("{n} video or sound begins by itself", "{n} videos or sounds begin by themselves")
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if began else Seen.NOTHING,
            status=Status.NOT_VALID if began else Status.TO_ASSESS,
            said=Told.counted(said, len(began)),
            badness=len(began),
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            missing = by_probe("media", "motion") if site.pages else NO_PAGES
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(missing,))
        refuted = len(self._began) > 0
        began = NN_(
            "{n} video or sound began by itself on the measured pages.",
            "{n} videos or sounds began by themselves on the measured pages.",
        )
        moving = NN_("{n} picture is animated.", "{n} pictures are animated.")
        endless = NN_(
            "{n} animation of a style sheet or a script lasts more than four seconds.",
            "{n} animations of style sheets or scripts last more than four seconds.",
        )
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND if len(self._moving) or self._endless else worst_of(looks),
            status=Status.NOT_VALID if refuted else Status.TO_ASSESS,
            said=(
                Told.counted(began, len(self._began)),
                Told.counted(moving, len(self._moving)),
                Told.counted(endless, self._endless),
            ),
            missing=() if self._looked == site.pages else (by_probe("media", "motion"),),
            action=Told.of(PROBE.action) if refuted else None,
            resources=(self._began if refuted else self._moving).heaviest(),
        )


PROBE: Final = Probe(
    id="c4-1",
    criterion="4.1",
    judge=_Autoplay,
    threshold=N_("No video or sound begins by itself; animations last at most four seconds, or can be stopped."),
    limits=(
        N_("A measurement can only show that it is not met: what was not seen on these pages may be on others."),
        N_("A switch that users see easily can make up for it: then a person corrects the status."),
    ),
    by_hand=N_(
        "Open the page in a fresh window, touch nothing, and look for what plays or moves for over four seconds."
    ),
    action=N_("Take the attribute autoplay away, and let visitors start videos and sounds."),
)
