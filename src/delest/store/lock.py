"""One process at a time goes on with a run."""

import fcntl
import os
from pathlib import Path

from delest.errors import N_, InputError


def locked(run: Path) -> int | None:
    """Lock the run's directory for this process and return what holds the lock, which ends with the process.

    Raises:
        InputError: another process holds it.
    """
    directory = os.open(run, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(directory)
        raise InputError(
            N_("another delest is at work on {path}"), remedy=N_("wait for it to end, or end it"), path=run
        ) from error
    except OSError:  # a file system without locks
        os.close(directory)
        return None
    return directory
