"""Who is audited when: one service a lane at a time, no more at once than there is room for, each tried a few times.

Everything about time is here, whoever runs the audits: this process, or the workers of a cluster.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final, Protocol

from msgspec import Struct

from delest.fleet.attempt import Verdict, judged
from delest.records.fleet.campaign import Attempt, State
from delest.records.fleet.service import Service

_LOOK_S: Final = 1.0

Launch = Callable[[Service, int], Awaitable[Attempt]]
"""Audits a service for the n-th time."""


class Watcher(Protocol):
    """Who is told, and writes it down."""

    def began(self, service: Service) -> None:
        """An audit begins."""

    def ended(self, service: Service, attempt: Attempt, verdict: Verdict) -> None:
        """An audit has ended, and this becomes of the service."""


class Rules(Struct, frozen=True, kw_only=True):
    """How the services are taken."""

    tries: int = 3
    room: Callable[[], int]
    """How many audits may run at once, now; raises once nothing is left to run them."""
    open_now: Callable[[], bool]
    """Whether it is an hour to begin audits at."""


class Schedule:
    """The services of one campaign that are left, and those under way."""

    def __init__(self, services: Iterable[Service], lanes: Mapping[str, str], rules: Rules, watcher: Watcher) -> None:
        self._waiting = list(services)
        self._lanes = lanes
        self._rules = rules
        self._watcher = watcher
        self._tries: dict[str, int] = {}
        self._number: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        self._running: dict[asyncio.Future[Attempt], Service] = {}

    def numbered_from(self, numbers: Mapping[str, int]) -> None:
        """Count on from the attempts of earlier commands, by service."""
        self._number.update(numbers)

    async def run(self, launch: Launch, stop: asyncio.Event) -> None:
        """Audit all services, or end once those under way have ended after ``stop``.

        Cancelled, it cancels the audits under way.
        """
        try:
            while self._running or (self._waiting and not stop.is_set()):
                self._fill(launch, stop)
                await self._wait(stop)
        finally:
            for each in self._running:
                each.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def _fill(self, launch: Launch, stop: asyncio.Event) -> None:
        self._rules.room()  # raises where no audit under way can ever end
        if stop.is_set() or not self._rules.open_now():
            return
        busy = {self._lanes[each.id] for each in self._running.values()}
        now = time.monotonic()
        for service in list(self._waiting):
            if len(self._running) >= self._rules.room():
                return
            lane = self._lanes[service.id]
            if lane not in busy and self._not_before.get(service.id, 0) <= now:
                busy.add(lane)
                self._waiting.remove(service)
                self._number[service.id] = number = self._number.get(service.id, 0) + 1
                self._watcher.began(service)
                self._running[asyncio.ensure_future(launch(service, number))] = service

    async def _wait(self, stop: asyncio.Event) -> None:
        if not self._running:
            await asyncio.sleep(0.1 if stop.is_set() else _LOOK_S / 2)
            return
        done, _pending = await asyncio.wait(self._running, timeout=_LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            service = self._running.pop(each)
            self._end(service, each.result())

    def _end(self, service: Service, attempt: Attempt) -> None:
        tries = self._tries.get(service.id, 0) + 1
        verdict = judged(attempt, last=tries >= self._rules.tries)
        self._tries[service.id] = tries if verdict.counts else tries - 1
        if verdict.state is State.TODO and not attempt.stopped and tries < self._rules.tries:
            self._not_before[service.id] = time.monotonic() + verdict.wait_s
            self._waiting.append(service)
        self._watcher.ended(service, attempt, verdict)
