"""What a report says of the documents that pages link to: their servers' statements, beside every weight."""

from collections import Counter
from typing import Final

from delest.errors import N_
from delest.records.audit import AuditReport
from delest.records.document import Document, Family
from delest.report.language.labels import skip_reason
from delest.report.language.numbers import bytes_text, count_text
from delest.report.language.safe_text import shorten
from delest.report.language.words import _, ngettext

_FAMILIES: Final[dict[Family, str]] = {
    "text": N_("text, table or slides"),
    "archive": N_("archive"),
    "video": N_("video"),
    "audio": N_("audio"),
    "image": N_("image"),
    "data": N_("data"),
    "program": N_("program"),
    "other": N_("other file"),
}
_UNSTATED: Final = {
    "no size is stated": N_("no size is stated"),
    "compressed as it is sent: no size is stated": N_("compressed as it is sent: no size is stated"),
    "leads to another site": N_("leads to another site"),
    "leads out of the scope of the audit": N_("leads out of the scope of the audit"),
    "a page, not a document: text/html": N_("a page, not a document"),
}
_REASON_COLUMNS: Final = 60


def family_name(document: Document) -> str:
    """Return what sort of file a document is."""
    return _(_FAMILIES[document.family])


def sized(report: AuditReport) -> tuple[Document, ...]:
    """Return the documents whose size is known, heaviest first; one under two names is there once."""
    found: dict[str, Document] = {}
    for document in report.documents:
        if document.stated_bytes is not None:
            found.setdefault(document.final_url, document)
    return tuple(found.values())


def known_documents(report: AuditReport) -> int:
    """Return how many documents in scope the pages link to."""
    return max(report.end.known_documents, len(report.documents))


def stated_bytes(report: AuditReport) -> int:
    """Return the sum of the sizes that are known."""
    return sum(document.stated_bytes or 0 for document in sized(report))


def notes(report: AuditReport) -> tuple[str, ...]:
    """Return what stands above the list; nothing where no document was asked for."""
    if not report.documents:
        return ()
    known = known_documents(report)
    told = ngettext(
        "The pages link to {n} document; those whose size is known hold {size} in all.",
        "The pages link to {n} documents; those whose size is known hold {size} in all.",
        known,
    )
    said = [
        told.format(n=count_text(known), size=bytes_text(stated_bytes(report))),
        _(
            "These sizes are the servers' own statements, asked for without loading the files: nothing here was"
            " measured, and none of it is in a page weight or a mean. Only documents on the site's own hosts are asked"
            " for."
        ),
    ]
    left = known - len(report.documents)
    if left:
        said.append(
            ngettext(
                "{n} more was not asked for: see --documents.", "{n} more were not asked for: see --documents.", left
            ).format(n=count_text(left))
        )
    unknown = Counter(document.reason for document in report.documents if document.stated_bytes is None)
    for reason, n in unknown.most_common(5):
        why = ngettext("{n} of unknown size: {reason}", "{n} of unknown size: {reason}", n)
        said.append(why.format(n=count_text(n), reason=unknown_because(reason)))
    return tuple(said)


def unknown_because(reason: str) -> str:
    """Return why the size of a document is not known."""
    return _(_UNSTATED[reason]) if reason in _UNSTATED else shorten(skip_reason(reason), _REASON_COLUMNS)
