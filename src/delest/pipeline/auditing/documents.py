"""The documents that pages link to: asked for once the pages are loaded, so that they take no place from one."""

import asyncio
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from delest.crawl.documents.known import DocumentScope, Linked, linked_documents
from delest.crawl.files import family
from delest.crawl.site.backoff import NOT_NOW
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn, TurnOf
from delest.records.pages.document import Document
from delest.records.runs.audit import RunHeader
from delest.records.runs.skip_reason import MAY_PASS, SkipReason
from delest.store.journal import Journal

_MAY_PASS: Final = frozenset(reason.reason.code for reason in MAY_PASS)


async def weigh_documents(journal: Journal, header: RunHeader, site: Site, turn: TurnOf) -> tuple[int, bool]:
    """Ask for the documents that the pages of the journal link to; return how many there are, and whether all is done.

    As many at a time as pages were. What was answered before the run was resumed is not asked for again.
    """
    limit = header.scope.documents
    if not limit:
        return 0, True
    scope = DocumentScope(header.scope)
    linked = linked_documents(journal.steps, scope)
    answered = {document.url for document in journal.documents() if _is_answer(document)}
    waiting = iter([each for each in linked[:limit] if each.url not in answered])
    ended = await asyncio.gather(*(_work(waiting, journal, site, scope, turn) for _ in range(header.run.jobs)))
    return len(linked), all(ended)


async def _work(waiting: Iterable[Linked], journal: Journal, site: Site, scope: DocumentScope, turn: TurnOf) -> bool:
    for linked in waiting:
        its_turn = await turn(linked.url)
        if its_turn is Turn.OVER:
            return False
        comes = its_turn is Turn.COMES
        said = await site.document(linked.url, scope) if comes else _refused(linked.url, site.refusal(linked.url))
        journal.add_document(replace(said, pages=linked.pages, linked_from=tuple(linked.linked_from)))
    return True


def _refused(url: str, reason: SkipReason) -> Document:
    return Document(url=url, final_url=url, family=family(url), reason=reason.reason)


def _is_answer(document: Document) -> bool:
    return (
        document.status is not None
        and document.status not in NOT_NOW
        and not (document.reason and document.reason.code in _MAY_PASS)
    )
