"""The lighter answers behind the findings of a page: what it is loaded with again, and what a team can publish."""

from delest.advise.reencoded import Encoded
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Transfer


def remedy(rule: str, transfer: Transfer, made: Encoded, condition: str = "") -> Remedy:
    """Return the remedy that a version of an answer's body is."""
    return Remedy(
        rule=rule,
        url=transfer.url,
        body=made.body,
        content_type=made.content_type or transfer.mime_type,
        content_encoding=made.content_encoding,
        condition=condition,
        likeness=made.likeness,
        replaces_sha256=transfer.body_sha256,
    )
