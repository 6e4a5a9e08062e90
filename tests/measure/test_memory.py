import asyncio
import subprocess
import sys

import pytest

from delest.measure.browser import memory
from tests.container import limited

PARENT = """
import subprocess, sys, threading
kept = bytearray(b"x" * 30_000_000)
child = "kept = bytearray(b'x' * 50_000_000); print(1, flush=True); input()"
threading.Thread(target=lambda: subprocess.Popen([sys.executable, "-c", child]).wait()).start()
"""
"""The child is a thread's, as some of a browser's are."""


@pytest.fixture
def family():
    """A process and its child, which hold 80 MB of their own."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline()
        yield parent
        memory.end(parent.pid)


def test_what_a_family_of_processes_holds_is_what_each_holds(family):
    assert 80_000_000 < memory.held_bytes(family.pid) < 200_000_000


def test_what_has_gone_holds_nothing(family):
    memory.end(family.pid)
    family.wait()
    assert memory.held_bytes(family.pid) == 0
    memory.end(family.pid)


def test_work_within_bounds_gives_its_result(family):
    async def work():
        await asyncio.sleep(0.01)
        return 7

    assert asyncio.run(memory.within_bounds(family.pid, work())) == 7


def test_work_that_goes_beyond_is_cancelled_and_its_processes_are_ended(family, monkeypatch):
    monkeypatch.setattr(memory, "MOST_BYTES", 20_000_000)
    told = []

    async def work():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            told.append("cancelled")
            raise

    with pytest.raises(memory.TooMuchMemoryError, match=r"0\.0 GB"):
        asyncio.run(memory.within_bounds(family.pid, work()))
    assert told == ["cancelled"]
    assert family.wait() < 0


def test_the_browser_that_holds_most_gives_way_where_all_hold_too_much_together(family, monkeypatch, tmp_path):
    limited(monkeypatch, tmp_path, 400_000_000)
    monkeypatch.setitem(memory._held, -1, 250_000_000)
    light = asyncio.run(memory.within_bounds(family.pid, asyncio.sleep(0.6, "light")))
    assert light == "light"
    monkeypatch.setitem(memory._held, -1, 0)
    monkeypatch.setitem(memory._held, -2, 0)
    for other in range(10):
        monkeypatch.setitem(memory._held, -other - 1, 30_000_000)
    with pytest.raises(memory.TooMuchMemoryError, match="shared-memory"):
        asyncio.run(memory.within_bounds(family.pid, asyncio.Event().wait()))
    assert family.wait() < 0
    assert family.pid not in memory._held


def test_the_error_of_the_work_is_its_own(family):
    async def work():
        raise KeyError("its own")

    with pytest.raises(KeyError, match="its own"):
        asyncio.run(memory.within_bounds(family.pid, work()))
