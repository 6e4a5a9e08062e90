"""Pages behind a door: a login gone through once, its session on every load, its secrets and its bytes nowhere."""

import asyncio
import json

import pytest
from msgspec.structs import replace

from delest.cli.options.loading.login_file import read_login
from delest.errors import BlockedError, DelestError, InputError, NotMeasuredError
from delest.measure.browser.browser import Driver
from delest.measure.login import logged_in
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite, page, redirect
from tests.command import delest

pytestmark = pytest.mark.browser

PASSWORD, SESSION, TOKEN = "planted-9c41aa07", "planted-55e2d0f8", "planted-e07b13c6"
HEAVY = 300_000
STEPS = """
[[step]]
goto = "{login}"

[[step]]
fill = "#user"
value = "auditor"

[[step]]
fill = "[name=password]"
value-from-env = "PLANTED"

[[step]]
click = "button"

[success]
wait-for = "#account"
url = "*/welcome"
"""


class Door(SmallSite):
    """A site of which only the login page shows without a session; loading /logout ends the session for good."""

    def __init__(self, stranger):
        super().__init__()
        self.open = False
        form = "<form method=post action=/enter><input id=user name=user><input hidden name=password>"
        form += "<input name=password type=password disabled><button>Enter</button></form>"
        form += "<script>setTimeout(() => document.forms[0].children[2].outerHTML ="
        form += " '<input name=password type=password>', 500)</script>"  # as frameworks draw a page once more
        hostile = "<script>HTMLElement.prototype.click = HTMLFormElement.prototype.submit = () => {}</script>"
        self.login = f'<!doctype html><title>Login</title>{hostile}<img src="{stranger}/seen.png">{form}'.encode()
        self.login += b"<!--" + b"x" * HEAVY + b"-->"
        more = f"<a href=/two>two</a><a href=/logout>leave</a><img src='{stranger}/p.png'>"
        script = "<script>fetch('/token-' + (localStorage.getItem('token') || 'none').slice(0, 7))</script>"
        self.answers = {
            "/welcome": Answer(
                f"<!doctype html><p id=account>Welcome<script>localStorage.token = '{TOKEN}'</script>".encode()
            ),
            "/": Answer(f"<!doctype html><title>in</title>{more}{script}".encode()),
            "/two": Answer(f"<!doctype html><title>two</title>{script}".encode()),
        }

    def answer(self, path, headers):
        if path == "/enter":
            self.open = self.posted[-1][1].endswith(f"password={PASSWORD}")
            return Answer(status=303, headers={"Location": "/welcome", "Set-Cookie": f"sid={SESSION}; HttpOnly"})
        if path == "/logout":
            self.open = False
        if path in {"/login", "/robots.txt", "/favicon.ico"} or path.startswith("/token"):
            return Answer(self.login) if path == "/login" else super().answer(path, headers)
        inside = self.open and f"sid={SESSION}" in headers.get("Cookie", "")
        return super().answer(path, headers) if inside else redirect("/login")


@pytest.fixture(scope="module")
def audited(tmp_path_factory, browser_path):
    run = tmp_path_factory.mktemp("door") / "run"
    with SmallSite() as stranger:
        stranger.answers["/seen.png"] = Answer(headers={"Set-Cookie": "visitor=known; Path=/"})
        with Door(stranger.url("", host="localhost")) as door:
            file = run.with_name("login.toml")
            file.write_text(STEPS.format(login=door.url("/login")))
            answer = delest(
                "audit", door.url(), "--login", file, "--run", run, "--stay", "0", "--jobs", "2", "-f", "json",
                env={"DELEST_BROWSER": browser_path, "PLANTED": PASSWORD},
            )  # fmt: skip
            assert answer.returncode == 0, answer.stderr
    return door, stranger, answer, run


def test_every_page_is_loaded_in_the_session_and_none_that_would_end_it(audited):
    door, _stranger, answer, _run = audited
    told = json.loads(answer.stdout)
    assert {page["url"]: page["outcome"] for page in told["pages"]} == {door.url("/"): "ok", door.url("/two"): "ok"}
    assert [path for path, _ in door.posted] == ["/enter"]
    assert "/logout" not in door.asked
    assert {cookie for path, cookie in door.cookies if path in {"/", "/two", "/token-planted"}} == {f"sid={SESSION}"}
    assert door.asked.count("/token-planted") == 2
    assert told["run"]["logged_in"] is True


