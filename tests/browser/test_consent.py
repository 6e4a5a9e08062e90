"""Consent banners answered in a real Chromium, on pages in the style of each product's markup."""

import asyncio
import re

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.measure.visit.acting.consent import banners
from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite

pytestmark = pytest.mark.browser

TRACKERS = 40_000
HOSTILE = """<script>
for (const type of [Element, HTMLElement, Document, DocumentFragment])
  for (const name of ['click', 'querySelectorAll', 'checkVisibility', 'getBoundingClientRect'])
    if (type.prototype[name]) type.prototype[name] = () => { throw new Error('hostile') };
</script><img name=querySelectorAll><img name=documentElement>"""


def banner(refuse="<button id=no>No</button>", accept="<button id=yes>Yes</button>"):
    """Return a banner whose buttons close it; accepting loads the trackers."""
    return (
        f"<div id=banner><span data-is=refuse>{refuse}</span><span data-is=accept>{accept}</span></div>"
        "<script>for (const span of document.querySelectorAll('[data-is]')) span.addEventListener('click', () => {"
        "if (span.dataset.is === 'accept') fetch('/trackers.js');"
        "document.getElementById('banner').remove(); })</script>"
    )


def load(small, browser_path, choice, html, selector="", **pages):
    small.answers = {
        "/": Answer(f"<!doctype html><title>t</title>{html}".encode()),
        "/trackers.js": Answer(b"x" * TRACKERS, content_type="text/javascript"),
        **{f"/{name}": Answer(f"<!doctype html>{text}".encode()) for name, text in pages.items()},
    }

    async def once():
        options = LoadOptions(
            browser_path=browser_path, stay_s=0, quiet_s=0.2, limit_s=15, consent=choice, consent_selector=selector
        )
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return (await loader.load(small.url())).load

    loaded = asyncio.run(once())
    assert loaded.outcome is Outcome.OK, loaded.reason
    assert loaded.exact
    return loaded


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


def test_as_is_answers_nothing_refusing_loads_less_than_accepting_and_all_bytes_count(small, browser_path):
    html = banner("<button id=didomi-notice-disagree-button>No</button>", "<button id=didomi-notice-agree-button>Yes")
    as_is, refused, accepted = (
        load(small, browser_path, choice, html) for choice in (Choice.AS_IS, Choice.REFUSE, Choice.ACCEPT)
    )
    assert as_is.consent is None
    assert refused.consent == Answered(choice=Choice.REFUSE, banner="Didomi")
    assert accepted.consent == Answered(choice=Choice.ACCEPT, banner="Didomi")
    assert as_is.transferred_bytes == refused.transferred_bytes
    assert accepted.transferred_bytes - refused.transferred_bytes >= TRACKERS
    assert accepted.before_scroll_bytes >= TRACKERS


def test_no_banner_is_told_and_is_not_the_same_as_refused(small, browser_path):
    loaded = load(small, browser_path, Choice.REFUSE, "<button>Buy</button>")
    assert loaded.consent == Answered(choice=Choice.REFUSE, reason=Reason(code=ReasonCode.NO_BANNER))


def test_a_banner_that_is_not_drawn_is_none(small, browser_path):
    html = "<div style='visibility:hidden'>" + banner("<button id=onetrust-reject-all-handler>No</button>") + "</div>"
    assert load(small, browser_path, Choice.REFUSE, html).consent.reason.code is ReasonCode.NO_BANNER


def test_a_banner_that_comes_late_is_waited_for(small, browser_path):
    html = "<script>setTimeout(() => { const b = document.createElement('button'); b.className = 'cn-decline';"
    html += "b.textContent = 'No'; b.onclick = () => b.remove(); document.querySelector('.klaro').append(b) }, 1500)"
    html = "<div class=klaro></div>" + html + "</script>"
    assert load(small, browser_path, Choice.REFUSE, html).consent == Answered(choice=Choice.REFUSE, banner="Klaro")


def test_a_banner_that_stays_is_not_answered(small, browser_path):
    loaded = load(small, browser_path, Choice.REFUSE, "<button id=tarteaucitronAllDenied2>No</button>")
    assert loaded.consent == Answered(
        choice=Choice.REFUSE, banner="tarteaucitron", reason=Reason(code=ReasonCode.BANNER_STAYED)
    )


def test_a_banner_in_open_shadow_roots_on_a_hostile_page(small, browser_path):
    html = """<div id=usercentrics-root></div><script>
      const outer = document.getElementById('usercentrics-root').attachShadow({mode: 'open'});
      const inner = outer.appendChild(document.createElement('div')).attachShadow({mode: 'open'});
      inner.innerHTML = '<button data-testid="uc-accept-all-button">Yes</button>';
      inner.firstChild.onclick = () => { fetch('/trackers.js'); inner.firstChild.remove() };
    </script>"""
    loaded = load(small, browser_path, Choice.ACCEPT, html + HOSTILE)
    assert loaded.consent == Answered(choice=Choice.ACCEPT, banner="Usercentrics")
    assert loaded.transferred_bytes >= TRACKERS


