"""Pages that lead somewhere by script: to a download, to nothing, to an error page, to windows of their own."""

import asyncio

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import CacheState, Outcome
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite, page

pytestmark = pytest.mark.browser

FILE = Answer(b"PK" * 900, content_type="application/zip")
SAVED = Answer(b"<p>saved", headers={"Content-Disposition": "attachment; filename=a.html"})


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


def loads(browser_path, *urls, after=None, **options):
    async def one_by_one():
        asked = LoadOptions(browser_path=browser_path, **{"stay_s": 0.5} | options)
        async with Driver(asked) as driver, PageLoader(driver, asked) as loader:
            return [(await loader.load(url, after=after)).load for url in urls]

    return asyncio.run(one_by_one())


def test_a_page_stays_one_that_starts_a_download_or_asks_for_nothing(small, browser_path):
    small.answers |= {"/file.zip": FILE, "/saved": SAVED, "/nothing": Answer(status=204)}
    asked = ["/file.zip", "/saved", "/nothing"]
    small.answers |= {f"/to{path}": page(script=f"location = '{path}'") for path in asked}
    urls = [small.url(f"/to{path}") for path in asked]
    found = loads(browser_path, *urls)
    assert [(each.outcome, each.final_url, each.title) for each in found] == [(Outcome.OK, url, "t") for url in urls]
    assert all(any(path in t.url for t in each.transfers) for path, each in zip(asked, found, strict=True))


NO_SUCH_HOST = "name-not-found: net::ERR_NAME_NOT_RESOLVED"


def test_a_page_that_leads_to_an_error_page_of_the_browser_is_none(small, browser_path):
    there = "http://no.such.name.invalid/"
    small.answers |= {
        "/script": page(script=f"location.replace('{there}')"),
        "/meta": Answer(f"<meta http-equiv=refresh content='0;url={there}'>".encode()),
        "/frame": page(
            script=f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{there}'}}))"
        ),
    }
    small.answers["/late"] = page(script=f"setTimeout(() => location.replace('{there}'), 2500)")
    late = loads(browser_path, small.url("/late"), stay_s=3)[0]
    assert (late.outcome, str(late.reason), late.title) == (Outcome.FAILED, NO_SUCH_HOST, "")
    script, meta, frame = loads(browser_path, *map(small.url, ("/script", "/meta", "/frame")))
    for lost in (script, meta):
        assert (lost.outcome, str(lost.reason)) == (Outcome.FAILED, NO_SUCH_HOST)
        assert (lost.status, lost.title) == (200, "")  # its own host did answer
    assert frame.outcome is Outcome.OK


def test_windows_that_the_page_before_opened_do_not_weigh_on_the_next_one(small, browser_path):
    small.answers |= {
        "/": page(script="open('/window')"),
        "/window": page(script="setInterval(() => fetch('/poll?' + Math.random()), 200)"),
        "/next": page(),
        "/poll": Answer(b"x"),
    }
    (alone,) = loads(browser_path, small.url("/next"))
    (after,) = loads(browser_path, small.url("/next"), after=small.url())
    assert after.cache_state is CacheState.IN_VISIT
    assert any(path.startswith("/poll") for path in small.asked)
    assert not [t.url for t in after.transfers if "/poll" in t.url or "/window" in t.url]
    assert after.transferred_bytes <= alone.transferred_bytes


def test_a_window_that_hangs_costs_no_byte_of_the_page(small, browser_path):
    hangs = small.url("/hangs", host="localhost")  # another site, so that it has a process of its own
    small.answers |= {
        "/": page(script=f"open('{hangs}')"),
        "/hangs": page(script="setTimeout(() => { for (;;) ; }, 300)"),
    }
    (found,) = loads(browser_path, small.url())
    assert (found.outcome, found.exact) == (Outcome.OK, True)
    assert {t.url for t in found.transfers} >= {small.url(), hangs}
