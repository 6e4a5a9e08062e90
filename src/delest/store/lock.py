"""One process at a time goes on with a run."""

import fcntl
import os
from pathlib import Path

from delest.errors import N_, BusyError


def locked(run: Path) -> int | None:
    """Lock the run's directory for this process and return what holds the lock, which ends with the process.

    Raises:
        BusyError: another process holds it.
    """
    directory = os.open(run, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(directory)
        raise BusyError(
            N_("another delest process is working on {path}"),
            remedy=N_("wait until it has ended, or stop it"),
            path=run,
        ) from error
    except OSError:  # a file system without locks
        os.close(directory)
        return None
    return directory
