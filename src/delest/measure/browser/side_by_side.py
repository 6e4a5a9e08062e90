"""What browsers of several delest processes hold at the same time: each writes down its own, and reads the others'.

One small file for each browser that loads a page, in a folder of the user alone. A file whose browser has gone counts
for nothing and is deleted. Browsers of other users, and of other containers, are not seen.
"""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_OWNER_ALONE: Final = 0o700
_START_TIME: Final = 19
"""Place of a process's start time in ``/proc/PID/stat``, after its name (proc_pid_stat(5), field 22)."""


def folder() -> Path | None:
    """Return the folder of these files, which is made where it is missing; None: there can be none.

    In the user's runtime directory, else beside temporary files. It is one for each set of process numbers: in a
    container these mean other processes.
    """
    try:
        numbers = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        made = base / f"delest-{os.getuid()}-{numbers}"
        made.mkdir(mode=_OWNER_ALONE, exist_ok=True)
        found = made.lstat()
    except (OSError, AttributeError):
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return made if own else None


def note(browser: int, held_bytes: int) -> None:
    """Write down what a browser of this process holds."""
    place = folder()
    if place is not None:
        with suppress(OSError):
            (place / str(browser)).write_text(f"{os.getpid()} {_started(browser)} {held_bytes}", "ascii")


def forget(browser: int) -> None:
    """Take a browser of this process out."""
    place = folder()
    if place is not None:
        with suppress(OSError):
            (place / str(browser)).unlink()


def others() -> list[int]:
    """Return what each browser of other delest processes holds, in bytes."""
    place = folder()
    if place is None:
        return []
    try:
        files = [path for path in place.iterdir() if path.name.isdecimal()]
    except OSError:
        return []
    return [held for path in files if (held := _read(path))]


def _read(path: Path) -> int:
    """Return the bytes that a file tells of a browser of another process; 0 for one of this process, or a dead one."""
    try:
        owner, started, held = path.read_text("ascii").split()
    except (OSError, ValueError):  # gone, or just being written
        return 0
    if not started or started != _started(int(path.name)):
        with suppress(OSError):
            path.unlink()
        return 0
    return 0 if owner == str(os.getpid()) or not held.isdecimal() else int(held)


def _started(process: int) -> str:
    """Return when a process was started, in the system's own units: a number that is used again is told apart."""
    try:
        said = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    fields = said.rpartition(")")[2].split()
    return fields[_START_TIME] if len(fields) > _START_TIME else ""
