"""4.11: weight and format told before a file is transferred."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import MOST_RESOURCES, NOT_LOOKED_UP, Probe, evidence
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Evidence, Look, Resource, Seen, Told

LABEL_ABOVE_BYTES: Final = 10_000_000


class _Heavy:
    def look(self, page: SeenPage) -> None:  # noqa: ARG002 - documents belong to no page alone
        return None

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not site.scope.documents:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NOT_LOOKED_UP,))
        heavy = [each for each in site.documents if (each.stated_bytes or 0) > LABEL_ABOVE_BYTES]
        unknown = sum(each.stated_bytes is None for each in site.documents) + max(
            0, site.known_documents - len(site.documents)
        )
        said = Told.counted(
            NN_("{n} linked document is over 10 MB.", "{n} linked documents are over 10 MB."), len(heavy)
        )
        if not heavy:
            said = Told.of(N_("No linked document whose size is known is over 10 MB."))
        missing = (Told.counted(_UNKNOWN, unknown),) if unknown else ()
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND if heavy else Seen.NOT_MEASURED if unknown else Seen.NOTHING,
            said=(said,),
            missing=(*missing, Told.of(_FIELDS)),
            resources=tuple(
                Resource(url=each.url, bytes=each.stated_bytes or 0, pages=each.pages, said=each.family)
                for each in heavy[:MOST_RESOURCES]
            ),
        )


_UNKNOWN: Final = NN_(
    "The size of {n} document is not known; `--documents N` looks up more.",
    "The size of {n} documents is not known; `--documents N` looks up more.",
)
_FIELDS: Final = N_("The text of the links, and fields that take files, were not looked at.")

PROBE: Final = Probe(
    id="c4-11",
    criterion="4.11",
    judge=_Heavy,
    threshold=N_("Before a file over 10 MB is transferred, the page tells its weight and format."),
    limits=(N_("Sizes are what the servers state; no document was downloaded."),),
    by_hand=N_("Open the pages that link to the heaviest documents: the link should tell format and weight."),
)
