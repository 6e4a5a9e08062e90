"""What a run is resumed with, told before any browser starts; resumed audits are in tests/browser."""

import json

import pytest

from delest.cli.commands.measuring.audit import command
from delest.cli.options.option import Argument, Option
from delest.records.pages.load import CacheState
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from tests.command import delest
from tests.page_loads import load, page, run_header, with_header


def test_a_run_whose_views_came_from_a_file_asks_for_it_again(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(with_header(journal.header(), demo=False, views_by_page=True))
    answer = delest("audit", "--resume", str(run))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "page views from a file" in answer.stderr
    assert "--traffic FILE" in answer.stderr


def test_fewer_pages_than_a_run_was_started_with_are_refused(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(with_header(journal.header(), demo=False))
    answer = delest("audit", "--resume", str(run), "--max-pages", "1")
    assert answer.returncode == 2
    assert "--max-pages 1 is below" in answer.stderr


def test_a_run_behind_a_login_asks_for_it_again(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(with_header(journal.header(), demo=False, logged_in=True))
    answer = delest("audit", "--resume", str(run))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "give --login FILE again" in answer.stderr


def test_a_run_that_needs_a_cache_is_not_resumed_without_one(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(with_header(journal.header(), demo=False, cache_states=tuple(CacheState)))
    answer = delest("audit", "--resume", str(run), "--insecure")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "--ca FILE" in answer.stderr


@pytest.fixture
def complete(tmp_path):
    run, url = tmp_path / "run", "http://127.0.0.1:9/"
    with Journal.create(run, run_header(Scope(start_urls=(url,)))) as journal:
        journal.add(page(load(url=url)))
        journal.end(RunEnd(ended_at=journal.header().run.started_at, complete=True, known_pages=1))
    return run


def test_a_complete_run_takes_no_other_views(complete, tmp_path):
    (tmp_path / "views.csv").write_text("url,views\n/,5\n", "utf-8")
    answer = delest("audit", "--resume", complete, "--traffic", tmp_path / "views.csv", "--traffic-days", "30")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "this audit is complete" in answer.stderr


def test_a_complete_run_is_reported_whatever_does_not_say_what_is_measured(complete):
    answer = delest("audit", "--resume", complete, "--har", "--jobs", "2")
    assert answer.returncode == 0, answer.stderr
    assert "nothing is left to do" in answer.stderr


def test_what_does_not_change_the_question_may_be_given_again(complete, tmp_path):
    (tmp_path / "delest.toml").write_text("depth = 5\n", "utf-8")
    same = ("http://127.0.0.1:9", "--loads", "1", "--device", "desktop", "--country", "FRA", "--query", "tidy")
    free = ("--lang", "fr", "--config", tmp_path / "delest.toml")
    answer = delest("audit", "--resume", complete, *same, *free)
    assert answer.returncode == 0, answer.stderr
    assert "Cet audit est complet" in answer.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("http://127.0.0.1:9/other",), "URL: this audit was started with http://127.0.0.1:9/, not with http"),
        (("--loads", "3"), "--loads: this audit was started with 1, not with 3"),
        (("--device", "mobile"), "--device: this audit was started with desktop, not with mobile"),
        (("--include", "*/a/*"), "--include: this audit was started with -, not with */a/*"),
        (("--sample",), "--sample: this audit was started with -, not with True"),
        (("--host", "www.example.org"), "--host: this audit was started with -, not with www.example.org"),
    ],
)
def test_another_question_is_refused_with_both_values(complete, asked, said):
    answer = delest("audit", "--resume", complete, *asked)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr


def test_every_option_says_whether_it_is_part_of_the_question():
    """An option of a run reads the run's header; the others are listed here, so that a new one is thought about."""
    options = [each for each in command.params if isinstance(each, Option | Argument)]
    header = run_header(Scope(start_urls=("http://127.0.0.1:9/",)))
    for each in options:
        if each.of_run:
            each.of_run(header)
    everywhere = {"lang", "config", "no_config"}
    assert {str(each.name) for each in options if each.of_run is None} - everywhere == {
        "max_pages", "jobs", "browser", "proxy", "ca", "insecure", "cookie", "header", "basic_auth", "login",
        "storage_state", "contact", "traffic", "traffic_days", "traffic_names",
        "traffic_without", "traffic_robots", "matomo", "matomo_site", "matomo_period", "matomo_segment",
        "matomo_token_file", "ecoindex", "keep_remedies", "run", "har", "resume", "outputs", "form",
        "strict", "quiet", "no_report", "shared_pace",
    }  # fmt: skip


def outcome(run):
    return json.loads((run / "outcome.json").read_text("utf-8"))


def test_one_form_starts_or_continues_and_says_how_it_ended(complete):
    (complete / "outcome.json").write_text("{}", "utf-8")
    answer = delest("audit", "http://127.0.0.1:9/", "--run", complete, "--no-report", "--documents", "0")
    assert answer.returncode == 0, answer.stderr
    assert "This audit is complete" in answer.stderr
    assert f"Run: {complete}" in answer.stderr
    assert not (complete / "report.html").exists()
    told = outcome(complete)
    assert told == told | {
        "schema": "delest.outcome/1", "exit_code": 0, "outcome": "done", "message": "", "complete": True,
        "pages_known": 1, "pages_loaded": 1, "pages_measured": 1,
    }  # fmt: skip


def test_a_directory_with_another_audit_is_refused(complete):
    answer = delest("audit", "http://127.0.0.1:9/", "--run", complete, "--documents", "0", "--loads", "3")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "contains another audit: --loads is 1 there, not 3" in answer.stderr
    assert not (complete / "outcome.json").exists()  # it would be that of the other audit


def test_a_check_does_not_pass_by_what_was_measured_before(complete):
    answer = delest("check", "http://127.0.0.1:9/", "--run", complete, "--max-page-weight", "1 GB")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "contains a complete audit already" in answer.stderr


def test_a_run_that_another_process_works_on_is_busy(tmp_path):
    run, url = tmp_path / "run", "http://127.0.0.1:9/"
    with Journal.create(run, run_header(Scope(start_urls=(url,)))):
        answer = delest("audit", "--resume", run)
    assert (answer.returncode, answer.stdout) == (7, "")
    assert "another delest process is working on" in answer.stderr
    assert not (run / "outcome.json").exists()


def test_resume_and_run_are_refused_side_by_side(complete, tmp_path):
    answer = delest("audit", "--resume", complete, "--run", tmp_path / "other")
    assert answer.returncode == 2
    assert "both --resume and --run" in answer.stderr
