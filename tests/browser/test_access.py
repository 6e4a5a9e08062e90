"""Cookies given by the user reach the audited site, and neither other hosts nor anything that is written."""

import pytest

from tests.browser.small_site import Answer, SmallSite, page, redirect
from tests.command import delest

pytestmark = pytest.mark.browser

SECRET = "planted-5f1e0c77"
QUICK = ("--stay", "0", "--jobs", "1")


def audit(url, browser_path, run):
    return delest(
        "audit", url, "--cookie", f"door={SECRET}", "--run", run, *QUICK, env={"DELEST_BROWSER": browser_path}
    )


def is_written(run, answer):
    places = [path.read_bytes() for path in run.rglob("*") if path.is_file()]
    return SECRET.encode() in b"".join(places) or SECRET in answer.stdout + answer.stderr


def test_a_cookie_goes_to_the_site_alone_and_is_written_nowhere(browser_path, tmp_path):
    with SmallSite() as small, SmallSite() as stranger:
        there = stranger.url("/p.png", host="localhost")
        small.answers["/"] = Answer(f'<!doctype html><img src="{there}"><img src="/gone">'.encode())
        small.answers["/robots.txt"] = redirect(stranger.url("/robots.txt", host="localhost"))
        stranger.answers["/robots.txt"] = Answer(b"User-agent: *\nAllow: /", content_type="text/plain")
        answer = audit(small.url(), browser_path, tmp_path / "run")
    assert answer.returncode == 0, answer.stderr
    assert {path for path, _ in small.cookies} >= {"/", "/gone", "/robots.txt"}
    assert {cookie for _, cookie in small.cookies} == {f"door={SECRET}"}
    assert {path for path, _ in stranger.cookies} >= {"/p.png", "/robots.txt"}
    assert {cookie for _, cookie in stranger.cookies} == {None}
    assert not is_written(tmp_path / "run", answer)


def test_a_start_page_that_leads_elsewhere_takes_no_cookie_there(browser_path, tmp_path):
    with SmallSite() as small, SmallSite() as stranger:
        small.answers["/"] = redirect(stranger.url(host="localhost"))
        stranger.answers["/"] = page()
        answer = audit(small.url(), browser_path, tmp_path / "run")
    assert "/" in stranger.asked
    assert {cookie for _, cookie in stranger.cookies} == {None}
    assert not is_written(tmp_path / "run", answer)


@pytest.mark.parametrize("cookie", [f"{SECRET}", f"door={SECRET}; x", f"={SECRET}", f"door={SECRET}\r\nX: y"])
def test_what_is_no_cookie_is_refused_without_being_quoted(cookie, tmp_path):
    answer = delest("audit", "https://www.example.org/", "--cookie", cookie, cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "write it as name=value" in answer.stderr
    assert SECRET not in answer.stderr
