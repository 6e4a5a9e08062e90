"""Audits on the workers of a Dask cluster: this machine's own, or one that is there already.

The driver keeps lanes, tries and results; the cluster only runs tasks. Each task is a coroutine that waits for a child
process (``child.audit``). A result is taken and let go at once: Dask computes a finished task again whose result lies
on a worker that dies. Never more tasks than there are threads: none waits on a worker behind another.

What is left to the library's defaults, and what is not, is in ``CONFIG``.
"""

import asyncio
import contextlib
import importlib.util
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from msgspec import Struct

from delest.addresses import is_localhost, literal
from delest.errors import N_, InputError, NotMeasuredError
from delest.fleet.room import Room
from delest.fleet.unfit import Unfit, UnfitWorkers
from delest.urls import host

CONFIG: Final = {
    "distributed.scheduler.allowed-failures": 3,
    "distributed.scheduler.worker-ttl": "60s",
    "distributed.scheduler.work-stealing": False,
    "distributed.comm.timeouts.connect": "15s",
    # A local worker that is not back after so long is closed for good (15 s by default), and ``Room`` starts another.
    # On a busy machine a worker takes half a minute to start.
    "distributed.deploy.lost-worker-timeout": "60s",
}
_CLOSE_S: Final = 60.0
_LET_GO_S: Final = 10.0
_EXAMINATIONS: Final = 3
_PLUGIN: Final = "delest-fit"
_RETIRED_S: Final = 60.0
_LOOK_S: Final = 0.2
_CA: Final = "ca.pem"

Task = dict[str, Any]
Work = Callable[[Task], Awaitable[Task]]
"""A module's own function, which is sent by its name."""


class Wanted(Struct, frozen=True, kw_only=True):
    """The cluster that is asked for."""

    workers: int = 0
    """Of this machine, one audit each; 0: those of ``address``."""
    address: str = ""
    """Of a scheduler: ``tls://host:8786``."""
    certificates: Path | None = None
    """Directory that ``fleet certificates`` wrote."""
    examine: Callable[[], Awaitable[Task]]
    """A module's own function: what a worker is; with ``problem`` where it is not fit."""
    versions: Task
    """What it has to be."""
    tell: Callable[[str, str], None] | None = None
    """Is told the address of each worker that is not fit, and why."""
    alone_s: float = 180
    """Without a worker for so long, the campaign ends: the library starts local workers again within a minute."""


@asynccontextmanager
async def workers(wanted: Wanted, work: Work) -> AsyncIterator[tuple[Callable[[Task, str], Any], Callable[[], int]]]:
    """Give what runs a task under a name, and how many there is room for now.

    What says how many raises NotMeasuredError once no worker has been there for ``Wanted.alone_s``.

    Raises:
        InputError: Dask is not installed, the address is not encrypted, no worker is fit.
        NotMeasuredError: no worker is there.
    """
    if importlib.util.find_spec("distributed") is None:
        raise InputError(N_("a cluster needs Dask"), remedy=N_("install delest with it: pip install 'delest[cluster]'"))
    import dask  # noqa: PLC0415 - an extra
    from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

    with dask.config.set(CONFIG):
        async with _closed_in_time() as stack:
            own: Any = None
            if wanted.workers:
                own = await stack.enter_async_context(
                    LocalCluster(  # type: ignore[no-untyped-call]
                        n_workers=wanted.workers, threads_per_worker=1, processes=True, memory_limit=0,
                        host="127.0.0.1",
                        # The scheduler's metrics listen somewhere in any case: here, and on a free port.
                        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
                        asynchronous=True, silence_logs="CRITICAL",
                    )
                )  # fmt: skip
            security = None if own else _security(wanted)
            try:
                client = await stack.enter_async_context(
                    Client(  # type: ignore[no-untyped-call]
                        own or wanted.address, asynchronous=True, security=security, set_as_default=False
                    )
                )
            except OSError as error:
                raise _unreachable(wanted.address, error) from error
            unfit = UnfitWorkers(wanted.tell)
            if own is None:
                stack.push_async_callback(_let_go, client)
            await _examined(client, wanted, unfit)
            room = Room(client, unfit, wanted.alone_s, own, wanted.workers)
            await stack.enter_async_context(room)
            yield _runner(client, work, wanted.address), room.now


@asynccontextmanager
async def _closed_in_time() -> AsyncIterator[AsyncExitStack]:
    """A stack that does not wait for ever for a cluster whose workers no longer answer."""
    stack = AsyncExitStack()
    try:
        yield stack
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_S):
                await stack.aclose()


