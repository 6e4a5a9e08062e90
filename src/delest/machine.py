"""What the machine, or the container that delest runs in, has to give."""

import os
from pathlib import Path
from typing import Final

CONTAINER_LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux tells a container's limit, in the newer and the older way (control groups, version 2 and 1)."""

MOST_SLOWDOWN: Final = 5.0


def memory_bytes() -> int | None:
    """Return how much memory there is; None where the system does not tell."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None
    return min([whole, *filter(None, map(_limit, CONTAINER_LIMITS))])


def _limit(path: str) -> int:
    """Return a limit in bytes; 0 where none is set."""
    try:
        told = Path(path).read_text("ascii").strip()
    except (OSError, ValueError):
        return 0
    return int(told) if told.isdecimal() else 0


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not told here
        return os.cpu_count() or 1


def slowdown() -> float:
    """Return how many programs want each processor now: 1 at least, ``MOST_SLOWDOWN`` at most.

    What is limited in real time may take so many times as long as on a machine with a free processor. From the load
    average of one minute (getloadavg(3)); 1 where the system does not tell.
    """
    try:
        wanted = os.getloadavg()[0]
    except (AttributeError, OSError):
        return 1.0
    return slowed_by(wanted, processors())


def slowed_by(wanted: float, processors: int) -> float:
    """Return the same for so many programs that want so many processors."""
    return min(MOST_SLOWDOWN, max(1.0, wanted / processors))
