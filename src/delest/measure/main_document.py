"""Which of the documents that were asked for in a page's own frame is the page, and how its load ended. Pure."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from delest.measure.network import Request
from delest.measure.outcome import HTML, NO_CONTENT, Ending, of_answer, of_error
from delest.records.load import Outcome, ServedFrom

_ABORTED: Final = "net::ERR_ABORTED"
_NO_FAILURE: Final = frozenset({"", _ABORTED})


class Judged(NamedTuple):
    """How a load ended, and the request for the page's document: the one shown, or the last one before it failed."""

    ending: Ending
    document: Request | None
    """None: none was answered."""


def judged(went: Ending, requests: Iterable[Request], main_frame: str, *, error_page: bool) -> Judged:
    """Let the page's own document say how the load ended, where there is one.

    ``went`` is how the navigation to the address asked for ended. ``error_page``: the browser shows its own page about
    a failure, to which the page may have led by script, long after its answer.
    """
    documents = [r for r in requests if r.type == "Document" and r.frame_id == main_frame and not r.redirected]
    answered = [r for r in documents if r.status is not None and r.served_from is not ServedFrom.INLINE]
    failed = [r.failure for r in documents if r.status is None and r.failure not in _NO_FAILURE]
    if went.outcome is Outcome.OK and (not answered or (error_page and failed)):
        aborted = [r.failure for r in documents if r.failure]
        return Judged(of_error((failed or aborted or ["no answer"])[-1]), answered[-1] if answered else None)
    if not answered:
        return Judged(went, None)
    document = next((r for r in reversed(answered) if not _leaves_the_page(r)), answered[-1])
    ending = of_answer(document.status, document.mime_type, challenged=document.challenged)
    if ending.outcome is Outcome.OK and document.failure not in _NO_FAILURE:
        ending = of_error(document.failure)  # the document broke off: what came is no page
    return Judged(went if ending.outcome is Outcome.OK else ending, document)


def _leaves_the_page(document: Request) -> bool:
    """Tell whether an answer left the page before it where it was: a download, or one without content."""
    download = document.failure == _ABORTED and (document.attachment or document.mime_type not in HTML)
    return download or document.status in NO_CONTENT
