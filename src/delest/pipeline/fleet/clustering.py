"""A campaign on the workers of a cluster."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

from delest.fleet import child
from delest.fleet.cluster import Wanted, workers
from delest.pipeline.fleet import worker
from delest.pipeline.fleet.running import Place


def on_cluster(
    folder: Path,
    *,
    count: int = 0,
    address: str = "",
    certificates: Path | None = None,
    tell: Callable[[str, str], None] | None = None,
) -> Callable[[], AbstractAsyncContextManager[Place]]:
    """Return what opens a cluster for ``running.run``: ``count`` workers of this machine, or those at ``address``.

    Args:
        folder: of the campaign, which all machines share; locked by this process once the cluster is opened.
        count: workers of this machine.
        address: of a scheduler.
        certificates: to show there.
        tell: is told the address of each worker that is not fit, and why.
    """
    token = uuid4().hex
    wanted = Wanted(
        workers=count,
        address=address,
        certificates=certificates,
        examine=worker.same_machine if count else partial(worker.fit, str(folder), token),
        versions=worker.versions(),
        tell=tell,
    )

    @asynccontextmanager
    async def place() -> AsyncIterator[Place]:
        async with worker.marked(folder, token), workers(wanted, child.audit) as (work, room):
            yield Place(work, room)

    return place
