"""An older run format; one file of ``formats`` has one, as ``OLDFORMAT``."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

Part = Literal["header", "end", "answer", "rules", "export", "proof", "screenshot", "page", "step", "document"]
"""What a record of a run is: a part of its table ``run``, or a row of the table of that name."""


class OldFormat(Struct, frozen=True, kw_only=True):
    """How the records of one format become those of the next one."""

    id: str
    """``format-3``."""
    upgraded: Callable[[Part, Any], Any]
    """From a record as plain values (dicts and lists) to the same in the next format; the argument may be changed."""
