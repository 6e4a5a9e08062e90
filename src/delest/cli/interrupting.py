"""Long work that Ctrl-C ends well: the first one finishes what is under way, the second one stops at once."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from delest.errors import N_

_T = TypeVar("_T")


class Says(Protocol):
    """Who tells the user."""

    def say(self, sentence: str) -> None:
        """Say an English sentence, translated."""


async def until_interrupted(
    work_of: Callable[[asyncio.Event], Awaitable[_T]], watcher: Says, *, instead: Callable[[], _T]
) -> tuple[_T, bool]:
    """Return what work comes to, or where it was stopped at once what there is ``instead``; and whether it was stopped.

    ``work_of`` is given an event that asks it to finish what is under way.
    """
    stop = asyncio.Event()
    work = asyncio.ensure_future(work_of(stop))

    def interrupt() -> None:
        if stop.is_set():
            work.cancel()
            return
        stop.set()
        watcher.say(N_("Finishing the pages being loaded. Press Ctrl-C again to stop now."))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, interrupt)
    try:
        return await work, stop.is_set()
    except asyncio.CancelledError:
        return instead(), True
