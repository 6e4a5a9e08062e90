"""Small real sites that say things twice, deny nothing, or speak two languages, audited in a real Chromium."""

import pytest

from delest.pipeline.auditing.judging.not_found import REASON
from delest.records.pages.load import Outcome
from tests.browser.small_site import Answer, SmallSite
from tests.browser.test_pipeline import audit, by_url, order_for, outcomes

pytestmark = pytest.mark.browser

FRAME = " ".join(f"menu{n}" for n in range(40))


def text(subject, words=200):
    return " ".join(f"{subject}{n}" for n in range(words))


def page(title, said, *links, head="", lang="fr", script=""):
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return Answer(
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<nav>{FRAME}</nav><main>{said}</main>{anchors}<script>{script}</script>".encode()
    )


class DeniesNothing(SmallSite):
    """Answers whatever it is asked for with a status of success."""

    def __init__(self):
        super().__init__()
        self.answers = _Everything()


class _Everything(dict):
    def get(self, path, _default=None):
        if path in self:
            return self[path]
        if path == "/robots.txt":
            return Answer(status=404)
        return page("Example", f"Nous n'avons rien trouvé sous {path} mais voici le menu du site")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, browser_path):
    canonical = '<link rel="canonical" href="/list">'
    home = '<link rel="canonical" href="/">'
    take_away = "document.querySelector('a[href=served]').remove()"
    with DeniesNothing() as small:
        links = ("list", "list?sort=date", "list?p=2", "print", "moved", "en/", "leicht", "served")
        small.answers |= {
            "/": page("Accueil", text("accueil"), *links, script=take_away),
            "/list": page("Liste", text("liste"), head=canonical),
            "/list?sort=date": page("Liste", f"par date {text('liste')}", "behind", head=canonical),
            "/list?p=2": page("Liste", text("suite"), head=canonical),
            "/print": page("Liste", text("liste"), head=canonical),
            "/behind": page("Derrière", text("derriere"), head=home),
            "/en/": page("English", text("english"), lang="en-GB"),
            "/leicht": page("Leichte Sprache", text("leicht"), lang="de"),
            "/served": page("Servie", text("servie"), head=home),
        }
        order = order_for(
            tmp_path_factory.mktemp("crawled") / "run", browser_path, small.url(), use_sitemap=False, language="fr"
        )
        yield audit(order), small


def left_out(crawled):
    audited, small = crawled
    return {(each.url.removeprefix(small.url("")), each.reason) for each in audited.end.skipped}


def test_what_says_the_same_is_weighed_once_and_leads_on(crawled):
    audited, small = crawled
    assert {("/list?sort=date", "canonical"), ("/print", "same-content")} <= left_out(crawled)
    assert outcomes(audited)[small.url("/behind")] is Outcome.OK
    assert by_url(audited)[small.url("/behind")].depth == 2


def test_a_canonical_address_that_does_not_agree_leaves_nothing_out(crawled):
    audited, small = crawled
    found = outcomes(audited)
    assert [found[small.url(path)] for path in ("/list?p=2", "/behind", "/served")] == [Outcome.OK] * 3


def test_the_page_for_what_does_not_exist_is_known_again(crawled):
    audited, small = crawled
    gone = by_url(audited)[small.url("/moved")].loads[0]
    assert (gone.outcome, gone.reason, gone.status) == (Outcome.HTTP_ERROR, REASON, 200)
    invented = [path for path in small.asked if len(path) == 25]
    assert len(set(invented)) == 1


def test_pages_in_other_languages_are_left_out_and_told(crawled):
    assert {("/en/", "other-language"), ("/leicht", "other-language")} <= left_out(crawled)
    assert len(left_out(crawled)) == 4


def test_a_site_that_shows_its_home_page_for_everything_is_not_denied(tmp_path, browser_path):
    with DeniesNothing() as small:
        home = page("Example", text("application"), "a", "b")
        small.answers = _Catchall(home)
        audited = audit(order_for(tmp_path / "run", browser_path, small.url(), use_sitemap=False))
        assert outcomes(audited) == {small.url("/"): Outcome.OK}
        assert {each.reason for each in audited.end.skipped} == {"same-content"}


class _Catchall(dict):
    def __init__(self, home):
        super().__init__()
        self._home = home

    def get(self, path, _default=None):
        return Answer(status=404) if path == "/robots.txt" else self._home
