import pytest

from delest.measure.outcome import of_answer, of_error
from delest.records.pages.load import Outcome


@pytest.mark.parametrize(
    ("message", "outcome", "reason"),
    [
        (
            "Page.goto: net::ERR_CONNECTION_REFUSED at http://x/",
            Outcome.REFUSED,
            "net-error: net::ERR_CONNECTION_REFUSED",
        ),
        (
            "Page.goto: net::ERR_NAME_NOT_RESOLVED at http://x/",
            Outcome.FAILED,
            "name-not-found: net::ERR_NAME_NOT_RESOLVED",
        ),
        (
            "Page.goto: net::ERR_CONNECTION_TIMED_OUT at http://x/",
            Outcome.TIMED_OUT,
            "net-error: net::ERR_CONNECTION_TIMED_OUT",
        ),
        ("Page.goto: Timeout 30000ms exceeded.\nCall log", Outcome.TIMED_OUT, "no-response"),
        ("Page.goto: net::ERR_INVALID_AUTH_CREDENTIALS at x", Outcome.BLOCKED, "login-required: HTTP 401"),
        ("net::ERR_BLOCKED_BY_CLIENT", Outcome.BLOCKED, "net-error: net::ERR_BLOCKED_BY_CLIENT"),
        ("", Outcome.FAILED, "browser-stuck"),
        ("net::ERR_CERT_DATE_INVALID", Outcome.FAILED, "bad-certificate: net::ERR_CERT_DATE_INVALID"),
        ("Page.evaluate: Target crashed", Outcome.FAILED, "crashed"),
        ("Page.goto: Target page, context or browser has been closed", Outcome.FAILED, "crashed"),
        ("Protocol error (Tracing.start)\nlog", Outcome.FAILED, "browser-error: Protocol error (Tracing.start)"),
    ],
)
def test_errors(message, outcome, reason):
    ending = of_error(message)
    assert (ending.outcome, str(ending.reason)) == (outcome, reason)


@pytest.mark.parametrize(
    ("status", "mime", "challenged", "outcome"),
    [
        (200, "text/html", False, Outcome.OK),
        (200, "application/xhtml+xml", False, Outcome.OK),
        (200, "application/pdf", False, Outcome.NOT_HTML),
        (204, "", False, Outcome.NOT_HTML),
        (404, "text/html", False, Outcome.HTTP_ERROR),
        (500, "text/html", False, Outcome.HTTP_ERROR),
        (401, "text/html", False, Outcome.BLOCKED),
        (403, "text/html", True, Outcome.BLOCKED),
        (200, "text/html", True, Outcome.BLOCKED),
    ],
)
def test_answers(status, mime, challenged, outcome):
    ending = of_answer(status, mime, challenged=challenged)
    assert ending.outcome is outcome
    assert bool(ending.reason) == (outcome is not Outcome.OK)
