"""Cookies given by the user reach the audited site, and neither other hosts nor anything that is written."""

import json
from base64 import b64encode

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


def is_written(run, answer, secret=SECRET):
    places = [path.read_bytes() for path in run.rglob("*") if path.is_file()]
    return secret.encode() in b"".join(places) or secret in answer.stdout + answer.stderr


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


def test_header_fields_and_a_password_go_to_the_site_alone_and_every_byte_stays_counted(browser_path, tmp_path):
    with SmallSite() as small, SmallSite() as stranger:
        there = stranger.url("/p.png", host="localhost")
        html = f'<!doctype html><img src="{there}"><img src="/moved">'
        html += '<script>fetch("/own", {headers: {"X-Door": "mine"}})'
        small.answers["/"] = Answer(f"{html}</script>".encode())
        small.answers["/moved"] = redirect(stranger.url("/led.png", host="localhost"))
        small.answers["/robots.txt"] = redirect(stranger.url("/robots.txt", host="localhost"))
        stranger.answers["/robots.txt"] = Answer(b"User-agent: *\nAllow: /", content_type="text/plain")
        answer = delest(
            "audit", small.url(), "--header", f"X-Door: {SECRET}", "--cookie", "a=b", "--run", tmp_path / "run",
            "--header", "User-Agent: Own/1", "--header", "Accept: text/own", "--format", "json", *QUICK,
            env={"DELEST_BROWSER": browser_path, "DELEST_BASIC_AUTH": f"user:{SECRET}"},
        )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    token = b64encode(f"user:{SECRET}".encode()).decode()
    got = {path: (h.get("X-Door"), h.get("Authorization"), h.get("Cookie")) for path, h in small.headers}
    assert got.keys() >= {"/", "/moved", "/own", "/robots.txt"}
    assert got.pop("/own") == ("mine", f"Basic {token}", "a=b")
    assert set(got.values()) == {(SECRET, f"Basic {token}", "a=b")}
    # Fields that the browser sets itself are replaced, but not what a script has set.
    assert {h["User-Agent"] for _, h in small.headers} == {"Own/1"}
    assert {path: h["Accept"] for path, h in small.headers if path in {"/", "/moved", "/own", "/robots.txt"}} == {
        "/": "text/own", "/moved": "text/own", "/own": "*/*", "/robots.txt": "text/own",
    }  # fmt: skip
    assert not {h["User-Agent"] for _, h in stranger.headers} & {"Own/1"}
    assert {path for path, _ in stranger.headers} >= {"/p.png", "/led.png", "/robots.txt"}
    assert all(h.keys().isdisjoint({"X-Door", "Authorization", "Cookie"}) for _, h in stranger.headers)
    page_told = json.loads(answer.stdout)["pages"][0]
    assert page_told["outcome"] == "ok"
    assert page_told["cold"]["inexact_transfers"] == 0
    assert not is_written(tmp_path / "run", answer)
    assert not is_written(tmp_path / "run", answer, secret=token)


def test_a_password_opens_what_a_page_asks_for_elsewhere_than_in_itself(browser_path, tmp_path):
    script = "text/javascript"
    with SmallSite() as small, SmallSite() as stranger:
        around = stranger.url("/around", host="localhost")
        start = f'<iframe src="{around}"></iframe><script>open("/popup"); open("/alone", "", "noopener");'
        start += 'new SharedWorker("/shared.js"); navigator.serviceWorker.register("/service.js")</script>'
        small.answers["/"] = Answer(f"<!doctype html><title>t</title>{start}".encode())
        small.answers["/popup"] = Answer(b'<img src="/in-popup">')
        small.answers["/shared.js"] = Answer(b"fetch('/of-shared')", content_type=script)
        small.answers["/service.js"] = Answer(b"fetch('/of-service')", content_type=script)
        stranger.answers["/around"] = Answer(f'<iframe src="{small.url("/inside")}"></iframe>'.encode())
        answer = delest(
            "audit", small.url(), "--depth", "0", "--loads", "2", "--stay", "3", "--run", tmp_path / "run",
            env={"DELEST_BROWSER": browser_path, "DELEST_BASIC_AUTH": f"user:{SECRET}"},
        )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    token = b64encode(f"user:{SECRET}".encode()).decode()
    assert {path for path, _ in small.headers} >= {
        "/", "/popup", "/alone", "/in-popup", "/inside", "/shared.js", "/of-shared", "/service.js", "/of-service",
    }  # fmt: skip
    assert {h.get("Authorization") for _, h in small.headers} == {f"Basic {token}"}
    assert {h.get("Authorization") for _, h in stranger.headers} == {None}


@pytest.mark.parametrize(
    "given", [("--header", SECRET), ("--header", f"X: {SECRET}\r\nY: z"), ("--header", f"Cookie: {SECRET}"),
              ("--header", f"Host: {SECRET}"), ("--basic-auth", SECRET)],
)  # fmt: skip
def test_what_is_no_header_field_or_password_is_refused_without_being_quoted(given, tmp_path):
    answer = delest("audit", "https://www.example.org/", *given, cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert given[0] in answer.stderr
    assert SECRET not in answer.stderr


def test_a_storage_state_is_there_on_every_load_and_is_written_nowhere(browser_path, tmp_path):
    with SmallSite() as small:
        small.answers["/"] = page(script="fetch('/' + localStorage.getItem('door').slice(0, 7))")
        state = {
            "cookies": [{"name": "door", "value": SECRET, "domain": "127.0.0.1", "path": "/", "sameSite": "Lax",
                         "httpOnly": True, "secure": False, "expires": -1}],
            "origins": [{"origin": small.url().rstrip("/"), "localStorage": [{"name": "door", "value": SECRET}]}],
        }  # fmt: skip
        (tmp_path / "state.json").write_text(json.dumps(state))
        answer = delest(
            "audit", small.url(), "--storage-state", tmp_path / "state.json", "--loads", "2", "--run", tmp_path / "run",
            *QUICK, env={"DELEST_BROWSER": browser_path},
        )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert [cookie for path, cookie in small.cookies if path in {"/", "/planted"}] == [f"door={SECRET}"] * 4
    assert not is_written(tmp_path / "run", answer)


@pytest.mark.parametrize(
    ("text", "told"),
    [(SECRET, "JSON"), (f'{{"cookies": [{{"name": "{SECRET}"}}]}}', "$.cookies[0]"), (f'"{SECRET}"', "Playwright"),
     (f'{{"cookies": [{{"name": "a", "value": "b", "domain": "c", "path": "/", "sameSite": "{SECRET}"}}]}}',
      "sameSite")],
)  # fmt: skip
def test_what_is_no_storage_state_is_refused_without_being_quoted(text, told, tmp_path):
    (tmp_path / "state.json").write_text(text)
    answer = delest("audit", "https://www.example.org/", "--storage-state", "state.json", cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "state.json is not a storage state" in answer.stderr
    assert told in answer.stderr
    assert SECRET not in answer.stderr
