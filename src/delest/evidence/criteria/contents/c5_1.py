"""5.1: efficient image formats."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, UNSURE, Files, Probe, by_probe, evidence
from delest.evidence.seen import SeenPage, Site, mime, moved
from delest.records.pages.load import Kind, Transfer
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told

EFFICIENT: Final = frozenset({"image/webp", "image/avif", "image/jxl"})
RASTER: Final = EFFICIENT | {"image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/apng", "image/gif",
                             "image/bmp", "image/x-ms-bmp", "image/tiff"}  # fmt: skip
MIN_SHARE: Final = 0.75
"""More than this."""
SMALLEST_BYTES: Final = 200
"""Images of less are counting pixels."""


class _Formats:
    def __init__(self) -> None:
        self._all: dict[str, bool] = {}
        self._old = Files()
        self._lower_bound = False
        self._avoidable = 0.0
        self._looked = 0

    def look(self, page: SeenPage) -> Look:
        images = {each.url: each for each in moved(page.cold) if _raster(each)}
        efficient = {url: mime(each) in EFFICIENT for url, each in images.items()}
        offered = (
            {each.url for each in page.probed.pictures or () if EFFICIENT & set(each.formats)} if page.probed else set()
        )
        efficient |= dict.fromkeys(offered & efficient.keys(), True)
        self._looked += page.probed is not None and page.probed.pictures is not None
        self._all |= efficient
        for url, each in images.items():
            if not efficient[url]:
                self._old.add(url, each.transferred_bytes or 0, mime(each))
        self._lower_bound = self._lower_bound or page.lower_bound
        self._avoidable += sum(each.avoidable_bytes.central for each in page.found("image-encoding"))
        good = sum(efficient.values())
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if images else Seen.NOTHING,
            said=Told.of(
                N_("{good} of {all} raster images in an efficient format"), good=Amount(good), all=Amount(len(images))
            ),
            badness=len(images) - good,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        total, good = len(self._all), sum(self._all.values())
        if not total:
            nothing = Told.of(N_("No raster image was transferred on the measured pages."))
            return evidence(PROBE, looks, seen=Seen.NOTHING, said=(nothing,), not_applicable_perhaps=True)
        met = good / total > MIN_SHARE
        whole = site.complete and site.not_measured == 0 and not self._lower_bound
        status = Status.NOT_VALID if not met else Status.VALID if whole else Status.TO_ASSESS
        unasked = () if self._looked == len(looks) or good == total else (by_probe("pictures"),)
        said = Told.counted(
            NN_(
                "{share} of {n} raster image is WebP, AVIF or JPEG XL.",
                "{share} of {n} raster images are WebP, AVIF or JPEG XL.",
            ),
            total,
            share=Amount(good / total, "share"),
        )
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND,
            status=status,
            said=(said,),
            missing=(*((UNSURE,) if status is Status.TO_ASSESS else ()), *unasked),
            action=Told.of(PROBE.action) if status is Status.NOT_VALID else None,
            at_stake_bytes=self._avoidable / len(looks) if "image-encoding" in site.rules else None,
            resources=self._old.heaviest(),
        )


def _raster(transfer: Transfer) -> bool:
    size = transfer.encoded_body_bytes or transfer.transferred_bytes or 0
    return transfer.kind is Kind.IMAGE and mime(transfer) in RASTER and size >= SMALLEST_BYTES


PROBE: Final = Probe(
    id="c5-1",
    criterion="5.1",
    judge=_Formats,
    threshold=N_("More than 75% of the raster images in an efficient format: WebP, AVIF, JPEG XL or better."),
    limits=(
        N_("Each image counts once over all pages; images under 200 bytes (counting pixels) and icons are left out."),
        N_(
            "Formats are those that a recent Chromium was sent; an alternative in <picture> counts where the probe "
            "pictures looked for it."
        ),
    ),
    by_hand=N_(
        "In the network panel, filter on Img and sort by type: count the webp and avif among jpeg, png and gif."
    ),
    action=N_("Serve raster images as WebP or AVIF, with <picture> where old browsers matter."),
)
