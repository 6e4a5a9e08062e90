"""What a traffic source is: it says what it recognises in a file, then it reads it."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened

YEAR_DAYS: Final = 365


class Asked(Struct, frozen=True, kw_only=True):
    """What the user says of the files."""

    days: float | None = None
    """How many days they cover; None: as the files say."""
    internal: tuple[str, ...] = ()
    """Addresses and networks whose requests are left out of access logs."""
    behaviour: bool = False
    """Leave out visitors that behave as robots do in access logs."""
    names: dict[str, str] = {}
    """URL by the name that an export gives to a page."""


class Source(Struct, frozen=True, kw_only=True):
    """One traffic source; a file in ``sources`` has one as ``SOURCE``.

    A file goes to the source of the lowest ``rank`` that detects it.
    """

    id: str
    rank: int = 0
    """10: only this tool writes such files; 50: a format that several write; 90: anything that looks like a table."""
    detects: Callable[[Opened], Message | None] | None = None
    """Return what the file was recognised as, from its first lines; None: not this source.

    Raises InputError where it is this tool's file, and the wrong report.
    """
    read: Callable[[Sequence[Opened], Asked], Export] | None = None
    """Return what the files count; several are parts of one whole (months, servers, rotated logs).

    None, as ``detects``: it is not read from files.
    """
