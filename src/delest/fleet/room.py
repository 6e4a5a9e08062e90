"""How many audits the workers of a cluster have room for, as workers come and go; lost workers are started again."""

import asyncio
import contextlib
import time
from typing import Any, Final, Self

from delest.errors import N_, NotMeasuredError
from delest.fleet.unfit import UnfitWorkers

_LOOK_S: Final = 2.0
_ANSWER_S: Final = 30.0
_CLOSED: Final = frozenset({"closed", "failed"})


class Room:
    """How many threads all workers have together.

    Args:
        client: of the cluster.
        unfit: its workers that take no service.
        alone_s: without a worker for so long, there will be none.
        own: the cluster that this process started; None: the workers are started by others.
        workers: how many ``own`` is to have.
    """

    def __init__(self, client: Any, unfit: UnfitWorkers, alone_s: float, own: Any = None, workers: int = 0) -> None:
        self._client = client
        self._unfit = unfit
        self._alone_s = alone_s
        self._own = own
        self._workers = workers
        self._looking: asyncio.Task[None] | None = None
        self._seen_at = time.monotonic()
        self._threads = 0

    def now(self) -> int:
        """Return how many threads there are.

        Raises:
            NotMeasuredError: there has been none for too long.
        """
        if self._looking is not None and self._looking.done():
            self._looking.result()  # a fault: what is known of the workers is old
        if not self._threads and time.monotonic() - self._seen_at > self._alone_s:
            raise self._none()
        return self._threads

    def _none(self) -> NotMeasuredError:
        last = self._unfit.last
        if last is None:
            return NotMeasuredError(
                N_("the cluster has had no worker for {seconds} seconds"),
                remedy=N_("start workers again, then run the same command: it continues where it stopped"),
                seconds=round(self._alone_s),
            )
        return NotMeasuredError(
            N_(
                "no worker passed its examination for {seconds} seconds ({n} failed); the last one, {worker}: {problem}"
            ),
            remedy=N_("run `delest doctor` there, then run the same command: it continues where it stopped"),
            seconds=round(self._alone_s),
            n=len(self._unfit),
            worker=last.worker,
            problem=last.problem,
        )

    async def __aenter__(self) -> Self:
        await self._look()
        self._looking = asyncio.create_task(self._keep_looking())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            await self._look()
            self._replace()

    async def _look(self) -> None:
        """Count; a scheduler that does not answer has no room."""
        try:
            async with asyncio.timeout(_ANSWER_S):
                self._threads = sum((await self._client.nthreads()).values())
        except OSError:  # time-outs among them
            self._threads = 0
        if self._threads:
            self._seen_at = time.monotonic()

    def _replace(self) -> None:
        """Start workers again that the library has given up.

        A worker that does not come back soon after its death is closed for good and forgotten, and so is one that fails
        while it starts: on a busy machine, all of them, one after the other.
        """
        if self._own is None:
            return
        for name, worker in list(self._own.workers.items()):
            if worker.status.name in _CLOSED:
                del self._own.workers[name]
        if len(self._own.workers) < self._workers:
            self._own.scale(self._workers)
