"""Which of the documents that were asked for in a page's own frame is the page, and how its load ended. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from delest.measure.devtools.request import Request
from delest.measure.outcome import HTML, NO_CONTENT, Ending, ended, of_answer, of_error
from delest.reason import ReasonCode
from delest.records.pages.load import Outcome, ServedFrom

_ABORTED: Final = "net::ERR_ABORTED"
_NO_FAILURE: Final = frozenset({"", _ABORTED})
_ERROR_PAGE: Final = "chrome-error:"
_NO_RESPONSE: Final = ended(Outcome.FAILED, ReasonCode.NO_RESPONSE)


class Judged(NamedTuple):
    """How a load ended."""

    ending: Ending
    document: Request | None
    """The page's document: the one shown, or the last one before it failed. None: none was answered."""
    failed: Request | None = None
    """The document that could not be had."""


def is_error_page(shown_url: str) -> bool:
    """Tell whether the browser shows its own page about a failure."""
    return shown_url.startswith(_ERROR_PAGE)


def main_documents(requests: Iterable[Request], main_frame: str, shown_url: str) -> list[Request]:
    """Return the documents of the frame that took the place of the one before or may still do so.

    Redirects lead to one, downloads and answers without content leave the page where it is. ``shown_url`` is the
    address of the frame.
    """
    documents = [r for r in requests if r.type == "Document" and r.frame_id == main_frame and not r.redirected]
    shown = shown_url.partition("#")[0]
    return [r for r in documents if r.url == shown or not _leaves_the_page(r)] or documents


def judged(went: Ending, documents: Sequence[Request], shown_url: str) -> Judged:
    """Let the page's own document say how the load ended, where there is one.

    ``went`` is how the navigation to the address asked for ended. A page may lead on by script to a failure of which
    the browser shows its own page, long after its answer.
    """
    answered = [r for r in documents if r.status is not None and r.served_from is not ServedFrom.INLINE]
    document = answered[-1] if answered else None
    failed = next((r for r in reversed(documents) if r.status is None and r.failure not in _NO_FAILURE), None)
    if went.outcome is Outcome.OK and failed is not None and (document is None or is_error_page(shown_url)):
        return Judged(of_error(failed.failure), document, failed)
    if document is None:
        aborted = next((of_error(r.failure) for r in reversed(documents) if r.failure), _NO_RESPONSE)
        return Judged(aborted if went.outcome is Outcome.OK else went, None, failed)
    ending = of_answer(document.status, document.mime_type, challenged=document.challenged)
    if ending.outcome is Outcome.OK and document.failure not in _NO_FAILURE:
        ending = of_error(document.failure)  # the document broke off: what came is no page
    return Judged(went if ending.outcome is Outcome.OK else ending, document, failed)


def _leaves_the_page(document: Request) -> bool:
    if document.status is None:
        return document.failure == _ABORTED
    download = document.failure == _ABORTED and (document.attachment or document.mime_type not in HTML)
    return download or document.status in NO_CONTENT
