"""What a program and all its processes use, read from /proc: Linux only."""

import os
import re
from pathlib import Path
from typing import NamedTuple


class Seen(NamedTuple):
    """One process at one moment."""

    name: tuple[int, int]
    """Number, and when it began: numbers are used again."""
    cpu_s: float
    memory_bytes: int
    """Its share of what it shares with others."""


def family(root: int) -> set[int]:
    """Return a process and its descendants."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _read(folder / "stat").rpartition(")")[2].split()
        if fields:
            parents[int(folder.name)] = int(fields[1])
    members = {root}
    while more := {pid for pid, parent in parents.items() if parent in members} - members:
        members |= more
    return members


def seen(pid: int, *, memory: bool = True) -> Seen | None:
    """Return what a process uses; None: it has ended. To look at memory is the dear part: without it, it is 0."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    if not fields:
        return None
    rollup = _read(Path(f"/proc/{pid}/smaps_rollup")) if memory else ""
    share = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    used_s = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return Seen((pid, int(fields[19])), used_s, int(share[1]) * 1024 if share else 0)


def is_browser(pid: int) -> bool:
    """Tell whether a process is a browser's first one: the others are told their type."""
    arguments = _read(Path(f"/proc/{pid}/cmdline"))
    return "--remote-debugging-pipe" in arguments and "--type=" not in arguments


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # the process has ended meanwhile
