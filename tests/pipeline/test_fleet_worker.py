"""What a worker says of the campaign's directory, before it starts a browser."""

import asyncio
import os
import time

import pytest

from delest.pipeline.fleet import worker
from delest.records.fleet.worker_problem import ELSEWHERE, UNLOCKED
from delest.report.language import words
from delest.report.language.reasons import system_text


def problem(folder, token="mine"):
    return asyncio.run(worker.fit(str(folder), token))["problem"]


@pytest.fixture
def mine(tmp_path):
    """Directory of a campaign whose driver is at work, but whose lock does not show."""
    (tmp_path / "driver").write_text("mine", "utf-8")
    return tmp_path


def test_a_directory_that_is_not_shared_is_named(mine):
    assert problem(mine / "none") == ELSEWHERE
    assert problem(mine, token="of another driver, on another machine") == ELSEWHERE
    (mine / "driver").unlink()
    assert problem(mine) == ELSEWHERE


def test_a_directory_whose_lock_other_machines_do_not_see_is_named(mine):
    assert problem(mine) == UNLOCKED
    assert [each.name for each in mine.iterdir()] == ["driver"], "the lock that was tried is gone"


def test_a_driver_shows_itself_as_long_as_it_is_there(tmp_path):
    async def drive():
        async with worker.marked(tmp_path, "mine"):
            return (tmp_path / "driver").read_text("utf-8")

    assert asyncio.run(drive()) == "mine"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
def test_without_a_driver_a_worker_is_fit_for_the_next_one(mine):
    long_ago = time.time() - 3600
    os.utime(mine / "driver", (long_ago, long_ago))
    assert asyncio.run(worker.fit(str(mine), "mine")) == worker.versions()


@pytest.mark.parametrize("told", [ELSEWHERE, UNLOCKED])
def test_a_worker_s_words_are_said_in_french(told):
    words.use("fr")
    try:
        assert system_text(told).startswith("il ne voit pas")
    finally:
        words.use("en")
