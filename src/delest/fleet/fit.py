"""What every worker goes through before it takes a service; one that is not fit does not register."""

from collections.abc import Awaitable, Callable
from typing import Any

from distributed import WorkerPlugin


class Fit(WorkerPlugin):
    """Examines a worker as it starts; sent by its name, so that workers need delest of their own."""

    def __init__(self, examine: Callable[[], Awaitable[dict[str, Any]]], versions: dict[str, Any]) -> None:
        self.examine = examine
        self.versions = versions

    async def setup(self, worker: Any) -> None:
        """Examine the worker; raising keeps it from registering."""
        told = await self.examine()
        if told != self.versions:
            raise RuntimeError(f"{worker.address}: {_in_short(told)}, not {_in_short(self.versions)}")


def _in_short(told: dict[str, Any]) -> str:
    return told.get("problem") or f"delest {told.get('delest')} ({told.get('factors')})"
