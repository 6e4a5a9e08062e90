"""Small real sites with traps, audited in a real Chromium: the audit ends, with the right pages and reasons."""

import pytest

from delest.pipeline import check
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.pages.load import Outcome
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite, page, redirect
from tests.browser.test_pipeline import audit, order_for, outcomes

pytestmark = pytest.mark.browser


def shown(title, body):
    return Answer(f"<!doctype html><title>{title}</title>{body}".encode())


FORM = '<form><input name="u"><input type="password" name="p"></form>'
NEWS = "<p>News of the day, at some length. " * 60


def test_a_false_page_is_named_and_never_a_light_page(tmp_path, browser_path):
    with SmallSite() as small:
        paths = ("account", "challenge", "denied", "repairs", "gone", "header", "article")
        small.answers |= {
            "/": page(*paths),
            "/account": redirect("/login?next=/account"),
            "/login?next=/account": shown("Log in", FORM),
            "/challenge": shown("Just a moment...", "<p>one second"),
            "/denied": Answer(b"<title>Just a moment...</title>", status=403),
            "/repairs": shown("Example", "<p>Ce site est en maintenance."),
            "/gone": shown("Page introuvable", "<p>Oups"),
            "/header": shown("Home", FORM + NEWS),
            "/article": shown("Cloudflare", "<p>Checking your browser before it answers. " * 60),
        }
        audited = audit(order_for(tmp_path / "run", browser_path, small.url()))
        assert outcomes(audited) == {
            small.url("/"): Outcome.OK,
            small.url("/account"): Outcome.BLOCKED,
            small.url("/challenge"): Outcome.BLOCKED,
            small.url("/denied"): Outcome.BLOCKED,
            small.url("/repairs"): Outcome.HTTP_ERROR,
            small.url("/gone"): Outcome.HTTP_ERROR,
            small.url("/header"): Outcome.OK,
            small.url("/article"): Outcome.OK,
        }
        assert len(audited.weights) == 3


def test_what_the_time_limit_leaves_of_a_list_is_no_pass(tmp_path, browser_path):
    with SmallSite() as small:
        urls = [small.url(f"/{n}") for n in range(12)]
        small.answers |= {f"/{n}": page() for n in range(12)}
        audited = audit(order_for(tmp_path / "run", browser_path, *urls, follow_links=False, time_limit_s=3.0))
        left = {each.url for each in audited.end.skipped if each.reason == "time-limit"}
        assert left
        assert left | set(outcomes(audited)) == set(urls)
        assert not audited.end.complete
        verdict = check(audited, Budget(max_page_weight_bytes=10**9))
        assert verdict.outcome is VerdictOutcome.NOT_MEASURED
        assert {each.page_url for each in verdict.unmeasured} == left


def test_the_time_limit_does_not_wait_for_a_crawl_delay(tmp_path, browser_path):
    with SmallSite() as small:
        small.answers |= {
            "/": page("a", "b.pdf"),
            "/a": page(),
            "/b.pdf": Answer(b"x"),
            "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 55"),
        }
        order = order_for(tmp_path / "run", browser_path, small.url(), time_limit_s=9.0, documents=9, use_sitemap=False)
        audited = audit(order)
        assert list(outcomes(audited)) == [small.url("/")]
        assert [(each.url, each.reason) for each in audited.end.skipped] == [(small.url("/a"), "time-limit")]
        assert (audited.documents, audited.end.known_documents) == ((), 1)
        assert not audited.end.complete


def test_a_login_on_another_site_is_no_site_to_audit(tmp_path, browser_path):
    with SmallSite() as small, SmallSite() as provider:
        there = provider.url("/oauth/authorize", host="localhost")
        small.answers["/"] = redirect(there)
        provider.answers["/oauth/authorize"] = shown("Sign in", FORM + '<a href="/more">more</a>')
        audited = audit(order_for(tmp_path / "run", browser_path, small.url()))
        assert outcomes(audited) == {small.url("/"): Outcome.BLOCKED}
        assert audited.pages[0].loads[0].reason == Reason.of(ReasonCode.LOGIN_REQUIRED, there)
        assert "/more" not in provider.asked


class Nested(SmallSite):
    """Frames within frames, each of another site than the one around it, down to ``deepest``."""

    deepest = 20

    def answer(self, path, headers):
        depth = path.removeprefix("/depth/")
        if not depth.isdigit():
            return super().answer(path, headers)
        inner = self.url(f"/depth/{int(depth) + 1}", host=("localhost", "127.0.0.1")[int(depth) % 2])
        return shown("nested", f'<iframe src="{inner}"></iframe>' if int(depth) < self.deepest else "")


def test_frames_within_frames_of_other_sites_neither_hang_the_browser_nor_hide_one(tmp_path, browser_path):
    with Nested() as nested:
        start = nested.url("/depth/0")
        order = order_for(tmp_path / "run", browser_path, start, follow_links=False, limit_s=30.0)
        audited = audit(order)
        with Journal.open(order.run) as journal:
            ((load,),) = (page.loads for page in journal.pages())
    assert outcomes(audited) == {start: Outcome.OK}
    assert load.settled_after_ms is not None
    assert sum("/depth/" in each.url and each.transferred_bytes > 0 for each in load.transfers) == nested.deepest + 1
