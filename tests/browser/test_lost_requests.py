"""Requests that fail make the weight a lower bound, unless a second load brings them."""

import json

import pytest

from tests.browser.small_site import Answer, SmallSite, page, reset
from tests.command import delest

pytestmark = pytest.mark.browser

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20_000)


def cut(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 500000\r\n\r\n" + PNG)


def html(*tags):
    return Answer(f"<!doctype html><title>t</title><h1>Town hall</h1>{''.join(tags)}".encode())


class Flaky(SmallSite):
    """Its picture is cut the first time that it is asked for."""

    def answer(self, path, headers):
        if path == "/flaky.png" and self.asked.count(path) == 1:
            return Answer(raw=cut)
        return super().answer(path, headers)


@pytest.fixture(scope="module")
def site():
    with Flaky() as running:
        gone = "<script src=/gone.js></script>"
        running.answers["/"] = html("<img src=/reset.png>", "<img src=/cut.png>", gone)
        running.answers["/reset.png"] = Answer(raw=reset)
        running.answers["/cut.png"] = Answer(raw=cut)
        running.answers["/once"] = html("<img src=/flaky.png>")
        running.answers["/flaky.png"] = Answer(PNG, content_type="image/png")
        running.answers["/own"] = html("<script>const a = new AbortController();",
            "fetch('/late', {signal: a.signal}).catch(() => 1); a.abort()</script>", gone)  # fmt: skip
        running.answers["/icon"] = page()
        yield running


def check(site, path, tmp_path, *options):
    command = ["check", site.url(path), "--depth", "0", "--max-page-weight", "560kB", "--stay", "0.1", "-q"]
    return delest(*command, *options, "--run", str(tmp_path / "run"))


def report(tmp_path):
    (found,) = json.loads((tmp_path / "run" / "report.json").read_text("utf-8"))["pages"]
    return found


def test_a_page_that_loses_requests_twice_is_no_pass(site, tmp_path):
    done = check(site, "/", tmp_path)
    assert done.returncode == 3, done.stdout
    assert "reset.png" in done.stdout
    assert "cut.png" in done.stdout
    assert "gone.js" not in done.stdout
    assert site.asked.count("/reset.png") >= 2


def test_what_is_known_to_fail_may_be_allowed(site, tmp_path):
    done = check(site, "/", tmp_path, "--allow-failed", "*/reset.png", "--allow-failed", "*/cut.png")
    assert done.returncode == 0, done.stdout
    assert "Allowed to fail\n  - */reset.png (1 request)\n  - */cut.png (1 request)\n" in done.stdout


def test_what_a_second_load_brings_is_not_lost(site, tmp_path):
    done = check(site, "/once", tmp_path)
    assert done.returncode == 0, done.stdout
    assert site.asked.count("/once") == 2


def test_what_the_page_cancels_and_http_errors_are_no_losses(site, tmp_path):
    done = check(site, "/own", tmp_path)
    assert done.returncode == 0, done.stdout
