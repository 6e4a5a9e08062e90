"""What is tried in the document of a page itself, and the document that this makes."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from delest.advise.coded import coded_alike
from delest.measure.replay import coding
from delest.measure.replay.document import markup
from delest.measure.replay.document.lazy import made_lazy
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import Tape, TapedResponse


class How(StrEnum):
    """How the document is changed."""

    LAZY = "lazy"
    """Images get ``loading=lazy``."""
    NO_HINTS = "no-hints"
    """Nothing preloads or prefetches the addresses."""
    ADDRESSES = "addresses"
    """Addresses give way to others: those at the end of their redirects."""
    ON_DEMAND = "on-demand"
    """Videos and sounds load nothing before they are played."""


class Edit(Struct, frozen=True, kw_only=True):
    """One change of the document."""

    how: How
    urls: Mapping[str, str]
    """Addresses concerned, each with the one that takes its place; empty where none does."""


def edited(document: bytes, base_url: str, edit: Edit) -> bytes:
    """Return a document as an edit makes it; the same where it concerns nothing that the document names."""
    if edit.how is How.LAZY:
        return made_lazy(document, base_url, edit.urls)
    if edit.how is How.NO_HINTS:
        return markup.without_hints(document, base_url, edit.urls)
    if edit.how is How.ADDRESSES:
        return markup.with_addresses(document, base_url, edit.urls)
    return markup.played_on_demand(document, base_url, edit.urls)


def document_of(tape: Tape) -> TapedResponse | None:
    """Return the response that the page came from; None: it is not on the tape, or not whole."""
    return next((each for each in tape.responses if each.url == tape.load.final_url and each.whole and each.read), None)


def touches(tape: Tape, edit: Edit) -> bool:
    """Tell whether an edit changes the document as it was served."""
    document = document_of(tape)
    now = None if document is None else coding.decoded(document.body, document.field("content-encoding"))
    return now is not None and edited(now, tape.load.final_url, edit) != now


def with_edits(tape: Tape, remedies: Sequence[Remedy], edits: Sequence[Edit]) -> tuple[Remedy, ...]:
    """Return the remedies with the edited document among them, coded as the site codes it.

    Long work for the processor: call it in a thread.
    """
    document = document_of(tape) if edits else None
    if document is None:
        return tuple(remedies)
    known = next((each for each in remedies if each.url == document.url), None)
    body, name = (document.body, document.field("content-encoding"))
    now = coding.decoded(known.body, known.content_encoding) if known else coding.decoded(body, name)
    sent = coding.decoded(body, name)
    new = now
    for edit in edits:
        new = None if new is None else edited(new, document.url, edit)
    if now is None or new is None or sent is None or new == now:
        return tuple(remedies)
    coded = coded_alike(now, new, known.content_encoding if known else name, len((known or document).body))
    if coded is None:
        return tuple(remedies)
    others = [each for each in remedies if each is not known]
    if known is not None:
        return (*others, replace(known, body=coded.body))
    own = Remedy(
        rule="document",
        url=document.url,
        body=coded.body,
        content_type=document.field("content-type"),
        content_encoding=coded.content_encoding,
        replaces_sha256=hashlib.sha256(sent).hexdigest(),
    )
    return (*others, own)
