import asyncio
import os
import signal
import subprocess
import sys

import pytest

from delest.measure.browser import memory, side_by_side
from tests.container import limited

OTHER = """
import os, subprocess, sys
from delest.measure.browser import side_by_side
browser = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
side_by_side.note(browser.pid, 300_000_000)
print(browser.pid, flush=True)
input()
browser.kill()
browser.wait()
print("ended", flush=True)
input()
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes hold")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def other():
    """Another process of delest, whose browser holds 300 MB."""
    command = [sys.executable, "-c", OTHER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.browser = int(process.stdout.readline())
        yield process
        process.kill()


def test_what_browsers_of_other_processes_hold_is_seen_until_they_are_gone(other):
    assert side_by_side.others() == [300_000_000]
    other.stdin.write("\n")
    other.stdin.flush()
    assert other.stdout.readline() == "ended\n"
    assert side_by_side.others() == []
    assert list(side_by_side.folder().iterdir()) == []


def test_browsers_of_this_process_are_no_others():
    side_by_side.note(1, 5)
    assert side_by_side.others() == []
    side_by_side.forget(1)
    assert list(side_by_side.folder().iterdir()) == []


def test_a_number_that_is_used_again_counts_for_nothing(other):
    file = side_by_side.folder() / str(other.browser)
    owner, _, held = file.read_text().split()
    file.write_text(f"{owner} 1 {held}")
    assert side_by_side.others() == []
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "1 2", "x y z", "1 2 -3"])
def test_half_a_file_counts_for_nothing(text):
    (side_by_side.folder() / "1").write_text(text)
    assert side_by_side.others() == []


@pytest.mark.usefixtures("other")
def test_a_folder_that_others_may_write_is_not_used():
    side_by_side.folder().chmod(0o777)
    assert side_by_side.folder() is None
    assert side_by_side.others() == []


def test_a_browser_gives_way_to_none_of_another_process_that_holds_more(other, monkeypatch, tmp_path):
    limited(monkeypatch, tmp_path, 390_000_000)
    assert asyncio.run(memory.within_bounds(other.pid, asyncio.sleep(0.6, "light"))) == "light"


def test_no_page_is_begun_while_those_of_other_processes_leave_no_room(other, monkeypatch, tmp_path):
    limited(monkeypatch, tmp_path, 500_000_000)

    async def waits():
        waiting = asyncio.create_task(memory.room())
        done, _ = await asyncio.wait({waiting}, timeout=0.6)
        assert not done
        other.kill()
        os.kill(other.browser, signal.SIGKILL)
        await asyncio.wait_for(waiting, 30)

    asyncio.run(waits())
