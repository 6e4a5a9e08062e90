"""What a run is resumed with, told before any browser starts; resumed audits are in tests/browser."""

from msgspec.structs import replace

from delest.records.load import CacheState
from delest.store.journal import Journal
from tests.command import delest


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


def test_a_complete_run_takes_no_other_views(run_of, tmp_path):
    run = run_of("small")
    with Journal.open(run) as journal:
        end = journal.ended()
        journal.reopen(replace(journal.header(), demo=False))
        journal.end(replace(end, complete=True, skipped=()))
    (tmp_path / "views.csv").write_text("url,views\n/,5\n", "utf-8")
    answer = delest("audit", "--resume", run, "--views-file", tmp_path / "views.csv", "--views-days", "30")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "this run is complete" in answer.stderr


def test_hars_are_written_of_a_run_that_goes_on(run_of):
    run = run_of("small")
    with Journal.open(run) as journal:
        end = journal.ended()
        journal.reopen(replace(journal.header(), demo=False))
        journal.end(replace(end, complete=True, skipped=()))
    assert "does not go with --resume" not in delest("audit", "--resume", run, "--har").stderr
