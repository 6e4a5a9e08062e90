"""The workers of a cluster that failed their examination, as they told the driver."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

_LONGEST: Final = 300


class Unfit(NamedTuple):
    """A worker that takes no service."""

    worker: str
    """Its address."""
    problem: str
    """In English."""


class UnfitWorkers:
    """Hears of each of them once, and tells who drives the campaign.

    Args:
        tell: is told the address of each, and why.
    """

    def __init__(self, tell: Callable[[str, str], None] | None = None) -> None:
        self._tell = tell
        self._known: dict[str, Unfit] = {}

    def heard(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take note of an event of the cluster: its time, and what the worker says."""
        told = event[1]
        found = Unfit(str(told["worker"]), str(told["problem"])[:_LONGEST])
        if found.worker not in self._known and self._tell is not None:
            self._tell(*found)
        self._known[found.worker] = found

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, worker: object) -> bool:
        return worker in self._known

    @property
    def last(self) -> Unfit | None:
        """Return the last one that told; None: there was none."""
        return next(reversed(self._known.values()), None)
