"""6.3: text resources are compressed."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, UNSURE, Files, Probe, every_page, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, mime, moved
from delest.records.pages.load import Transfer
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told

SMALLEST_BYTES: Final = 1400
"""Smaller bodies fit in one packet; the framework warns of compressing small files and gives no size."""
ENCODINGS: Final = frozenset({"br", "gzip", "x-gzip", "zstd", "deflate", "dcb", "dcz"})
_TEXT: Final = ("text/", "application/json", "application/javascript", "application/x-javascript", "application/xml",
                "application/ecmascript", "image/svg+xml")  # fmt: skip
_SUFFIXES: Final = ("+json", "+xml")


class _Compression:
    def __init__(self) -> None:
        self._plain = Files()
        self._avoidable = 0.0

    def look(self, page: SeenPage) -> Look:
        texts = [each for each in moved(page.cold) if page.own(each) and _text(each)]
        plain = [each for each in texts if not _compressed(each)]
        for each in plain:
            self._plain.add(each.url, each.transferred_bytes or 0, mime(each))
        self._avoidable += sum(each.avoidable_bytes.central for each in page.found("text-compression"))
        size = sum(each.transferred_bytes or 0 for each in plain)
        status = Status.NOT_VALID if plain else Status.TO_ASSESS if page.lower_bound or not texts else Status.VALID
        said = NN_(
            "{n} of {all} text file without compression, {weight}",
            "{n} of {all} text files without compression, {weight}",
        )
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if plain else Seen.NOTHING if texts else Seen.NOT_MEASURED,
            status=status,
            said=Told.counted(said, len(plain), all=Amount(len(texts)), weight=Amount(size, "bytes")),
            badness=size,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        status = every_page(looks, site)
        if len(self._plain):
            said = Told.counted(
                NN_(
                    "{n} text file of the service comes without compression, {weight} in all.",
                    "{n} text files of the service come without compression, {weight} in all.",
                ),
                len(self._plain),
                weight=Amount(self._plain.total_bytes, "bytes"),
            )
        else:
            said = Told.of(N_("Every text file of the service that was measured comes compressed."))
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=status,
            said=(said,),
            missing=(UNSURE,) if status is Status.TO_ASSESS else (),
            action=Told.of(PROBE.action) if status is Status.NOT_VALID else None,
            at_stake_bytes=self._avoidable / len(looks) if "text-compression" in site.rules else None,
            resources=self._plain.heaviest(),
        )


def _text(transfer: Transfer) -> bool:
    size = transfer.decoded_body_bytes if transfer.decoded_body_bytes is not None else transfer.encoded_body_bytes
    kind = mime(transfer)
    return (size or 0) >= SMALLEST_BYTES and (kind.startswith(_TEXT) or kind.endswith(_SUFFIXES))


def _compressed(transfer: Transfer) -> bool:
    return any(part.strip().lower() in ENCODINGS for part in transfer.content_encoding.split(","))


PROBE: Final = Probe(
    id="c6-3",
    criterion="6.3",
    judge=_Compression,
    threshold=N_(
        "Every text file of the service (HTML, CSS, JavaScript, SVG, JSON, XML) comes with Brotli, gzip or zstd."
    ),
    limits=(
        N_("Files of the page's own domain alone; those under 1,400 bytes are left out, which is a limit of ours."),
    ),
    by_hand=N_(
        "In the network panel, show the response header Content-Encoding: text files should say br, gzip or zstd."
    ),
    action=N_("Switch on Brotli or gzip for text files on the server."),
)
