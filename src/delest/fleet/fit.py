"""What every worker goes through before it takes a service; one that is not fit ends."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from distributed import Status, WorkerPlugin

_ANSWER_S: Final = 1.0


class Fit(WorkerPlugin):
    """Examines a worker as it starts; sent by its name, so that workers need delest of their own."""

    def __init__(self, examine: Callable[[], Awaitable[dict[str, Any]]], versions: dict[str, Any], topic: str) -> None:
        self.examine = examine
        self.versions = versions
        self.topic = topic

    async def setup(self, worker: Any) -> None:
        """Examine the worker; one that is not fit begins nothing, and is taken out of the cluster.

        The library tells only who registers a plugin that it failed: a worker that joins later would go on. Of one that
        is retired, the tasks go to others, and do not count as if it had died. Why it is not fit is an event of
        ``topic``, for whoever drives the campaign.
        """
        told = await self.examine()
        if told == self.versions:
            return
        problem = _in_short(told, self.versions)
        worker.status = Status.closing_gracefully
        worker.log_event(self.topic, {"worker": worker.address, "problem": problem})
        # Later: the worker first has to answer, and its nanny has to have started.
        worker.loop.call_later(_ANSWER_S, worker.scheduler.retire_workers, workers=[worker.address], close_workers=True)
        raise RuntimeError(f"{worker.address}: {problem}")


def _in_short(told: dict[str, Any], versions: dict[str, Any]) -> str:
    is_now, has_to_be = (f"delest {each.get('delest')} ({each.get('factors')})" for each in (told, versions))
    return str(told.get("problem") or f"{is_now}, not {has_to_be}")
