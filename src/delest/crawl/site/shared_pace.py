"""A pace that many audits keep together, on one machine or on several: the page loads of a fleet, one after the other.

A file on a disk that all of them see is the queue. Who gets its lock holds it for the gap, lets it go, and loads its
page: two starts are never closer than the gap, whatever the clocks of the machines say. The kernel takes the lock back
from a process that dies.
"""

import asyncio
import fcntl
import os
from pathlib import Path
from typing import Final

from delest.errors import N_, InputError

_LOOK_S: Final = 0.25
_LONGEST_GAP_S: Final = 3600.0
_WIDTH: Final = 32
"""Bytes of the gap in the file, filled up with spaces."""


class SharedPace:
    """The turns of one audit with the others that name the same file, which contains the gap in seconds."""

    def __init__(self, path: Path, look_s: float = _LOOK_S) -> None:
        self._path = path
        self._look_s = look_s

    async def wait(self) -> None:
        """Return when this audit may start one page load.

        Raises:
            InputError: the file cannot be read or locked.
        """
        try:
            file = os.open(self._path, os.O_RDWR)  # for writing: NFS gives no exclusive lock otherwise
            try:
                while not _locked(file):  # noqa: ASYNC110 - other processes hold it
                    await asyncio.sleep(self._look_s)
                await asyncio.sleep(_gap_s(os.pread(file, _WIDTH, 0)))
            finally:
                os.close(file)
        except (OSError, ValueError) as error:
            raise InputError(
                N_("the shared pace cannot be read from {path}: {problem}"),
                remedy=N_("write the seconds between two page loads into it, on a file system with locks"),
                path=self._path,
                problem=str(error),
            ) from error


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _gap_s(text: bytes) -> float:
    return min(max(0.0, float(text)), _LONGEST_GAP_S)


def write_gap(path: Path, pages_per_minute: float) -> None:
    """Write the file that audits share, or write another pace into it while they run.

    The gap is written over the one before, in one piece: an audit that read an emptied file would end with an error.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        os.pwrite(file, f"{60 / pages_per_minute:.6g}".ljust(_WIDTH - 1).encode() + b"\n", 0)
    finally:
        os.close(file)
