import asyncio
import os
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from delest.crawl.site.shared_pace import SharedPace, write_gap
from delest.errors import InputError

HOLD = (
    "import fcntl, sys, time; f = open(sys.argv[1], 'r+'); fcntl.flock(f, 2); print('held', flush=True); time.sleep(60)"
)


async def _starts(path, audits, loads):
    """Each audit has a pace object of its own, and so a lock of its own: as processes would."""
    at = []

    async def audit():
        pace = SharedPace(path, look_s=0.005)
        for _load in range(loads):
            await pace.wait()
            at.append(time.monotonic())

    await asyncio.gather(*(audit() for _ in range(audits)))
    return sorted(at)


def test_loads_of_many_audits_are_never_closer_than_the_gap(tmp_path):
    write_gap(tmp_path / "pace", 60 / 0.05)
    at = asyncio.run(_starts(tmp_path / "pace", audits=3, loads=3))
    assert len(at) == 9
    assert all(after - before >= 0.05 for before, after in pairwise(at))


def test_the_turn_of_a_killed_process_comes_back(tmp_path):
    write_gap(tmp_path / "pace", 6000)
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "pace"], stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()

        async def waited():
            waiting = asyncio.ensure_future(SharedPace(tmp_path / "pace", look_s=0.005).wait())
            await asyncio.sleep(0.05)
            assert not waiting.done()
            holder.kill()
            await waiting

        asyncio.run(waited())


@pytest.mark.parametrize("content", [None, "soon\n"])
def test_a_pace_that_cannot_be_read_is_an_error(tmp_path, content):
    if content:
        (tmp_path / "pace").write_text(content)
    with pytest.raises(InputError, match="shared pace"):
        asyncio.run(SharedPace(tmp_path / "pace").wait())


def test_an_audit_never_reads_a_pace_that_is_half_written(tmp_path):
    path = tmp_path / "pace"
    write_gap(path, 60 / 0.0625)
    before = path.stat()
    with path.open("rb") as reader:
        write_gap(path, 60 / 12)
        assert float(os.pread(reader.fileno(), 64, 0)) == 12  # the file that audits have locked, not another
    after = path.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)  # never emptied, whatever its content