def _runner(client: Any, work: Work, address: str) -> Callable[[Task, str], Awaitable[Task]]:
    async def run(task: Task, name: str) -> Task:
        from distributed import CancelledError  # noqa: PLC0415 - an extra

        began_at = datetime.now(UTC)
        if client.status != "running":
            raise _unreachable(address, ConnectionError(client.status))
        future = client.submit(work, task, key=name, pure=False, retries=0)
        try:
            told: Task = await future
        except (asyncio.CancelledError, CancelledError) as error:
            us = asyncio.current_task()
            if us is not None and us.cancelling():
                raise asyncio.CancelledError from error
            raise _unreachable(address, error) from error  # the scheduler is gone, or there is another in its place
        except Exception as error:  # noqa: BLE001 - whatever a worker raised, its death among it
            return _lost(began_at, error)
        finally:
            future.release()
        return told

    return run


def _lost(began_at: datetime, error: Exception) -> Task:
    return {
        "exit_code": None,
        "timed_out": False,
        "stopped": False,
        "worker": "-",
        "began_at": began_at.isoformat(),
        "ended_at": datetime.now(UTC).isoformat(),
        "outcome": {"message": f"{type(error).__name__}: {error}"[:300]},
    }


async def _examined(client: Any, wanted: Wanted, unfit: UnfitWorkers) -> None:
    """Let each worker examine itself; one that is not fit, now or later, never takes a service."""
    from delest.fleet.fit import Fit  # noqa: PLC0415 - an extra

    topic = f"delest-unfit-{uuid4().hex}"
    client.subscribe_topic(topic, unfit.heard)
    try:
        await client.wait_for_workers(1, timeout=60)
    except TimeoutError as error:
        raise NotMeasuredError(
            N_("the cluster has no worker"), remedy=N_("start one: dask worker tls://SCHEDULER:8786, see docs/fleet.md")
        ) from error
    plugin = Fit(wanted.examine, wanted.versions, topic)
    for left in reversed(range(_EXAMINATIONS)):
        try:
            await client.register_plugin(plugin, name=_PLUGIN)
        except RuntimeError as error:  # of ``Fit``, as a worker raised it
            await _some_fit(client, unfit, error)
            return
        except OSError as error:  # a worker was lost meanwhile; those that come are examined as they come
            if not left or client.status != "running":
                raise _unreachable(wanted.address, error) from error
        else:
            return


async def _let_go(client: Any) -> None:
    """Examine no more workers: the next campaign has its own examination."""
    if client.status == "running":
        with contextlib.suppress(OSError, ValueError, KeyError, RuntimeError):  # a worker may be lost or frozen
            async with asyncio.timeout(_LET_GO_S):
                await client.unregister_worker_plugin(_PLUGIN)


async def _some_fit(client: Any, unfit: UnfitWorkers, error: RuntimeError) -> None:
    """Wait until the workers that are not fit are gone.

    Raises:
        InputError: none is left.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_RETIRED_S):
            while workers := await client.nthreads():
                if unfit and not any(each in unfit for each in workers):
                    return
                await asyncio.sleep(_LOOK_S)
    last = unfit.last or Unfit("-", str(error)[:300])
    raise InputError(
        N_("a worker does not suit the campaign, {worker}: {problem}"),
        remedy=N_("run `delest doctor` there; all machines need the same delest and the campaign's directory"),
        worker=last.worker,
        problem=last.problem,
    ) from error


def _security(wanted: Wanted) -> Any:
    """Return the certificates to show; whoever reaches a scheduler can run anything on its workers."""
    from distributed.security import Security  # noqa: PLC0415 - an extra

    if wanted.address.startswith("tcp://"):
        name = host(wanted.address.replace("tcp://", "http://", 1))
        address = literal(name)
        if is_localhost(name) or (address is not None and address.is_loopback):
            return None
        raise InputError(
            N_("{address}: a cluster beyond this machine has to be encrypted"),
            remedy=N_("make certificates with `delest fleet certificates DIR`, and give tls://HOST:PORT and --tls DIR"),
            address=wanted.address,
        )
    if wanted.certificates is None:
        raise InputError(
            N_("{address} needs certificates"),
            remedy=N_("make them with `delest fleet certificates DIR`, and give --tls DIR"),
            address=wanted.address,
        )
    folder = wanted.certificates
    for name in (_CA, "client.pem", "client-key.pem"):
        if not (folder / name).is_file():
            raise InputError(
                N_("there is no {name} in {path}"),
                remedy=N_("give the directory that `delest fleet certificates` wrote"),
                name=name,
                path=folder,
            )
    return Security(  # type: ignore[no-untyped-call]
        tls_ca_file=str(folder / _CA),
        tls_client_cert=str(folder / "client.pem"),
        tls_client_key=str(folder / "client-key.pem"),
        require_encryption=True,
    )


def _unreachable(address: str, error: BaseException) -> NotMeasuredError:
    return NotMeasuredError(
        N_("the cluster {address} does not answer: {problem}"),
        remedy=N_("start it again, then run the same command: it continues where it stopped"),
        address=address or "-",
        problem=str(error)[:200] or type(error).__name__,
    )
