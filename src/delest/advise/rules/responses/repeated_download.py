"""The same file transferred more than once in one cold load."""

from collections import defaultdict
from typing import Final

from delest.advise.findings import computed
from delest.advise.page.answers import answers
from delest.advise.reencoded import LEAST_AVOIDABLE_BYTES
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding, Offender
from delest.records.pages.load import Capture, Transfer
from delest.units import exactly
from delest.urls import host, registrable_domain


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the files that crossed the network again in this load, or None.

    Two answers carry the same file when their decoded bodies are the same, whatever their URLs; where no body was
    kept, when URL and decoded length are the same. All answers but the first are avoidable, their headers included.
    Frames of different sites count apart: browsers keep a cache for each, so that none can have it of the other.
    Files under 1 kB are left out: counters answer many requests with the same tiny image.
    """
    by_content: defaultdict[tuple[str, str, int], list[Transfer]] = defaultdict(list)
    for transfer in answers(capture):
        length_bytes = transfer.decoded_body_bytes or len(capture.bodies.get(transfer.body_sha256, b""))
        if transfer.method == "GET" and length_bytes >= LEAST_AVOIDABLE_BYTES:
            content = transfer.body_sha256 or transfer.url.partition("#")[0]
            frame = registrable_domain(host(transfer.frame or capture.load.final_url))
            by_content[frame, content, length_bytes].append(transfer)
    again = (_again(first, other) for first, *others in by_content.values() for other in others)
    return computed(RULE.id, capture, again)


def _again(first: Transfer, other: Transfer) -> Offender:
    size_bytes = other.transferred_bytes or 0
    return Offender(
        url=other.url,
        kind=other.kind,
        transferred_bytes=size_bytes,
        avoidable_bytes=exactly(size_bytes),
        remedy=f"= {first.url}",
    )


RULE: Final = Rule(
    id="repeated-download",
    title=N_("The same file is downloaded more than once"),
    action=N_("Download each file once"),
    explanation=N_("During one page load, the same content crosses the network again, under one address or several."),
    remedy=N_(
        "Publish each file under one address, let browsers keep it (Cache-Control with a lifetime),"
        " and ask for it in the same way everywhere (the same crossorigin attribute in preloads)."
    ),
    rgesn=("6.5",),
    wsg=("optimize-caching-and-support-offline-access",),
    examine=examine,
)
