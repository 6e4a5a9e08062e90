"""The commands that measure, each as a process against a site on loopback; Ctrl-C as a terminal sends it."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

import jsonschema
import pytest

from delest.report.data.json_v1 import report as json_v1
from delest.store.journal import Journal
from tests.command import command, delest, environment

pytestmark = pytest.mark.browser

SCHEMA = Path(json_v1.__file__).parents[2] / "schema" / "report-1.json"
QUICK = ("--stay", "0", "--jobs", "1", "--no-sitemap")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/held"):
            self.server.reached.set()
            self.server.released.wait(120)
        status, kind, body = self.server.answers.get(self.path, (404, "text/html", b"<p>none"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self):
        TCPServer.server_bind(self)

    def handle_error(self, *_arguments):
        pass

    def page(self, path, html, status=200):
        self.answers[path] = (status, "text/html", b'<!DOCTYPE html><link rel="icon" href="data:,">' + html.encode())

    def url(self, path=""):
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


@pytest.fixture
def loopback():
    with Site(("127.0.0.1", 0), Handler) as site:
        site.answers = {"/big.js": (200, "text/javascript", b"//" + b"x" * 60_000)}
        site.reached, site.released = threading.Event(), threading.Event()
        site.page("/", '<script src="/big.js"></script><a href="/other">other</a>')
        site.page("/other", "<p>light")
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.released.set()
        site.shutdown()
        thread.join()


@pytest.fixture
def browser(browser_path):
    return {"DELEST_BROWSER": browser_path}


@pytest.fixture(scope="module")
def audited(browser_path, tmp_path_factory):
    """The audit of the demo site that the README's first command makes, once."""
    place = tmp_path_factory.mktemp("demo")
    return place, delest("audit", cwd=place, env={"DELEST_BROWSER": browser_path})


def test_audit_without_url_audits_the_demo_site_and_ends_with_the_path_of_its_report(audited):
    place, answer = audited
    assert answer.returncode == 0, answer.stderr
    path = place / answer.stdout.splitlines()[-1].removeprefix("Report: ")
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert max(map(len, answer.stdout.splitlines()[:-1])) <= 80
    assert "\x1b" not in answer.stdout + answer.stderr
    assert "Measuring with Chrom" in answer.stderr


def test_the_audit_of_the_demo_site_ends_with_what_was_proven_and_its_kg(audited):
    place, answer = audited
    document = json.loads(next(place.glob("delest-runs/*/report.json")).read_text("utf-8"))
    assert "loaded again with lighter files" in answer.stdout
    assert document["proofs"][0]["together"]["verdict"] in {"proven", "conditional"}
    proven, whole = document["proven"], document["per_million_views"]
    assert 0 < proven["bytes_per_view"] < document["site"]["mean_bytes"]
    kg = proven["per_million_views"]["kgco2e_per_million_views"]
    assert 0 < kg["low"] < kg["central"] < kg["high"] < whole["kgco2e_per_million_views"]["high"]


