"""A way of making bodies lighter. One file of ``remedies`` has one, as ``WAY``; it runs in a child process."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from delest.advise.reencoded import Reencoded


class Way(Struct, frozen=True, kw_only=True):
    """A way by its name, like its file.

    ``make`` returns the lighter versions of a body, given options of its own. Bodies are hostile: what it raises costs
    that body alone.
    """

    id: str
    make: Callable[[bytes, dict[str, Any]], Reencoded]
