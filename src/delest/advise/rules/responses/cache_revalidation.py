"""Files that browsers ask for again though they could keep them: those whose name changes with their content."""

import re
from typing import Final
from urllib.parse import urlsplit

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer
from delest.units import exactly

LONG_S: Final = 30 * 24 * 3600.0
_KINDS: Final = frozenset({Kind.STYLESHEET, Kind.SCRIPT, Kind.FONT, Kind.IMAGE})
_PART: Final = re.compile(r"[A-Za-z0-9_]+")
_HEX: Final = re.compile(r"[0-9a-f]{8,64}")
_MIXED: Final = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_]{8,40}")
_HEX_DIGITS_AND_LETTERS: Final = re.compile(r"(?=.*[0-9])(?=.*[a-f])")


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the files with a hash in their name that browsers may keep for less than a month, or None.

    The bytes are those of the headers of each answer: what the server sends when it says that a file has not changed.
    """
    heads = {each.url: each.fields for each in capture.observed.answers}
    found = [
        concerned(each, exactly(_head_bytes(each)), _said(heads[each.url]))
        for each in answers(capture)
        if each.url in heads and _is_asked_for_again(each, heads[each.url])
    ]
    return computed(RULE.id, capture, found, effect=Effect.LATER_PAGES)


def _is_asked_for_again(answer: Transfer, head: dict[str, str]) -> bool:
    control = head.get("cache-control", "").lower()
    kept = "immutable" in control or (answer.cache_lifetime_s or 0) >= LONG_S
    validated = "etag" in head or "last-modified" in head
    # Without a validator, the whole file is sent again: that is the rule on lifetimes.
    return answer.kind in _KINDS and has_hash(answer.url) and validated and not kept and "no-store" not in control


def has_hash(url: str) -> bool:
    """Tell whether the name of a file has a part that looks like a hash of its content."""
    try:
        name = urlsplit(url).path.rpartition("/")[2]
    except ValueError:  # a hostile page may name anything as a host
        return False
    return any(
        (_HEX.fullmatch(part) and _HEX_DIGITS_AND_LETTERS.match(part)) or _MIXED.fullmatch(part)
        for part in _PART.findall(name)
    )


def _head_bytes(answer: Transfer) -> int:
    whole = answer.transferred_bytes or 0
    return whole - min(answer.encoded_body_bytes if answer.encoded_body_bytes is not None else whole, whole)


def _said(head: dict[str, str]) -> str:
    return f"Cache-Control: {head.get('cache-control', '') or '-'}"


RULE: Final = Rule(
    id="cache-revalidation",
    title=N_("Files whose name changes with their content are asked for again"),
    action=N_("Mark hashed files as immutable"),
    explanation=N_(
        "Their name has a hash, so that they never change under it, but their headers let browsers keep them for less"
        " than a month: each later visit asks whether they have changed. The bytes are those of the headers that"
        " answer."
    ),
    remedy=N_("Send these files with Cache-Control: max-age=31536000, immutable."),
    needs=(Need.FIELDS,),
    rgesn=("6.2",),
    wsg=("optimize-caching-and-support-offline-access",),
    examine=examine,
)
