"""Waiting for something, but not longer than until the user stops the audit."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


async def unless_stopped(stop: asyncio.Event, waiting: Coroutine[Any, Any, _T]) -> _T | None:
    """Return what ``waiting`` comes to; None, and it is dropped, as soon as the user asks to stop."""
    task, stopped = asyncio.ensure_future(waiting), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return None if stop.is_set() else task.result()
    finally:
        task.cancel()
        stopped.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
