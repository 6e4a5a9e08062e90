"""5.2: compression level of images."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, NOT_EXAMINED, Files, Probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Told


class _Encoding:
    def __init__(self) -> None:
        self._files = Files()
        self._avoidable = 0.0

    def look(self, page: SeenPage) -> Look:
        found = list(page.found("image-encoding", "image-dimensions"))
        saved = sum(each.avoidable_bytes.central for each in page.found("image-encoding"))
        files = {offender.url for finding in found for offender in finding.offenders}
        for finding in page.found("image-encoding"):
            for offender in finding.offenders:
                self._files.add(offender.url, offender.avoidable_bytes.central, offender.remedy)
        self._avoidable += saved
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if files else Seen.NOTHING,
            said=Told.counted(
                NN_(
                    "{n} image that could be lighter; encoding it again avoids {weight}",
                    "{n} images that could be lighter; encoding them again avoids {weight}",
                ),
                len(files),
                weight=Amount(saved, "bytes"),
            ),
            badness=saved,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks or "image-encoding" not in site.rules:
            return evidence(PROBE, (), seen=Seen.NOT_MEASURED, missing=(NOT_EXAMINED if looks else NO_PAGES,))
        said = Told.counted(
            NN_(
                "{n} image would be lighter encoded again, {weight} less on a page on average.",
                "{n} images would be lighter encoded again, {weight} less on a page on average.",
            ),
            len(self._files),
            weight=Amount(self._avoidable / len(looks), "bytes"),
        )
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            said=(said,),
            at_stake_bytes=self._avoidable / len(looks),
            resources=self._files.heaviest(),
        )


PROBE: Final = Probe(
    id="c5-2",
    criterion="5.2",
    judge=_Encoding,
    threshold=N_(
        "A quality is chosen for each use of images; the framework suggests 70% for JPEG, 72% for WebP, 56% for AVIF."
    ),
    limits=(N_("That it is met rests on a published policy of quality, which is not measured."),),
    by_hand=N_("Save the heaviest image and encode it again at the quality suggested: compare size and look."),
    action=N_("Encode the images named again, at a quality that the service publishes."),
)