def test_a_banner_in_a_frame(small, browser_path):
    inner = banner(accept="<button id=axeptio_btn_acceptAll>Yes</button>")
    loaded = load(small, browser_path, Choice.ACCEPT, "<iframe src=/frame></iframe>", frame=inner)
    assert loaded.consent == Answered(choice=Choice.ACCEPT, banner="Axeptio")
    assert loaded.transferred_bytes >= TRACKERS


def test_a_banner_in_frames_of_another_site_beside_one_that_hangs(small, browser_path):
    """Two frames deep: the page's site is 127.0.0.1, the outer frame's localhost, the inner one the page's again."""
    there, own = small.url("/outer", host="localhost"), small.url("/inner")
    inner = banner(refuse="<button class=sp_choice_type_13>No</button>", accept="<button class=sp_choice_type_11>Yes")
    pages = {"outer": f"{HOSTILE}<iframe src={own}></iframe>", "inner": inner + HOSTILE}
    pages["hang"] = "<script>setTimeout(() => { for (;;) ; }, 500)</script>"
    hang = f"<iframe src={small.url('/hang', host='localhost').replace('localhost', 'other.localhost')}></iframe>"
    loaded = load(small, browser_path, Choice.ACCEPT, f"<iframe src={there}></iframe>{hang}{HOSTILE}", **pages)
    assert loaded.consent == Answered(choice=Choice.ACCEPT, banner="Sourcepoint")
    assert loaded.transferred_bytes >= TRACKERS


def test_the_users_own_button_goes_before_all_others(small, browser_path):
    html = banner("<button class=nope>No</button>") + "<button id=onetrust-reject-all-handler>No</button>"
    loaded = load(small, browser_path, Choice.REFUSE, html, selector="button.nope")
    assert loaded.consent == Answered(choice=Choice.REFUSE, banner="button.nope")


def test_a_selector_that_is_none_is_told(small, browser_path):
    loaded = load(small, browser_path, Choice.REFUSE, banner(), selector="p >>> (")
    assert loaded.consent.reason.code is ReasonCode.BAD_SELECTOR


def test_a_page_that_hangs_when_answered_is_told(small, browser_path):
    html = "<button id=onetrust-reject-all-handler onclick='for (;;) ;'>No</button>"
    assert load(small, browser_path, Choice.REFUSE, html).consent.reason.code is ReasonCode.PAGE_SILENT


def test_a_frame_that_hangs_when_answered_is_told(small, browser_path):
    there = small.url("/frame", host="localhost")
    inner = "<button id=axeptio_btn_dismiss onclick='for (;;) ;'>No</button>"
    loaded = load(small, browser_path, Choice.REFUSE, f"<iframe src={there}></iframe>", frame=inner)
    assert loaded.consent.reason.code is ReasonCode.PAGE_SILENT


def test_every_known_banner_is_answered_by_the_button_meant(small, browser_path):
    for at, known in enumerate(banners()):
        html = banner(element(known.refuse[0]), element(known.accept[0]))
        small.answers[f"/{at}"] = Answer(f"<!doctype html>{html}".encode())
    small.answers["/trackers.js"] = Answer(b"x" * TRACKERS, content_type="text/javascript")

    async def all_of(choice):
        options = LoadOptions(browser_path=browser_path, stay_s=0, quiet_s=0.2, limit_s=20, consent=choice)
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return [(await loader.load(small.url(f"/{at}"))).load for at in range(len(banners()))]

    for choice in (Choice.REFUSE, Choice.ACCEPT):
        loads = asyncio.run(all_of(choice))
        assert [load.consent for load in loads] == [Answered(choice=choice, banner=b.name) for b in banners()]
        assert {load.transferred_bytes > TRACKERS for load in loads} == {choice is Choice.ACCEPT}


def element(selector):
    """Return HTML that a selector of the data describes: elements in one another, a button inside."""
    opened, closed = "", ""
    parts = re.split(r"\s+(?![^[]*\])", re.sub(r":not\([^)]*\)", "", selector))
    for part in (p for p in parts if p != ">"):
        tag = re.match(r"[a-z]*", part)[0] or ("button" if part is parts[-1] else "div")
        attributes = " ".join(f'{n}="{v}"' for n, v in re.findall(r"\[([a-z-]+)[~^*]?='([^']*)'", part))
        attributes += "".join(f" {n}" for n in re.findall(r"\[([a-z-]+)\]", part))
        bare = re.sub(r"\[[^]]*\]", "", part)
        classes, ids = re.findall(r"\.([\w-]+)", bare), re.findall(r"#([\w-]+)", bare)
        opened += f'<{tag} class="{" ".join(classes)}" {f"id={ids[0]}" if ids else ""} {attributes}>'
        closed = f"</{tag}>{closed}"
    return f"{opened}choose{closed}"
