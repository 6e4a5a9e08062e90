"""What a worker says of the campaign's directory, before it starts a browser."""

import asyncio

import pytest

from delest.pipeline.fleet import worker
from delest.records.fleet.worker_problem import ELSEWHERE, UNLOCKED
from delest.report.language import words
from delest.report.language.reasons import system_text


def problem(folder, token="mine"):
    return asyncio.run(worker.fit(str(folder), token))["problem"]


def test_a_directory_that_is_not_shared_is_named(tmp_path):
    assert problem(tmp_path / "none") == ELSEWHERE
    assert problem(tmp_path) == ELSEWHERE
    worker.mark(tmp_path, "of another driver, on another machine")
    assert problem(tmp_path) == ELSEWHERE


def test_a_directory_whose_lock_other_machines_do_not_see_is_named(tmp_path):
    worker.mark(tmp_path, "mine")
    assert problem(tmp_path) == UNLOCKED, "the driver holds the lock, and here it does not show"
    assert [each.name for each in tmp_path.iterdir()] == ["driver"], "the lock that was tried is gone"


@pytest.mark.parametrize("told", [ELSEWHERE, UNLOCKED])
def test_a_worker_s_words_are_said_in_french(told):
    words.use("fr")
    try:
        assert system_text(told).startswith("il ne voit pas")
    finally:
        words.use("en")
