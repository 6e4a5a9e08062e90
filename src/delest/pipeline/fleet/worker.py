"""What a worker of a cluster says of itself: its versions, and whether it can measure."""

import asyncio
import hashlib
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


def versions() -> dict[str, Any]:
    """Return what has to be equal on all machines of a campaign."""
    sets = "\n".join(f"{each.ref.id} {each.ref.version} {each.ref.sha256}" for each in released().values())
    return {"delest": __version__, "factors": hashlib.sha256(sets.encode()).hexdigest()[:16]}


async def same_machine() -> dict[str, Any]:
    """Return the versions of a worker beside the driver; its first audit shows whether it finds a browser."""
    return versions()


def mark(folder: Path, token: str) -> None:
    """Write down which driver is at work in the directory of a campaign, for ``fit``."""
    (folder / _MARK).write_text(token, "utf-8")


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
    except FileNotFoundError:
        return ELSEWHERE
    except BusyError:
        return ""  # the driver's lock is seen
    except OSError as error:
        return f"{folder}: {error.strerror or error}"
    if lock is not None:
        lock.release()
    return UNLOCKED
