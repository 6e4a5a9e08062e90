"""What every worker goes through before it takes a service; one that is not fit ends."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from distributed import Status, WorkerPlugin

_ANSWER_S: Final = 1.0


class Fit(WorkerPlugin):
    """Examines a worker as it starts; sent by its name, so that workers need delest of their own."""

    def __init__(self, examine: Callable[[], Awaitable[dict[str, Any]]], versions: dict[str, Any]) -> None:
        self.examine = examine
        self.versions = versions

    async def setup(self, worker: Any) -> None:
        """Examine the worker; one that is not fit begins nothing, and is taken out of the cluster.

        The library tells only who registers a plugin that it failed: a worker that joins later would go on. Of one that
        is retired, the tasks go to others, and do not count as if it had died.
        """
        told = await self.examine()
        if told == self.versions:
            return
        worker.status = Status.closing_gracefully
        # Later: the worker first has to answer, and its nanny has to have started.
        worker.loop.call_later(_ANSWER_S, worker.scheduler.retire_workers, workers=[worker.address], close_workers=True)
        raise RuntimeError(f"{worker.address}: {_in_short(told)}, not {_in_short(self.versions)}")


def _in_short(told: dict[str, Any]) -> str:
    return told.get("problem") or f"delest {told.get('delest')} ({told.get('factors')})"
