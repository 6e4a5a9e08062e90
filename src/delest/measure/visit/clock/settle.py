"""When a page has come to rest: no request started, no byte arrived for a while, and the main thread is idle."""

import asyncio
import time
from typing import Final

from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.page_time import PageTime
from delest.records.runs.loading import LoadOptions
from delest.urls import host

_POLL_S: Final = 0.05
_PATIENCE_S: Final = 12.0
"""For how long a page is waited for that always asks for something, and shows no visitor that it waits."""
_SILENT_LIMIT_S: Final = 5.0
"""For how long a host is waited for that has let another page wait in vain."""


async def quiet(
    activity: Activity, page_time: PageTime, options: LoadOptions, until_s: float, *, whole: bool = False
) -> bool:
    """Wait until the page is settled; False if ``until_s`` (``time.monotonic``) came first, or it never rests.

    A request in flight without a byte for a while does not hold it up, unless ``whole``: then all that a visitor sees
    the page wait for has to come.
    """
    patient_until_s = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until_s and not activity.over:
        silent_s = time.monotonic() - activity.last_s
        if whole and (awaited := activity.network.in_flight.waited_for()):
            if silent_s >= _SILENT_LIMIT_S and all(
                r.url in activity.silent or host(r.url) in activity.silent for r in awaited
            ):
                return False
            await asyncio.sleep(_POLL_S)
            patient_until_s = time.monotonic() + _PATIENCE_S
            continue
        if time.monotonic() >= patient_until_s:
            return False
        needed_s = options.stall_s if activity.network.in_flight else page_time.quiet_s(options.quiet_s)
        if silent_s >= needed_s:
            moved_s = activity.last_s
            if await page_time.idle(until_s) and activity.last_s == moved_s:
                return True
        else:
            await asyncio.sleep(max(_POLL_S, min(needed_s - silent_s, 0.25)))
    return False
