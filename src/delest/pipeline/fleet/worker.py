"""What a worker of a cluster says of itself: its versions, and whether it can measure."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from delest import __version__
from delest.errors import BusyError, DelestError
from delest.factors.load import released
from delest.pipeline.doctor import examine
from delest.records.fleet.worker_problem import ELSEWHERE, NOT_EXACT, UNLOCKED
from delest.store.lock import locked

_TIMES: Final = 2
"""A machine that is very busy may lose the first page."""
_MARK: Final = "driver"
_SHOWN_S: Final = 10.0
_GONE_S: Final = 60.0
"""A driver that has not shown itself for so long has died."""


def versions() -> dict[str, Any]:
    """Return what has to be equal on all machines of a campaign."""
    sets = "\n".join(f"{each.ref.id} {each.ref.version} {each.ref.sha256}" for each in released().values())
    return {"delest": __version__, "factors": hashlib.sha256(sets.encode()).hexdigest()[:16]}


async def same_machine() -> dict[str, Any]:
    """Return the versions of a worker beside the driver; its first audit shows whether it finds a browser."""
    return versions()


@asynccontextmanager
async def marked(folder: Path, token: str) -> AsyncIterator[None]:
    """Show in the directory of a campaign which driver is at work there, for ``fit``, as long as it is."""
    path = folder / _MARK
    path.write_text(token, "utf-8")
    showing = asyncio.create_task(_keep_showing(path))
    try:
        yield
    finally:
        showing.cancel()
        with suppress(OSError):
            path.unlink()


async def _keep_showing(path: Path) -> None:
    while True:
        await asyncio.sleep(_SHOWN_S)
        with suppress(OSError):
            await asyncio.to_thread(path.touch)


async def fit(folder: str, token: str) -> dict[str, Any]:
    """Return the versions of a worker, with ``problem`` where it cannot measure.

    Args:
        folder: of the campaign, which the driver has locked.
        token: of the driver.
    """
    problem = await asyncio.to_thread(_directory_problem, Path(folder), token)
    for _time in range(_TIMES):
        if problem:
            break
        try:
            found = await examine(None)
        except DelestError as error:
            problem = str(error)
            continue
        if found.exact:
            return versions()
    return versions() | {"problem": problem or NOT_EXACT}


def _directory_problem(folder: Path, token: str) -> str:
    """Return why audits here could not be saved beside those of other machines; empty: they can."""
    try:
        if (folder / _MARK).read_text("utf-8") != token:
            return ELSEWHERE
        lock = locked(folder)
        if lock is not None:
            lock.release()
        # No campaign is running, so there is no lock to see: the next one has workers examined again.
        return UNLOCKED if _age_s(folder) < _GONE_S else ""
    except FileNotFoundError:
        return ELSEWHERE
    except BusyError:
        return ""  # the driver's lock is seen
    except OSError as error:
        return f"{folder}: {error.strerror or error}"


def _age_s(folder: Path) -> float:
    """Return how long ago the driver has shown itself, by the clock of the file system: machines' own may differ."""
    with tempfile.TemporaryFile(dir=folder) as now:
        return os.fstat(now.fileno()).st_mtime - (folder / _MARK).stat().st_mtime