def test_audit_counts_two_broken_links_out_of_every_mean(audited):
    place, answer = audited
    document = json.loads(next(place.glob("delest-runs/*/report.json")).read_text("utf-8"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    broken = [page for page in document["pages"] if page["outcome"] != "ok"]
    assert {page["url"].partition("/")[2][1:].partition("/")[2] for page in broken} == {
        "horaires-piscine.html",
        "actualites/archives.html",
    }
    assert {(page["reason"], page["reason_code"]) for page in broken} == {("HTTP 404", "http-error")}
    assert all(page["cold"] is None for page in broken)
    assert document["site"]["pages_measured"] == len(document["pages"]) - 2
    for page in broken:
        assert page["url"].rpartition("/")[2] in answer.stdout


def test_strict_makes_a_broken_link_an_exit_code(loopback, browser, tmp_path):
    loopback.page("/", '<a href="/gone">gone</a>')
    asked = ("audit", loopback.url(), "-q", *QUICK)
    for strict, code in ((("--strict",), 5), ((), 0)):
        answer = delest(*asked, *strict, "--run", tmp_path / f"run{code}", env=browser)
        assert answer.returncode == code, answer.stderr
        assert answer.stderr == ""


def test_other_formats_leave_stdout_to_the_report(loopback, browser, tmp_path):
    arguments = ("-f", "json", "-o", tmp_path / "a.csv", "--run", tmp_path / "run", *QUICK, "--max-pages", "1")
    answer = delest("audit", loopback.url(), *arguments, env=browser)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["schema"] == "delest.report/1"
    assert f"Report: {tmp_path / 'a.csv'}" in answer.stderr
    assert answer.stderr.splitlines()[-1] == f"Report: {tmp_path / 'run' / 'report.html'}"
    assert len((tmp_path / "a.csv").read_text("utf-8").splitlines()) == 2


def check(url, *arguments, run, env):
    return delest("check", url, "--run", run, *QUICK, *arguments, env=env)


def test_each_load_is_kept_as_a_har_that_weighs_the_same(loopback, browser, tmp_path):
    run, asked = tmp_path / "run", ("--depth", "0", "--loads", "2", "--har", "--run", tmp_path / "run")
    before = datetime.now(UTC)
    answer = delest("audit", loopback.url(), *QUICK, *asked, "-f", "json", env=browser)
    assert answer.returncode == 0, answer.stderr
    assert f"Recordings: {run / 'har'}" in answer.stderr
    with Journal.open(run) as journal:
        (page,) = journal.pages()
    files = sorted((run / "har").iterdir())
    assert [file.name for file in files] == ["001-1-127.0.0.1.har", "001-2-127.0.0.1.har"]
    weighed = json.loads(delest("weigh", *files, "-f", "json").stdout)["recordings"]
    figures = [recording["pages"][0]["transferred_bytes"] for recording in weighed]
    assert figures == [load.transferred_bytes for load in page.loads]
    assert all(before <= load.started_at <= datetime.now(UTC) for load in page.loads)
    for file in files:
        file.unlink()
    assert delest("report", run, "--har").returncode == 0
    assert sorted((run / "har").iterdir()) == files


def test_one_form_continues_what_was_cut_short(loopback, browser, tmp_path):
    asked = ("audit", loopback.url(), "--run", tmp_path / "run", "--no-report", "--documents", "0", *QUICK)
    first = delest(*asked, "--time-limit", "0.001s", env=browser)
    assert first.returncode == 3, first.stderr
    told = json.loads((tmp_path / "run" / "outcome.json").read_text("utf-8"))
    assert (told["exit_code"], told["outcome"], told["pages_measured"]) == (3, "not-measured", 0)
    assert told["message"]
    refused = delest(*asked, env=browser)
    assert refused.returncode == 2
    assert "--time-limit is 0.001 there, not -" in refused.stderr
    again = delest(*asked, "--time-limit", "0.001s", env=browser)
    assert again.returncode == 3, again.stderr
    assert "Resuming: 0 pages already measured." in again.stderr


def test_views_of_each_page_come_from_a_file(loopback, browser, tmp_path):
    (tmp_path / "views.csv").write_text("page;vues\n/;10\n/other;30\n/else;60\n", "utf-8")
    views = ("--traffic", tmp_path / "views.csv", "--traffic-days", "36.5")
    arguments = ("-f", "json", "--run", tmp_path / "run", *QUICK, *views)
    answer = delest("audit", loopback.url(), *arguments, env=browser)
    assert answer.returncode == 0, answer.stderr
    traffic = json.loads(answer.stdout)["traffic"]
    assert (traffic["views_per_year"], traffic["source"]) == (1000, "table views.csv")
    assert traffic["coverage"] == 0.4


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--traffic-days", "30"), "--traffic-days goes with --traffic"),
        (("--traffic", "views.csv", "--traffic-days", "30", "--views-per-year", "9"), "both --views-per-year and"),
        (("--traffic", "views.csv", "--traffic-days", "30"), "views.csv: cannot be read"),
        (("--traffic", "views*.csv"), "views*.csv: no such file"),
    ],
)
def test_a_file_of_views_that_cannot_be_used_is_told_before_anything_is_loaded(arguments, told, tmp_path):
    answer = delest("audit", "https://www.example.org/", *arguments, cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert told in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_within_the_budget(loopback, browser, tmp_path):
    answer = check(loopback.url(), "--max-page-weight", "100 kB", run=tmp_path / "run", env=browser)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("WITHIN BUDGET: 2 pages measured\n")
    assert "Room left on each limit" in answer.stdout
    assert answer.stderr.splitlines()[-1] == f"Run: {tmp_path / 'run'}"


def test_check_over_the_budget_names_page_and_resources(loopback, browser, tmp_path):
    answer = check(loopback.url(), "--max-page-weight", "50 kB", run=tmp_path / "run", env=browser)
    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.startswith("OVER BUDGET: 2 pages measured\n")
    lines = answer.stdout.splitlines()
    assert lines[2] == f"OVER {loopback.url()}"
    assert lines[3] == "  page weight: 60 kB, which is 10 kB more than the 50 kB allowed"
    assert re.search(rf"60 kB  script +{loopback.url('big.js')}\n", answer.stdout)
    assert re.search(rf" \d+ B  document +{loopback.url()}\n", answer.stdout)


def test_check_of_a_page_that_answers_404_is_no_pass(loopback, browser, tmp_path):
    loopback.page("/", '<a href="/gone">gone</a>')
    answer = check(loopback.url(), "--max-page-weight", "1 MB", run=tmp_path / "run", env=browser)
    assert answer.returncode == 3, answer.stderr
    assert answer.stdout.splitlines()[:4] == [
        "NOT MEASURED, so no pass: 1 page measured",
        "",
        f"NOT MEASURED {loopback.url('gone')}",
        "  error answer: HTTP 404",
    ]


def test_check_of_a_server_that_is_down_is_no_pass(browser, tmp_path):
    with Site(("127.0.0.1", 0), Handler) as closed:
        url = closed.url()
    answer = check(url, "--max-requests", "50", run=tmp_path / "run", env=browser)
    assert answer.returncode == 3, answer.stderr
    assert "load failed: robots.txt could not be read, so nothing may be loaded" in answer.stdout
    unread = re.compile(rf"{url}robots\.txt: network error: ECONNREFUSED")
    assert unread.search(" ".join(answer.stderr.split()))
    unasked = check(url, "--max-requests", "50", "--ignore-robots", run=tmp_path / "again", env=browser)
    assert unasked.returncode == 3, unasked.stderr
    assert "connection refused: network error: net::ERR_CONNECTION_REFUSED" in unasked.stdout
    audit = delest("audit", url, *QUICK, cwd=tmp_path, env=browser)
    assert audit.returncode == 3, audit.stderr
    assert "delest: no page could be measured: " in audit.stderr
    assert unread.search(" ".join(audit.stderr.split()))


def test_what_robots_txt_forbids_is_no_pass(loopback, browser, tmp_path):
    loopback.answers["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /other\n")
    budget = ("--max-page-weight", "1 MB")
    only = check(loopback.url("other"), *budget, run=tmp_path / "only", env=browser)
    assert only.returncode == 6, only.stderr
    assert "access blocked: robots.txt forbids it" in only.stdout
    (tmp_path / "urls").write_text(f"{loopback.url()}\n{loopback.url('other')}\n", "utf-8")
    one_of_two = delest("check", "--urls-file", tmp_path / "urls", *budget, *QUICK, cwd=tmp_path, env=browser)
    assert one_of_two.returncode == 3, one_of_two.stderr
    assert loopback.url("other") in one_of_two.stdout
    linked = check(loopback.url(), *budget, run=tmp_path / "linked", env=browser)
    assert linked.returncode == 0, linked.stdout
    audit = delest("audit", loopback.url("other"), *QUICK, cwd=tmp_path, env=browser)
    assert audit.returncode == 6, audit.stderr
    assert "every page is out of reach: robots.txt forbids it" in audit.stderr


def test_urls_come_from_stdin_and_no_other_is_loaded(loopback, browser, tmp_path):
    given = f"# the home page\n\n{loopback.url()}\n{loopback.url()}\n"
    arguments = ("--urls-file", "-", "--max-page-weight", "1 MB", *QUICK)
    answer = delest("check", *arguments, input=given, cwd=tmp_path, env=browser)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("WITHIN BUDGET: 1 page measured\n")


class Running:
    """A command in a process group of its own, as a shell starts it; its stderr is read line by line."""

    def __init__(self, *arguments, env, cwd):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        env = environment(**env, TMPDIR=str(cwd))
        self.process = subprocess.Popen(command(*arguments), env=env, cwd=cwd, start_new_session=True, **pipes)

    def wait_for(self, text):
        for line in self.process.stderr:
            if text in line:
                return
        pytest.fail(f"it ended without saying {text!r}")

    def ctrl_c(self):
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self):
        try:
            out, err = self.process.communicate(timeout=90)
        finally:
            self.process.kill()
        return self.process.returncode, out, err