def test_the_login_weighs_nothing_and_others_do_not_know_its_visitor(audited):
    _door, stranger, answer, _run = audited
    assert max(page["cold"]["transferred_bytes"]["high"] for page in json.loads(answer.stdout)["pages"]) < HEAVY
    assert [cookie for path, cookie in stranger.cookies if path == "/p.png"] == [None]


def test_what_the_login_knows_is_written_nowhere_and_is_not_used_beside_the_browser(audited):
    door, _stranger, answer, run = audited
    files = b"".join(path.read_bytes() for path in run.rglob("*") if path.is_file())
    for secret in (PASSWORD, SESSION, TOKEN):
        assert secret.encode() not in files
        assert secret not in answer.stdout + answer.stderr
    assert {cookie for path, cookie in door.cookies if path == "/robots.txt"} == {None}


def test_a_check_whose_login_fails_loads_no_page_and_says_where_it_stands(browser_path, tmp_path):
    with SmallSite() as stranger, Door(stranger.url("", host="localhost")) as door:
        (tmp_path / "login.toml").write_text("step-limit = 10\n" + STEPS.format(login=door.url("/login")))
        answer = delest(
            "check", door.url(), "--login", "login.toml", "--max-page-weight", "1MB", "--run", "run",
            cwd=tmp_path, env={"DELEST_BROWSER": browser_path, "PLANTED": f"{PASSWORD}-wrong"},
        )  # fmt: skip
    assert (answer.returncode, answer.stdout) == (6, "")
    assert f"login.toml, [success]: the login did not succeed: no #account within 10 s, at {door.url('/login')}" in (
        answer.stderr
    )
    assert "/" not in door.asked
    assert PASSWORD not in answer.stderr


STRANGE = """
[[step]]
goto = "{stranger}"
[[step]]
fill = "#user"
value = "planted"
"""
LATE = """
[[step]]
goto = "{own}late"
[[step]]
click = "button"
[[step]]
fill = "#user"
value = "planted"
"""
HANGS = """
[[step]]
goto = "{own}hangs"
[[step]]
press = "Enter"
"""
FAILURES = [
    ('[[step]]\nclick = "#none"\n', BlockedError, "step 2 (line 4): no #none that can be used within 10 s, at "),
    ('[[step]]\nclick = "p >>> ("\n', InputError, "step 2 (line 4): p >>> ( cannot be used"),
    ('[[step]]\ngoto = "http://127.0.0.1:1/"\n', NotMeasuredError, "http://127.0.0.1:1/ cannot be loaded: net::ERR_"),
    (STRANGE, InputError, "step 3 (line 7): nothing is filled into a page of localhost"),
    (LATE, InputError, "step 4 (line 9): nothing is filled into a page of localhost"),
    (HANGS, BlockedError, "step 3 (line 7): no Enter that can be used within 10 s, at "),
    ("", BlockedError, "left neither a cookie nor local storage"),
]


def test_each_way_to_fail_names_its_step(browser_path, tmp_path):
    options = LoadOptions(browser_path=browser_path)

    async def failures(starts):
        found = []
        async with Driver(options) as driver:
            for text, _error, _told in FAILURES:
                (tmp_path / "login.toml").write_text(
                    f'step-limit = 10\n[[step]]\ngoto = "{starts[0]}"\n'
                    + text.format(own=starts[0], stranger=starts[1])
                    + '[success]\nwait-for = "form"\n'
                )
                login = read_login(str(tmp_path / "login.toml"), starts[:1])
                with pytest.raises(DelestError) as caught:
                    await logged_in(driver, replace(options, access=Access(login=login)))
                found.append(caught.value)
        return found

    with SmallSite() as stranger, SmallSite() as small:
        form = Answer(b"<!doctype html><form><input id=user oninput='fetch(`/told-${value}`)'></form>")
        small.answers["/"] = stranger.answers["/"] = form
        sent_on = f"setTimeout(() => location = '{stranger.url(host='localhost')}', 1000)"
        small.answers["/late"] = Answer(f'<!doctype html><button onclick="{sent_on}">Go</button>'.encode())
        small.answers["/hangs"] = page(script="addEventListener('keydown', () => { for (;;); })")
        found = asyncio.run(failures([small.url(), stranger.url(host="localhost")]))
    assert [path for path in stranger.asked if "told" in path] == []
    assert [type(error) for error in found] == [error for _text, error, _told in FAILURES]
    for error, (_text, _error, told) in zip(found, FAILURES, strict=True):
        assert told in str(error)
        assert error.__context__ is None
        assert "planted" not in str(error)
