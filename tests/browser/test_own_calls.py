"""The browser of an audit talks to the audited site and to what its pages name, and to no server of its own makers."""

import json
from urllib.parse import urlsplit

import pytest

from delest.measure.browser.switches import NOWHERE
from delest.measure.devtools import tracing
from tests.browser.small_site import Answer, SmallSite
from tests.browser.test_pipeline import audit, order_for

pytestmark = pytest.mark.browser

ASKS_FOR_MUCH = b"""<!doctype html><html lang=de><title>Anmeldung</title><link rel=manifest href=/m.json>
<link rel=search type=application/opensearchdescription+xml href=/search.xml title=Suche>
<form method=post><input name=email type=email autocomplete=email><input name=address><input name=tel type=tel>
<input name=card autocomplete=cc-number><input type=password autocomplete=new-password><button>Los</button></form>
<p>Diese Seite ist auf Deutsch, und der Browser ist es nicht.</p><textarea spellcheck=true>ein Feler</textarea>"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory, browser_path):
    """The audit of a page with all that makes a browser ask for itself, and the URLs in the log of its network."""
    urls = []
    decode = tracing.decode

    def kept(trace):
        events = json.loads(trace)["traceEvents"]
        urls.extend(
            each["args"]["params"]["url"] for each in events if each.get("args", {}).get("params", {}).get("url")
        )
        return decode(trace)

    with SmallSite() as small, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tracing, "decode", kept)
        small.answers["/"] = Answer(ASKS_FOR_MUCH)
        run = tmp_path_factory.mktemp("own-calls") / "run"
        audited = audit(order_for(run, browser_path, small.url(), use_sitemap=False))
        yield small, audited, urls


def test_the_log_names_no_host_that_the_page_did_not(seen):
    small, _, urls = seen
    hosts = {urlsplit(url).hostname for url in urls} - {NOWHERE, ""}
    assert hosts == {urlsplit(small.url()).hostname}


def test_what_the_browser_wants_for_itself_is_no_request_of_the_page(seen):
    _, audited, _ = seen
    (weight,) = audited.weights
    assert weight.cold.requests.median == len(["the page", "its icon"])
