"""Files that browsers may not keep, or only for a short time."""

from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.reencoded import LEAST_AVOIDABLE_BYTES
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer

LONG_S: Final = 7 * 86_400.0
"""A file kept for so long is there when most visitors come back."""
_KINDS: Final = frozenset({Kind.STYLESHEET, Kind.SCRIPT, Kind.IMAGE, Kind.FONT, Kind.MEDIA})


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the files that are sent whole again to a visitor who comes back, or None.

    ``no-store``, or no lifetime of a week and no validator (ETag, Last-Modified): the whole answer is sent again. With
    a validator its header is, which is not worth a finding.
    """
    fields = {each.url: each.fields for each in capture.observed.answers}
    found = []
    for each in answers(capture):
        head = fields.get(each.url)
        if head is None or each.kind not in _KINDS or each.method != "GET" or each.url.startswith("data:"):
            continue
        if _is_sent_again(each, head) and (each.transferred_bytes or 0) >= LEAST_AVOIDABLE_BYTES:
            found.append(concerned(each, remedy=_said(head)))
    return computed(RULE.id, capture, found, effect=Effect.LATER_PAGES)


def _is_sent_again(answer: Transfer, head: dict[str, str]) -> bool:
    if "no-store" in head.get("cache-control", "").lower():
        return True
    lasts = answer.cache_lifetime_s is not None and answer.cache_lifetime_s >= LONG_S
    return not lasts and "etag" not in head and "last-modified" not in head


def _said(head: dict[str, str]) -> str:
    control = head.get("cache-control", "")
    return f"Cache-Control: {control or '-'}"


RULE: Final = Rule(
    id="cache-lifetime",
    title=N_("Files are sent whole again to visitors who come back"),
    action=N_("Let browsers keep files"),
    explanation=N_(
        "Their headers forbid browsers to keep them, or let them keep them for less than a week without a validator"
        " (ETag, Last-Modified) by which an unchanged file need not be sent again."
    ),
    remedy=N_(
        "Give files whose name changes with their content Cache-Control: max-age=31536000, immutable; give all others a"
        " lifetime and an ETag."
    ),
    needs=(Need.FIELDS,),
    rgesn=("6.2",),
    wsg=("optimize-caching-and-support-offline-access",),
    examine=examine,
)
