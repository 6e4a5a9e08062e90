"""One audit of a site that leads on in every way that a person sees: what is found, what is left out, how politely."""

import itertools
import time

import pytest

from delest.records.pages.load import Outcome
from tests.browser.small_site import Answer, SmallSite, page, reset
from tests.browser.test_pipeline import audit, order_for, outcomes

pytestmark = pytest.mark.browser

DELAY_S = 1.0
NAV = """<x-nav></x-nav><script>customElements.define('x-nav', class extends HTMLElement {
  connectedCallback() {
    this.attachShadow({mode: 'open'}).innerHTML = '<a href=/shadow>1</a><y-nav></y-nav>';
    this.shadowRoot.querySelector('y-nav').attachShadow({mode: 'open'}).innerHTML = '<a href=/deeper>2</a>';
  }
})</script>"""
APP = """<main></main><script>
const go = () => { document.querySelector('main').textContent = 'view of ' + (location.hash || 'home'); };
addEventListener('hashchange', go); go()</script><a href='#/maps'>m</a><a href='#!news'>n</a><a href='#top'>t</a>"""
PLACES = "<p>One page</p>" + "".join(f"<a href='#/part{n}'>{n}</a>" for n in range(6))


def html(body, head="", lang="fr"):
    return Answer(f"<!doctype html><html lang={lang}><title>t</title>{head}<link rel=icon href=data:,>{body}".encode())


class Town(SmallSite):
    """Remembers when it was asked for each page, and breaks one connection."""

    def __init__(self):
        super().__init__()
        self.came_s = []
        self._cut_until_s = 0.0

    def answer(self, path, headers):
        if not path.endswith((".txt", ".xml")):
            self.came_s.append(time.monotonic())
        self._cut_until_s = self._cut_until_s or (time.monotonic() + 1.5 if path == "/cut" else 0.0)
        if path == "/cut" and time.monotonic() < self._cut_until_s:  # a browser asks again at once by itself
            return Answer(raw=reset)
        return super().answer(path, headers)


@pytest.fixture(scope="module")
def seen(tmp_path_factory, browser_path):
    with Town() as town:
        here, blog = town.url(host="www.ville.localhost"), town.url(host="blog.ville.localhost")
        english = f"<link rel=alternate hreflang=en href=/en/><a href='{blog}one'>b</a><a href='{blog}two'>b</a>"
        town.answers |= {
            "/robots.txt": Answer(f"User-agent: *\nCrawl-delay: {DELAY_S:g}".encode()),
            "/": html(NAV + "<a href=/frames>f</a><a href=/latin>l</a><a href=/app>a</a><a href=/places>p</a>"
                      f"<a href=/cut>c</a><a href='{town.url(host='ville.localhost')}bare'>w</a>", english),
            "/en/": html("english", lang="en"),
            "/frames": Answer(b"<title>Old</title><frameset cols='1,*'><frame src=/menu><frame src=/first></frameset>"),
            "/menu": html("<a target=main href=/second>2</a>"),
            "/first": html("first"),
            "/latin": Answer(
                "<title>t</title><a href='/ville?nom=Besançon'>b</a>".encode("latin-1"),
                content_type="text/html; charset=ISO-8859-1",
            ),
            "/app": html(APP),
            "/places": html(PLACES),
            "/second": html("<iframe srcdoc='<a href=/in-srcdoc target=_top>i</a>'></iframe>"),
            **{path: page() for path in ("/shadow", "/deeper", "/in-srcdoc", "/ville?nom=Besan%E7on", "/bare", "/cut")},
        }  # fmt: skip
        order = order_for(
            tmp_path_factory.mktemp("seen") / "run", browser_path, here, use_sitemap=False, jobs=2, max_pages=60
        )
        yield audit(order), town


def found(seen):
    audited, town = seen
    return {url.partition(f":{town.port}")[2]: outcome for url, outcome in outcomes(audited).items()}


def left_out(seen):
    audited, town = seen
    return {each.url.partition(f":{town.port}")[2]: each.reason for each in audited.end.skipped}


@pytest.mark.parametrize(
    "path", ["/shadow", "/deeper", "/frames", "/second", "/in-srcdoc", "/ville?nom=Besan%E7on", "/bare", "/en/"]
)
def test_what_a_person_can_follow_is_found(seen, path):
    assert found(seen)[path] is Outcome.OK


def test_the_page_in_another_language_comes_after_the_links_of_its_depth(seen):
    audited, town = seen
    order = [each.url.partition(f":{town.port}")[2] for each in audited.pages]
    assert order.index("/en/") > max(order.index(path) for path in ("/shadow", "/frames", "/latin", "/app", "/places"))


def test_views_of_an_application_are_pages_and_places_in_a_page_are_not(seen):
    assert found(seen)["/app#/maps"] is found(seen)["/app#!news"] is Outcome.OK
    assert not [path for path in found(seen) if path.startswith("/places#")]
    places = [path for path, reason in left_out(seen).items() if reason == "same-view"]
    assert sorted(places) == [f"/places#/part{n}" for n in range(6)]
    _, town = seen
    assert town.asked.count("/places") < 7


def test_another_host_of_the_domain_is_counted_and_not_loaded(seen):
    audited, town = seen
    assert [(each.host, each.links) for each in audited.end.other_hosts] == [("blog.ville.localhost", 2)]
    assert not {"/one", "/two"} & set(town.asked)


def test_a_page_that_a_cut_of_the_network_lost_is_loaded_at_the_end(seen):
    _, town = seen
    assert found(seen)["/cut"] is Outcome.OK
    assert [path for path in town.asked if path != "/favicon.ico"][-1] == "/cut"


def test_the_crawl_delay_is_kept_at_the_server(seen):
    _, town = seen
    pages = {"/", "/shadow", "/deeper", "/frames", "/latin", "/app", "/places", "/second", "/en/"}
    asked = [path for path in town.asked if not path.endswith((".txt", ".xml"))]
    came_s = [at for path, at in zip(asked, town.came_s, strict=True) if path.partition("?")[0] in pages | {"/ville"}]
    assert len(came_s) > 11  # /bare is on another host, with a delay of its own
    assert min(after - before for before, after in itertools.pairwise(came_s)) >= DELAY_S


def test_views_in_a_list_are_pages_of_their_own(tmp_path, browser_path):
    app = """<main></main><script>fetch('/part' + (location.hash.slice(1) || '/home')).then(r => r.text())</script>"""
    with SmallSite() as small:
        small.answers |= {
            "/": html(app),
            "/part/home": Answer(b"home"),
            "/part/maps": Answer(b"x" * 300_000),
        }
        urls = (small.url("/"), small.url("/#/maps"))
        audited = audit(order_for(tmp_path / "run", browser_path, *urls, follow_links=False))
        weights = {each.url: each.cold.transferred_bytes.median for each in audited.weights}
        assert weights[urls[1]] > weights[urls[0]] + 299_000
        assert audited.end.skipped == ()
