"""How much memory a browser may take, so that a page without measure costs itself and not the machine.

What all processes of the browser hold together is looked at while a page loads; at the limit they are ended. The limits
that a system keeps by itself will not do: the script engine reserves gigabytes that no page uses, and frames of other
sites have processes of their own. Browsers side by side share the machine, those of other delest processes of the user
too: where they hold too much together, the one that holds most is ended. Linux alone tells; elsewhere nothing is
bounded.
"""

import asyncio
import contextlib
import glob
import os
import signal
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Final, TypeVar

from delest.machine import memory_bytes
from delest.measure.browser import side_by_side
from delest.reason import Reason, ReasonCode

T = TypeVar("T")

MOST_BYTES: Final = 3_000_000_000
"""Resident memory of all processes of a browser while it loads a page; pages that people use stay far below."""
_SHARE_OF_MACHINE: Final = 3
"""A browser may hold the machine's memory divided by this, where that is less."""
_LEAST_BYTES: Final = 800_000_000
"""What a browser may hold however small the machine: a light page takes a quarter of a gigabyte."""
_TOGETHER: Final = 0.75
"""Of the machine's memory: what all browsers may hold that load a page."""
_ROOM: Final = 0.5
"""Of the machine's memory: while the others hold more than this together, no page is begun."""
RECYCLE_BYTES: Final = 1_200_000_000
"""A browser that still holds so much between two pages is started again."""
_LOOK_S: Final = 0.25
_KIB: Final = 1024

_held: dict[int, int] = {}
"""What each browser of this process that loads a page held when it was last looked at."""


class TooMuchMemoryError(Exception):
    """A page makes its browser hold more than it may."""

    def __init__(self, most_bytes: int, *, together: bool = False) -> None:
        code = ReasonCode.SHARED_MEMORY if together else ReasonCode.PAGE_MEMORY
        self.reason = Reason.of(code, f"{most_bytes / 1e9:.1f} GB")
        super().__init__(str(self.reason))


def held_bytes(browser: int) -> int:
    """Return the resident memory of all processes of a browser, files left out; what they share counts with each."""
    return sum(map(_held_bytes, _family(browser)))


async def room() -> None:
    """Wait until those that load a page leave room for one more; one alone is never held up."""
    machine_bytes = _bounded_bytes()
    while machine_bytes is not None and sum(_all_held()) > machine_bytes * _ROOM:  # noqa: ASYNC110 - looked at
        await asyncio.sleep(_LOOK_S)


async def within_bounds(browser: int, work: Awaitable[T]) -> T:
    """Wait for ``work`` while the browser holds what it may.

    Raises:
        TooMuchMemoryError: it held more, and was ended.
    """
    task = asyncio.ensure_future(work)
    machine_bytes = _bounded_bytes()
    try:
        while not (await asyncio.wait({task}, timeout=_LOOK_S))[0]:
            _held[browser] = held_bytes(browser)
            side_by_side.note(browser, _held[browser])
            if machine_bytes is not None:
                _look(browser, machine_bytes)
        return await task
    finally:
        _held.pop(browser, None)
        side_by_side.forget(browser)
        task.cancel()
        await asyncio.wait({task})


def _look(browser: int, machine_bytes: int) -> None:
    most_bytes = min(MOST_BYTES, max(_LEAST_BYTES, machine_bytes // _SHARE_OF_MACHINE))
    too_much = _held[browser] > most_bytes
    all_held = _all_held()
    together = sum(all_held) > machine_bytes * _TOGETHER and _held[browser] == max(all_held)
    if too_much or together:
        end(browser)
        raise TooMuchMemoryError(most_bytes if too_much else _held[browser], together=not too_much)


def _all_held() -> list[int]:
    return [*_held.values(), *side_by_side.others()]


def _bounded_bytes() -> int | None:
    return memory_bytes() if sys.platform == "linux" else None


def end(browser: int) -> None:
    """End every process of a browser, if any is left."""
    for process in _family(browser):
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)


def _family(browser: int) -> list[int]:
    found = [browser]
    for process in found:  # which grows as it is read
        # Only the first one starts processes from other threads than its first; these may end meanwhile.
        starter = "*" if process == browser else process
        for children in glob.iglob(f"/proc/{process}/task/{starter}/children"):  # noqa: PTH207
            with contextlib.suppress(OSError):
                found += map(int, Path(children).read_text("ascii").split())
    return found


def _held_bytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    sizes = (line.split() for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return sum(int(size[1]) * _KIB for size in sizes)
