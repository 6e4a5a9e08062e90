"""What a run is resumed with, told before any browser starts; resumed audits are in tests/browser."""

import pytest
from msgspec.structs import replace

from delest.records.audit import RunEnd
from delest.records.load import CacheState
from delest.records.scope import Scope
from delest.store.journal import Journal
from tests.command import delest
from tests.page_loads import load, page, run_header


def test_a_run_whose_views_came_from_a_file_asks_for_it_again(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(replace(journal.header(), demo=False, views_by_page=True))
    answer = delest("audit", "--resume", str(run))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "page views from a file" in answer.stderr
    assert "--views-file" in answer.stderr


def test_fewer_pages_than_a_run_was_started_with_are_refused(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(replace(journal.header(), demo=False))
    answer = delest("audit", "--resume", str(run), "--max-pages", "1")
    assert answer.returncode == 2
    assert "--max-pages 1 is less than" in answer.stderr


def test_a_run_behind_a_login_asks_for_it_again(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(replace(journal.header(), demo=False, logged_in=True))
    answer = delest("audit", "--resume", str(run))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "give --login FILE again" in answer.stderr


def test_a_run_that_needs_a_cache_is_not_resumed_without_one(run_of):
    run = run_of("small", ended=False)
    with Journal.open(run) as journal:
        journal.reopen(replace(journal.header(), demo=False, cache_states=tuple(CacheState)))
    answer = delest("audit", "--resume", str(run), "--insecure")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "--ca FILE" in answer.stderr


@pytest.fixture
def complete(tmp_path):
    run, url = tmp_path / "run", "http://127.0.0.1:9/"
    with Journal.create(run, run_header(Scope(start_urls=(url,)))) as journal:
        journal.add(page(load(url=url)))
        journal.end(RunEnd(ended_at=journal.header().started_at, complete=True, known_pages=1))
    return run


def test_a_complete_run_takes_no_other_views(complete, tmp_path):
    (tmp_path / "views.csv").write_text("url,views\n/,5\n", "utf-8")
    answer = delest("audit", "--resume", complete, "--views-file", tmp_path / "views.csv", "--views-days", "30")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "this run is complete" in answer.stderr


def test_a_complete_run_is_reported_whatever_does_not_say_what_is_measured(complete):
    answer = delest("audit", "--resume", complete, "--har", "--jobs", "2")
    assert answer.returncode == 0, answer.stderr
    assert "there is nothing left to do" in answer.stderr
