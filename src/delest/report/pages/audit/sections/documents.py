"""What a report says of the documents that pages link to: their servers' statements, beside every weight."""

from collections import Counter
from typing import Final

from delest.errors import N_
from delest.records.pages.document import Document, Family
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import own_host
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Prose, Row, Section, Table
from delest.report.reason_words import reason_words
from delest.report.said import Code, Figure, Link, Words, of_bytes, say

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
_SHOWN: Final = 30


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


def documents_section(report: AuditReport) -> tuple[Section, ...]:
    """Return the documents that were asked for; none where none was."""
    if not report.documents:
        return ()
    blocks: list[Block] = [Prose(each) for each in notes(report)]
    listed, site = sized(report)[:_SHOWN], own_host(report)
    if listed:
        blocks.append(
            Table(
                _("The heaviest documents, as their servers state"),
                (
                    Column(_("Document, and a page that links to it"), long=True),
                    Column(_("Kind")),
                    Column(_("Stated size"), figures=True),
                    Column(_("Pages that link to it"), figures=True),
                ),
                tuple(
                    Row((
                        Cell(Link(each.url, site=site), tuple(_from(url, site) for url in each.linked_from[:1])),
                        family_name(each),
                        of_bytes(each.stated_bytes or 0),
                        Figure(each.pages),
                    ))
                    for each in listed
                ),
            )
        )  # fmt: skip
    return (Section("documents", _("Documents that pages link to"), tuple(blocks)),)


def _from(url: str, site: str) -> Words:
    return say(_("linked from {page}"), page=Link(url, site=site))


def notes(report: AuditReport) -> tuple[Words, ...]:
    """Return what is said above the list; nothing where no document was asked for."""
    if not report.documents:
        return ()
    said: list[Words] = [
        told(report),
        _(
            "These sizes are the servers' own statements, asked for without loading the files: nothing here was"
            " measured, and none of it is in a page weight or a mean. Only documents on the site's own hosts are asked"
            " for."
        ),
    ]
    left = known_documents(report) - len(report.documents)
    if left:
        forms = ngettext(
            "{n} more was not asked for: see {option}.", "{n} more were not asked for: see {option}.", left
        )
        said.append(say(forms, n=Figure(left), option=Code("--documents")))
    unknown = Counter(each.reason for each in report.documents if each.stated_bytes is None and each.reason)
    for reason, n in unknown.most_common(5):
        why = ngettext("{n} of unknown size: {reason}", "{n} of unknown size: {reason}", n)
        said.append(say(why, n=Figure(n), reason=reason_words(reason)))
    return tuple(said)


def told(report: AuditReport) -> Words:
    """Return how many documents the pages link to, and what they hold in all."""
    known = known_documents(report)
    forms = ngettext(
        "The pages link to {n} document; the known sizes add up to {size}.",
        "The pages link to {n} documents; the known sizes add up to {size}.",
        known,
    )
    return say(forms, n=Figure(known), size=of_bytes(stated_bytes(report)))
