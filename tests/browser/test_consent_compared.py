"""A whole audit with ``--consent compare``: three weights where there is a banner, one load where there is none."""

import asyncio

import pytest

from delest import pipeline
from delest.pipeline import Order
from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.page_loads import run_header

pytestmark = pytest.mark.browser

TRACKERS = 40_000
BANNER = """<div id=banner><button id=onetrust-reject-all-handler>No</button>
<button id=onetrust-accept-btn-handler onclick="fetch('/trackers.js'); document.getElementById('banner').remove()">Yes
</button></div><script>
  const no = document.getElementById('onetrust-reject-all-handler');
  if (GOES) no.onclick = () => document.getElementById('banner').remove();
</script>"""


def html(text):
    return Answer(f'<!doctype html><title>t</title><link rel=icon href="data:,">{text}'.encode())


@pytest.fixture(scope="module")
def audited(tmp_path_factory, browser_path):
    with SmallSite() as small:
        small.answers |= {
            "/": html(BANNER.replace("GOES", "true") + "<a href=plain>1</a><a href=stays>2</a>"),
            "/plain": html("<button>Buy</button>"),
            "/stays": html(BANNER.replace("GOES", "false")),
            "/trackers.js": Answer(b"x" * TRACKERS, content_type="text/javascript"),
        }
        header = run_header(Scope(start_urls=(small.url(),), use_sitemap=False), consent=Choice.COMPARE, jobs=2)
        load = LoadOptions(browser_path=browser_path, stay_s=0.2, quiet_s=0.2, limit_s=20.0, consent=Choice.COMPARE)
        order = Order(header=header, load=load, run=tmp_path_factory.mktemp("compared") / "run")
        report = asyncio.run(pipeline.audit(order, Watcher(), asyncio.Event()))
        with Journal.open(order.run) as journal:
            assert pipeline.report(journal) == report
        yield report, small


def test_the_three_weights_and_the_headline_as_it_comes(audited):
    report, small = audited
    weight = {each.url: each for each in report.weights}[small.url("/")]
    as_is, refused, accepted = (w.transferred_bytes.median for w in (weight.cold, weight.refused, weight.accepted))
    assert as_is == refused
    assert TRACKERS < accepted - refused < TRACKERS + 1000
    assert report.site.heaviest_bytes < TRACKERS


def test_a_page_without_a_banner_is_loaded_once_and_says_so(audited):
    report, small = audited
    page = {each.url: each for each in report.pages}[small.url("/plain")]
    assert page.loads[0].consent == Answered(choice=Choice.AS_IS, reason=Reason(code=ReasonCode.NO_BANNER))
    assert (len(page.loads), page.consent_loads) == (1, ())


def test_a_banner_that_stays_gives_no_weight_of_that_answer(audited):
    report, small = audited
    weight = {each.url: each for each in report.weights}[small.url("/stays")]
    assert weight.refused is None
    assert weight.accepted.transferred_bytes.median > TRACKERS
    refused, accepted = {each.url: each for each in report.pages}[small.url("/stays")].consent_loads
    assert refused.consent.reason.code is ReasonCode.BANNER_STAYED
    assert accepted.consent == Answered(choice=Choice.ACCEPT, banner="OneTrust")
