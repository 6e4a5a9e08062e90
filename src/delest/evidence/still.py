"""Pages without any video, sound or animation: what 4.6 and 4.7 may be decided by."""

from collections.abc import Callable, Sequence
from typing import Final

from delest.errors import N_
from delest.evidence.probe import NO_PAGES, UNSURE, Probe, by_probe, every_page, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, moved
from delest.records.pages.load import Kind
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told


class Still:
    """Judges whether nothing plays or moves on any page; where something does, a person decides."""

    def __init__(self, probe: Callable[[], Probe]) -> None:
        self._probe = probe

    def look(self, page: SeenPage) -> Look:
        """Return what plays or moves on one page."""
        media = sum(each.kind is Kind.MEDIA for each in moved(page.cold))
        probed = page.probed
        players = len(probed.media or ()) if probed else 0
        motion = probed.motion if probed else None
        moving = len(motion.animated_pictures) + motion.animations if motion else 0
        hidden = len(motion.frames) + motion.canvases if motion else 0
        found = media + players + moving + (motion.changed if motion else False)
        looked = probed is not None and probed.media is not None and motion is not None
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if found or hidden else Seen.NOTHING if looked else Seen.NOT_MEASURED,
            status=Status.VALID if looked and not found and not hidden and not page.lower_bound else Status.TO_ASSESS,
            said=Told.of(
                _SEEN if looked else _FILES,
                media=Amount(max(media, players)), moving=Amount(moving), hidden=Amount(hidden),
            ),
            badness=found + hidden,
        )  # fmt: skip

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        """Return what the audit says."""
        probe = self._probe()
        if not looks:
            return evidence(probe, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        seen = worst_of(looks)
        if any(look.seen is Seen.NOT_MEASURED for look in looks):
            return evidence(
                probe, looks, seen=Seen.FOUND if seen is Seen.FOUND else Seen.NOT_MEASURED,
                said=(Told.of(_SOME),) if seen is Seen.FOUND else (), missing=(by_probe("media", "motion"),),
            )  # fmt: skip
        status = every_page(looks, site)
        status = Status.TO_ASSESS if status is Status.NOT_VALID else status
        if status is Status.VALID:
            return evidence(probe, looks, seen=seen, status=status, said=(Told.of(_NONE),))
        return evidence(
            probe, looks, seen=seen, said=(Told.of(_SOME if seen is Seen.FOUND else _NONE),),
            missing=(UNSURE,) if seen is Seen.NOTHING else (),
        )  # fmt: skip


_SEEN: Final = N_("{media} videos and sounds, {moving} animations and animated pictures, {hidden} frames and canvases")
_FILES: Final = N_("{media} video and audio files")
_SOME: Final = N_("Something plays or moves on measured pages; whether it informs is for a person to say.")
_NONE: Final = N_("No video, sound or animation was found on any measured page.")
