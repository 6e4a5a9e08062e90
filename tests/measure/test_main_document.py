import pytest

from delest.measure.main_document import judged
from delest.measure.network import Request
from delest.measure.outcome import Ending
from delest.records.load import Outcome, ServedFrom

WENT = Ending(outcome=Outcome.OK)
ABORTED = "net::ERR_ABORTED"


def document(url="page", **more):
    known = {"status": 200, "mime_type": "text/html", "type": "Document", "frame_id": "main"} | more
    return Request(id=url, target=(), url=url, **known)


@pytest.mark.parametrize(
    "left",
    [
        document("zip", mime_type="application/zip", failure=ABORTED),
        document("saved", attachment=True, failure=ABORTED),
        document("nothing", status=204, failure=ABORTED),
        document("nothing", status=205, failure=ABORTED),
        document("gone", status=None, failure=ABORTED),
        document("blob:page", served_from=ServedFrom.INLINE),
        document("frame", status=404, frame_id="inner"),
        document("hop", status=302, redirected=True),
    ],
)
def test_what_leaves_the_page_where_it_is_does_not_judge_it(left):
    page = document()
    assert judged(WENT, [page, left], "main", error_page=False) == (WENT, page)


@pytest.mark.parametrize(
    ("later", "outcome"),
    [
        (document("next"), Outcome.OK),
        (document("stopped", failure=ABORTED), Outcome.OK),
        (document("broken", failure="net::ERR_CONNECTION_RESET"), Outcome.FAILED),
        (document("gone", status=404), Outcome.HTTP_ERROR),
        (document("text", mime_type="text/plain"), Outcome.NOT_HTML),
    ],
)
def test_the_document_that_the_page_leads_on_to_judges_it(later, outcome):
    ending, shown = judged(WENT, [document(), later], "main", error_page=False)
    assert (ending.outcome, shown) == (outcome, later)


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [("net::ERR_NAME_NOT_RESOLVED", Outcome.FAILED), ("net::ERR_CONNECTION_REFUSED", Outcome.REFUSED)],
)
def test_an_error_page_of_the_browser_is_no_page(failure, outcome):
    dead = document("dead", status=None, failure=failure)
    page = document()
    assert judged(WENT, [page, dead], "main", error_page=True) == (Ending(outcome=outcome, reason=failure), page)
    assert judged(WENT, [dead], "main", error_page=True) == (Ending(outcome=outcome, reason=failure), None)


def test_an_error_page_in_place_of_an_answer_without_a_body_is_the_answer():
    page, gone = document(), document("gone", status=404, failure="net::ERR_HTTP_RESPONSE_CODE_FAILURE")
    ending, shown = judged(WENT, [page, gone], "main", error_page=True)
    assert (ending.reason, shown) == ("HTTP 404", gone)


def test_a_file_that_was_asked_for_is_what_it_is():
    file = document("file", mime_type="application/zip", failure=ABORTED)
    assert judged(WENT, [file], "main", error_page=False) == (
        Ending(outcome=Outcome.NOT_HTML, reason="application/zip"),
        file,
    )


@pytest.mark.parametrize(
    ("requests", "reason"),
    [([], "no answer"), ([document(status=None, failure=ABORTED)], ABORTED), ([document(status=None)], "no answer")],
)
def test_without_an_answer_there_is_no_page(requests, reason):
    assert judged(WENT, requests, "main", error_page=False) == (Ending(outcome=Outcome.FAILED, reason=reason), None)


def test_a_navigation_that_failed_is_judged_by_an_answer_that_says_more():
    refused = Ending(outcome=Outcome.FAILED, reason="net::ERR_FAILED")
    assert judged(refused, [], "main", error_page=True) == (refused, None)
    door = document(status=401)
    assert judged(refused, [door], "main", error_page=True).ending.outcome is Outcome.BLOCKED
    assert judged(refused, [document()], "main", error_page=True).ending == refused