def left_running(folder):
    """Processes that name the folder, which holds the profile of each browser that the command has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = process.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words:
            found.append(words)
    return found


def report_of(run):
    answer = delest("report", run, "-f", "json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def held_site(loopback):
    loopback.page("/", '<a href="/held">held</a>')
    loopback.page("/held", '<a href="/other">other</a>')


def test_one_ctrl_c_finishes_the_page_under_way(loopback, browser, tmp_path):
    held_site(loopback)
    running = Running("audit", loopback.url(), *QUICK, "--run", "run", env=browser, cwd=tmp_path)
    assert loopback.reached.wait(120)
    running.ctrl_c()
    running.wait_for("Finishing the pages being loaded")
    loopback.released.set()
    code, out, err = running.end()
    assert code == 130, err
    assert out.splitlines()[-1] == "Report: run/report.html"
    assert "interrupted" in out
    assert "interrupted" in (tmp_path / "run" / "report.html").read_text("utf-8")
    document = report_of(tmp_path / "run")
    assert [page["outcome"] for page in document["pages"]] == ["ok", "ok"]
    assert not document["run"]["complete"]
    assert not left_running(tmp_path)


def test_a_second_ctrl_c_stops_at_once_and_keeps_what_was_measured(loopback, browser, tmp_path):
    held_site(loopback)
    asked = ("audit", loopback.url(), *QUICK, "--page-timeout", "600", "--run", "run")
    running = Running(*asked, env=browser, cwd=tmp_path)
    assert loopback.reached.wait(120)
    running.ctrl_c()
    running.wait_for("Finishing the pages being loaded")
    running.ctrl_c()
    code, out, err = running.end()
    assert code == 130, err
    assert "Traceback" not in err
    assert out.splitlines()[-1] == "Report: run/report.html"
    document = report_of(tmp_path / "run")
    assert [page["url"] for page in document["pages"]] == [loopback.url()]
    assert not document["run"]["complete"]
    assert not left_running(tmp_path)


def test_an_interrupted_check_is_no_pass(loopback, browser, tmp_path):
    held_site(loopback)
    arguments = ("--max-page-weight", "1 MB", "-q", "--run", "run")
    running = Running("check", loopback.url(), *QUICK, *arguments, env=browser, cwd=tmp_path)
    assert loopback.reached.wait(120)
    running.ctrl_c()
    running.wait_for("Finishing the pages being loaded")
    loopback.released.set()
    code, out, _err = running.end()
    assert code == 130
    assert out.startswith("INTERRUPTED, so no pass: 2 pages measured\n")


def test_a_run_that_can_no_longer_be_written_is_one_line_and_keeps_its_pages(loopback, browser, tmp_path):
    held_site(loopback)
    running = Running("audit", loopback.url(), *QUICK, "--run", "run", env=browser, cwd=tmp_path)
    assert loopback.reached.wait(120)
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        loopback.released.set()
        code, out, err = running.end()
    assert (code, out) == (2, ""), err
    assert "delest: run/run.sqlite cannot be written: database is locked\n  what to do: " in err
    assert "Traceback" not in err
    assert [page["url"] for page in report_of(tmp_path / "run")["pages"]] == [loopback.url()]
    assert not left_running(tmp_path)


def test_on_a_terminal_a_bar_shows_and_goes_and_stdout_stays_clean(loopback, browser, tmp_path):
    ours, theirs = pty.openpty()
    env = environment(**browser, TERM="xterm")
    asked = command("audit", loopback.url(), *QUICK, "--run", "run")
    shown = []

    def read():
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how Linux says that nobody holds the other end
                return
            if not part:
                return
            shown.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run(asked, stdout=subprocess.PIPE, stderr=theirs, env=env, cwd=tmp_path, check=False, timeout=240)
    os.close(theirs)
    reader.join()
    os.close(ours)
    bar = b"".join(shown).decode()
    assert done.returncode == 0, bar
    assert b"\x1b" not in done.stdout
    assert "\x1b[" in bar
    assert "2/2" in bar
    assert bar.rstrip().endswith("\x1b[2K")


def test_doctor_counts_exactly_wherever_temporary_files_are(browser, tmp_path):
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    answer = delest("doctor", env=browser | {"TMPDIR": str(deep)})
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert re.search(r"^counted .*: exact$", answer.stdout, re.MULTILINE)
    assert answer.stdout.endswith("All is well: delest can measure here.\n")


@pytest.mark.parametrize("arguments", [("doctor",), ("audit", "http://127.0.0.1:9/"), ("check", "http://127.0.0.1:9/")])
def test_a_browser_that_is_not_there_or_does_not_start_is_4(arguments, tmp_path):
    budget = ("--max-requests", "9") if arguments[0] == "check" else ()
    missing = delest(*arguments, *budget, "--browser", "/nonexistent", cwd=tmp_path)
    assert missing.returncode == 4, missing.stderr
    assert "delest: no browser at /nonexistent (from --browser)\n  what to do: " in missing.stderr
    broken = tmp_path / "broken"
    broken.write_text(f"#!{sys.executable}\nraise SystemExit('not a browser')\n", "utf-8")
    broken.chmod(0o755)
    fails = delest(*arguments, *budget, "--browser", broken, cwd=tmp_path)
    assert fails.returncode == 4, fails.stderr
    said = f"{broken} is not a Chromium, or " if arguments == ("doctor",) else f"the browser {broken} does not start: "
    assert f"delest: {said}" in fails.stderr


def test_a_run_that_is_killed_goes_on_where_it_was(loopback, browser, tmp_path):
    held_site(loopback)
    loopback.page("/other", "<p>the last one</p>")
    running = Running("audit", loopback.url(), *QUICK, "--run", "run", env=browser, cwd=tmp_path)
    assert loopback.reached.wait(120)
    os.killpg(running.process.pid, signal.SIGKILL)
    running.end()
    loopback.released.set()
    resume = ("audit", "--resume", "run", "-q", "-f", "json")
    refused = delest(*resume, "--device", "mobile", env=browser, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "delest: --device: this audit was started with desktop, not with mobile" in refused.stderr
    resumed = delest(*resume, env=browser, cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    document = json.loads(resumed.stdout)
    assert sorted(page["url"] for page in document["pages"]) == sorted(map(loopback.url, ("", "held", "other")))
    assert {page["outcome"] for page in document["pages"]} == {"ok"}
    assert document["run"]["complete"]
    again = delest(*resume, env=browser, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "nothing is left to do" in again.stderr
    assert json.loads(again.stdout) == document
