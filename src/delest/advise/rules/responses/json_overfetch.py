"""Data that pages request and of which they show little."""

import re
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import with_bodies
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.pages.load import Capture, Kind

LEAST_BYTES: Final = 20_000
MOST_SHOWN: Final = 0.2
"""Share of its texts that the page shows; data of which more is seen are left alone."""
_MOST_BODY_BYTES: Final = 5_000_000
_MOST_TEXTS: Final = 2_000
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.){4,200})"(?!\s*:)')
"""A text value of some length, not the name of a field."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the JSON answers of which the settled page shows less than a fifth of the texts, or None.

    A fact to look at: a page may need data that it does not show.
    """
    found = []
    for transfer, body in with_bodies(capture):
        is_data = transfer.kind is Kind.FETCH and "json" in transfer.mime_type.lower()
        if not is_data or (transfer.transferred_bytes or 0) < LEAST_BYTES or len(body) > _MOST_BODY_BYTES:
            continue
        texts = list(dict.fromkeys(_TEXT.findall(body.decode("utf-8", "replace"))))[:_MOST_TEXTS]
        shown = sum(text in capture.html for text in texts) / len(texts) if texts else 0.0
        if shown < MOST_SHOWN:
            found.append(replace(concerned(transfer), remedy=f"{shown:.0%}"))
    return computed(RULE.id, capture, found, effect=Effect.NOTICE)


RULE: Final = Rule(
    id="json-overfetch",
    title=N_("Pages request data of which they show little"),
    action=N_("Request only the data shown"),
    explanation=N_("Less than a fifth of the texts in these JSON responses is in the page once it is settled."),
    remedy=N_("Ask the interface only for the fields and the number of entries that the page shows, page by page."),
    rgesn=("6.5",),
    wsg=("use-sustainable-javascript-and-apis",),
    examine=examine,
)
