"""What a worker of a cluster says of itself: its versions, and whether it can measure."""

import hashlib
from typing import Any, Final

from delest import __version__
from delest.errors import DelestError
from delest.factors.load import released
from delest.pipeline.doctor import examine

_TIMES: Final = 2
"""A machine that is very busy may lose the first page."""


def versions() -> dict[str, Any]:
    """Return what has to be equal on all machines of a campaign."""
    sets = "\n".join(f"{each.ref.id} {each.ref.version} {each.ref.sha256}" for each in released().values())
    return {"delest": __version__, "factors": hashlib.sha256(sets.encode()).hexdigest()[:16]}


async def same_machine() -> dict[str, Any]:
    """Return the versions of a worker beside the driver; its first audit shows whether it finds a browser."""
    return versions()


async def fit() -> dict[str, Any]:
    """Return the versions of a worker, with ``problem`` where its browser does not count exactly."""
    for _time in range(_TIMES):
        try:
            found = await examine(None)
        except DelestError as error:
            return versions() | {"problem": str(error)}
        if found.exact:
            return versions()
    return versions() | {"problem": "its browser's count cannot be trusted"}
