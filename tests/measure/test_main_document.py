import pytest

from delest.measure.devtools.request import Request
from delest.measure.outcome import Ending
from delest.measure.outcome import ended as lost
from delest.measure.visit.main_document import Judged, is_error_page, judged, main_documents
from delest.reason import ReasonCode
from delest.records.pages.load import Outcome, ServedFrom

WENT = Ending(outcome=Outcome.OK)
ABORTED = "net::ERR_ABORTED"
ERROR_PAGE = "chrome-error://chromewebdata/"


def document(url="page", **more):
    known = {"status": 200, "mime_type": "text/html", "type": "Document", "frame_id": "main"} | more
    return Request(id=url, target=(), url=url, **known)


def ended(*requests, shown="page#top", went=WENT):
    return judged(went, main_documents(requests, "main", shown), shown)


@pytest.mark.parametrize(
    "left",
    [
        document("zip", mime_type="application/zip", failure=ABORTED),
        document("saved", attachment=True, failure=ABORTED),
        document("nothing", status=204, failure=ABORTED),
        document("nothing", status=205, failure=ABORTED),
        document("gone", status=None, failure=ABORTED),
        document("frame", status=404, frame_id="inner"),
        document("hop", status=302, redirected=True),
    ],
)
def test_what_leaves_the_page_where_it_is_is_no_document_of_it(left):
    page = document()
    assert main_documents([page, left], "main", "page") == [page]
    assert ended(page, left) == Judged(WENT, page)
    dead = document("dead", status=None, failure="net::ERR_NAME_NOT_RESOLVED")
    assert ended(page, left, dead, shown=ERROR_PAGE).document is page


def test_a_document_made_by_the_page_itself_has_no_address_of_its_own():
    page = document()
    assert ended(page, document("blob:page", served_from=ServedFrom.INLINE), shown="blob:page") == Judged(WENT, page)


@pytest.mark.parametrize(
    ("later", "outcome"),
    [
        (document("next"), Outcome.OK),
        (document("stopped", failure=ABORTED), Outcome.OK),
        (document("broken", failure="net::ERR_CONNECTION_RESET"), Outcome.FAILED),
        (document("gone", status=404), Outcome.HTTP_ERROR),
        (document("text", mime_type="text/plain"), Outcome.NOT_HTML),
        (document("film", mime_type="video/webm", failure=ABORTED), Outcome.NOT_HTML),
    ],
)
def test_the_document_that_the_page_leads_on_to_judges_it(later, outcome):
    ending, shown, _ = ended(document(), later, shown=later.url)
    assert (ending.outcome, shown) == (outcome, later)


@pytest.mark.parametrize(
    ("failure", "outcome", "code"),
    [
        ("net::ERR_NAME_NOT_RESOLVED", Outcome.FAILED, ReasonCode.NAME_NOT_FOUND),
        ("net::ERR_CONNECTION_REFUSED", Outcome.REFUSED, ReasonCode.NET_ERROR),
    ],
)
def test_an_error_page_of_the_browser_is_no_page(failure, outcome, code):
    page, dead = document(), document("dead", status=None, failure=failure)
    assert is_error_page(ERROR_PAGE)
    assert ended(page, dead, shown=ERROR_PAGE) == Judged(lost(outcome, code, failure), page, dead)
    assert ended(dead, shown=ERROR_PAGE) == Judged(lost(outcome, code, failure), None, dead)


def test_an_error_page_in_place_of_an_answer_without_a_body_is_the_answer():
    gone = document("gone", status=404, failure="net::ERR_HTTP_RESPONSE_CODE_FAILURE")
    ending, shown, _ = ended(document(), gone, shown=ERROR_PAGE)
    assert (str(ending.reason), shown) == ("http-error: 404", gone)


def test_a_file_that_was_asked_for_is_what_it_is():
    file = document("file", mime_type="application/zip", failure=ABORTED)
    ending, shown, _ = ended(file, shown="about:blank")
    assert (ending, shown) == (lost(Outcome.NOT_HTML, ReasonCode.NOT_HTML, "application/zip"), file)


@pytest.mark.parametrize(
    ("requests", "reason"),
    [
        ([], "no-response"),
        ([document(status=None, failure=ABORTED)], f"net-error: {ABORTED}"),
        ([document(status=None)], "no-response"),
    ],
)
def test_without_an_answer_there_is_no_page(requests, reason):
    ending, shown, _ = ended(*requests, shown="about:blank")
    assert (ending.outcome, str(ending.reason), shown) == (Outcome.FAILED, reason, None)


def test_a_navigation_that_failed_is_judged_by_an_answer_that_says_more():
    refused = lost(Outcome.FAILED, ReasonCode.NET_ERROR, "net::ERR_FAILED")
    assert ended(shown=ERROR_PAGE, went=refused) == Judged(refused, None)
    assert ended(document(status=401), shown=ERROR_PAGE, went=refused).ending.outcome is Outcome.BLOCKED
    assert ended(document(), shown=ERROR_PAGE, went=refused).ending == refused
