"""4.8: few downloaded fonts."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, UNSURE, Files, Probe, by_probe, every_page, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, moved
from delest.records.pages.load import Kind
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told
from delest.records.state.probed import LoadedFont

MAX_BYTES: Final = 400_000
"""The framework writes 400 Ko."""
MAX_FAMILIES: Final = 2
MAX_VARIANTS: Final = 4
"""Of all families together."""


class _Fonts:
    def __init__(self) -> None:
        self._files = Files()
        self._most_bytes = 0.0

    def look(self, page: SeenPage) -> Look:
        fonts = [each for each in moved(page.cold) if each.kind is Kind.FONT]
        total = sum(each.transferred_bytes or 0 for each in fonts)
        for each in fonts:
            self._files.add(each.url, each.transferred_bytes or 0)
        self._most_bytes = max(self._most_bytes, total)
        said = NN_("{n} font file, {weight}", "{n} font files, {weight}")
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if fonts else Seen.NOTHING,
            status=_status(page, total),
            said=Told.counted(said, len(fonts), weight=Amount(total, "bytes")),
            badness=total,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        status = every_page(looks, site)
        said = Told.counted(
            NN_(
                "At most {weight} of fonts on a page; {n} different font file in all.",
                "At most {weight} of fonts on a page; {n} different font files in all.",
            ),
            len(self._files),
            weight=Amount(self._most_bytes, "bytes"),
        )
        if not self._files:
            said = Told.of(N_("No measured page downloads a font."))
        missing: tuple[Told, ...] = ()
        if status is Status.TO_ASSESS:
            missing = (UNSURE,) if self._most_bytes <= MAX_BYTES else (Told.of(_FAMILIES), by_probe("fonts"))
        action = Told.of(PROBE.action) if status is Status.NOT_VALID else None
        return evidence(
            PROBE, looks, seen=worst_of(looks), status=status, said=(said,), missing=missing, action=action,
            resources=self._files.heaviest(),
        )  # fmt: skip


def _status(page: SeenPage, total: float) -> Status:
    if total <= MAX_BYTES:
        return Status.TO_ASSESS if page.lower_bound else Status.VALID
    faces = page.probed.fonts if page.probed else None
    if faces:
        return _of_faces(page, faces)
    named = {
        offender.remedy.partition(":")[0]
        for finding in page.found("font-variants")
        for offender in finding.offenders
        if offender.remedy
    }
    return Status.NOT_VALID if len(named) > MAX_FAMILIES else Status.TO_ASSESS


def _of_faces(page: SeenPage, faces: Sequence[LoadedFont]) -> Status:
    """Return the status by families and variants; a face of the visitor's machine is no download."""
    files = sum(each.kind is Kind.FONT for each in moved(page.cold))
    families, variants = min(len({each.family for each in faces}), files), min(len(faces), files)
    if families > MAX_FAMILIES or variants > MAX_VARIANTS:
        return Status.NOT_VALID
    return Status.TO_ASSESS if page.lower_bound else Status.VALID


_FAMILIES: Final = N_("More than 400 kB of fonts: how many families and variants these are has to be counted by hand.")

PROBE: Final = Probe(
    id="c4-8",
    criterion="4.8",
    judge=_Fonts,
    threshold=N_("On each page: at most 400 kB of fonts, or at most two families with four variants in all."),
    limits=(
        N_("The weight alone decides that the criterion is met; families are counted from the style sheets."),
        N_("Fonts inside style sheets (data: URLs) count as style sheets."),
    ),
    by_hand=N_("Open the network panel of the browser, reload without cache, filter on Font, and read the total."),
    action=N_("Keep one or two font families, as WOFF2 with the characters that the site needs."),
)
