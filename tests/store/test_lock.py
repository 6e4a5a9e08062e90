"""One process at a time works in a directory, on whichever machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from delest.errors import BusyError
from delest.store.lock import locked

HOLDS = (
    "import sys, time; from pathlib import Path; from delest.store.lock import locked;"
    " lock = locked(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
)


def test_another_process_is_kept_away_until_the_one_that_holds_it_is_dead(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLDS, tmp_path], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="another delest process"):
            locked(tmp_path)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    lock = locked(tmp_path)
    with pytest.raises(BusyError):
        locked(tmp_path)
    lock.release()
    assert list(tmp_path.iterdir()) == []
    locked(tmp_path).release()


def test_what_is_locked_is_a_file_open_for_writing_as_nfs_asks_for(tmp_path):
    lock = locked(tmp_path)
    (held,) = tmp_path.iterdir()
    own = [each for each in Path("/proc/self/fd").iterdir() if each.exists() and each.resolve() == held]
    flags = [int(each.split()[1], 8) for each in Path(f"/proc/self/fdinfo/{own[0].name}").read_text().splitlines()
             if each.startswith("flags:")]  # fmt: skip
    assert flags[0] & os.O_ACCMODE == os.O_RDWR
    lock.release()


def test_a_directory_that_cannot_be_written_is_not_taken_for_one_without_locks(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        locked(tmp_path / "none")
