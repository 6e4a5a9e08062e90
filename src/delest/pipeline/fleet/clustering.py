"""A campaign on the workers of a cluster."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from delest.fleet import child
from delest.fleet.cluster import Wanted, workers
from delest.pipeline.fleet import worker
from delest.pipeline.fleet.running import Place


def on_cluster(
    *, count: int = 0, address: str = "", certificates: Path | None = None
) -> Callable[[], AbstractAsyncContextManager[Place]]:
    """Return what opens a cluster for ``running.run``: ``count`` workers of this machine, or those at ``address``."""
    wanted = Wanted(
        workers=count,
        address=address,
        certificates=certificates,
        examine=worker.same_machine if count else worker.fit,
        versions=worker.versions(),
    )

    @asynccontextmanager
    async def place() -> AsyncIterator[Place]:
        async with workers(wanted, child.audit) as (work, room):
            yield Place(work, room)

    return place
