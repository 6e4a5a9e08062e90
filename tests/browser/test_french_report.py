"""A French report of a site that fails in every usual way: not one English word of ours is in it."""

import re
import threading

import pytest

from delest.message import Message
from delest.reason import ReasonCode
from delest.report.language import reasons, words
from delest.report.language.words import speaking
from tests.browser.small_site import Answer, SmallSite, page
from tests.browser.test_pipeline import audit, by_url, order_for
from tests.rendered import brief, render

pytestmark = pytest.mark.browser

CHALLENGE = "<!doctype html><title>Just a moment...</title><p>Un instant"
NOWHERE = "<!doctype html><title>Page introuvable</title><h1>Page introuvable</h1><p>Rien ici"
ENGLISH = {
    "the", "of", "with", "was", "were", "is", "are", "not", "to", "by", "for", "from", "it", "its", "that", "this",
    "response", "answer", "error", "failed", "blocked", "challenge", "required", "found", "within", "says", "loaded",
    "measured", "excluded", "warning", "warnings", "reason", "unknown", "size", "stated",
}  # fmt: skip
"""Words that French does not have, at least one of which is in almost every English sentence."""
TECHNICAL = re.compile(
    r"https?://[^\s;]+|/[a-z.]+|net::\S+|<style.*?</style>|<script.*?</script>|<[^>]+>|&\w+;|--[\w-]+", re.DOTALL
)
"""Addresses, the browser's own terms, markup, options."""


@pytest.fixture(scope="module")
def failing(tmp_path_factory, browser_path):
    """One audit of a page for each failure."""
    over = threading.Event()
    with SmallSite() as small:
        small.answers |= {
            "/": page("/private", "/challenge", "/stalled", "/lost", "/gone", "/away", "/file.pdf"),
            "/private": Answer(b"non", status=401, headers={"WWW-Authenticate": 'Basic realm="x"'}),
            "/challenge": Answer(CHALLENGE.encode(), status=403, headers={"cf-mitigated": "challenge"}),
            "/stalled": Answer(raw=lambda _: over.wait(60)),
            "/lost": Answer(NOWHERE.encode()),
            "/away": Answer(status=302, headers={"Location": "http://localhost:1/"}),
            "/file.pdf": Answer(headers={"Transfer-Encoding": "chunked"}, content_type="application/pdf"),
        }
        run = tmp_path_factory.mktemp("failing") / "run"
        audited = audit(order_for(run, browser_path, small.url(), jobs=2, limit_s=6.0, documents=5))
        over.set()
        codes = {url.removeprefix(small.url()): each.loads[-1].reason for url, each in by_url(audited).items()}
        yield audited, codes


def test_each_failure_has_its_code(failing):
    _, found = failing
    assert {path: told and told.code for path, told in found.items()} == {
        "": None,
        "private": ReasonCode.LOGIN_REQUIRED,
        "challenge": ReasonCode.BOT_CHALLENGE,
        "stalled": ReasonCode.NO_RESPONSE,
        "lost": ReasonCode.SOFT_404,
        "gone": ReasonCode.HTTP_ERROR,
        "away": ReasonCode.NET_ERROR,
    }


@pytest.mark.parametrize("form", ["brief", "text", "html", "markdown", "csv"])
def test_no_english_word_of_ours_is_in_a_french_report(failing, form):
    audited, _ = failing
    with speaking("fr"):
        said = brief(audited) if form == "brief" else render(audited, form)
        expected = [reasons.name_of(code) for code in (ReasonCode.LOGIN_REQUIRED, ReasonCode.BOT_CHALLENGE)]
    plain = TECHNICAL.sub(" ", said)
    if form == "csv":
        plain = plain.partition("\n")[2]  # the names of columns are the same in every language
        plain = re.sub(r";[a-z]+(?:-[a-z0-9]+)*(?=;)", ";", plain)  # and so are codes
    assert all(" ".join(each.split()) in " ".join(plain.replace("\n", " ").split()) for each in expected)
    assert {word for word in re.findall(r"[a-z]+", plain.lower()) if word in ENGLISH} == set()


def test_reports_in_two_languages_are_made_side_by_side_in_one_process(failing):
    audited, _ = failing
    said = {}

    def report(language):
        words.use(language)  # of this thread alone
        started.wait()
        said[language] = brief(audited)

    started = threading.Barrier(2)
    both = [threading.Thread(target=report, args=(language,)) for language in ("en", "fr")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert "login required" in said["en"]
    assert "connexion requise" in said["fr"]
    assert "connexion requise" not in said["en"]
    assert words.language() == "en"


def test_a_message_with_a_reason_is_said_in_the_language_of_the_context():
    reason = ReasonCode.CUT_SHORT
    message = Message.of("{url}: {reason}", url="https://a.fr/", reason=reasons.Reason(code=reason))
    with speaking("fr"):
        assert reasons.said(message).endswith(reasons.name_of(reason))
        assert reasons.in_english(message) == "https://a.fr/: cut short"
        assert words.language() == "fr"
    with pytest.raises(FileNotFoundError):
        words.use("xx")
    assert words.language() == "en"
