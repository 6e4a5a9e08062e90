"""5.7: formats of documents."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import MOST_RESOURCES, NOT_LOOKED_UP, Probe, evidence
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Amount, Evidence, Look, Resource, Seen, Told


class _Documents:
    def look(self, page: SeenPage) -> None:  # noqa: ARG002 - documents belong to no page alone
        return None

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not site.scope.documents:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NOT_LOOKED_UP,))
        if not site.documents and not site.known_documents:
            nothing = Told.of(N_("No linked document was found on the measured pages."))
            return evidence(PROBE, looks, seen=Seen.NOTHING, said=(nothing,), not_applicable_perhaps=True)
        known = [each for each in site.documents if each.stated_bytes is not None]
        said = Told.counted(
            NN_(
                "{n} linked document was looked up, {weight} in all.",
                "{n} linked documents were looked up, {weight} in all.",
            ),
            len(site.documents),
            weight=Amount(sum(each.stated_bytes or 0 for each in known), "bytes"),
        )
        families = Counter(each.family for each in site.documents)
        kinds = Told.of(N_("By kind: {kinds}."), kinds=", ".join(f"{name} {n}" for name, n in families.most_common()))
        unknown = max(site.known_documents, len(site.documents)) - len(known)
        missing = (Told.counted(_UNKNOWN, unknown),) if unknown else ()
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND,
            said=(said, kinds),
            missing=missing,
            resources=tuple(
                Resource(url=each.url, bytes=each.stated_bytes or 0, pages=each.pages, said=each.family)
                for each in known[:MOST_RESOURCES]
            ),
        )


_UNKNOWN: Final = NN_("The size of {n} document is not known.", "The size of {n} documents is not known.")

PROBE: Final = Probe(
    id="c5-7",
    criterion="5.7",
    judge=_Documents,
    threshold=N_("Documents are in formats fit for their use, by a published strategy of compression."),
    limits=(N_("Sizes are what the servers state; no document was downloaded."),),
    by_hand=N_("Open the heaviest document: would a web page, or the same file with lighter images, do as well?"),
)
