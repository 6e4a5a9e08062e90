"""One process at a time goes on with a run.

What is locked is a file of its own that is open for writing. Over NFS, other machines see such a lock. They do not see
one on a directory, and one on ``run.sqlite`` would be in the way of SQLite's own.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from delest.errors import N_, BusyError

_NAME: Final = ".lock"


class Lock:
    """Keeps other processes away until it is released, or this process ends."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    def release(self) -> None:
        """Take the file away, and let others in."""
        with suppress(OSError):
            self._path.unlink()
        os.close(self._file)


def locked(run: Path) -> Lock | None:
    """Lock a directory for this process; None: its file system has no locks.

    Raises:
        BusyError: another process holds it.
        OSError: nothing can be written there.
    """
    path = run / _NAME
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(file)
            raise BusyError(
                N_("another delest process is working on {path}"),
                remedy=N_("wait until it has ended, or stop it"),
                path=run,
            ) from error
        except OSError:  # a file system without locks
            os.close(file)
            with suppress(OSError):
                path.unlink()
            return None
        if _is_at(path, file):
            return Lock(path, file)
        os.close(file)  # who held it has just taken it away: there may be another one by now


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
