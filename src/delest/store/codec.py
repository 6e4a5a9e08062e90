"""Records as they stand in the tables of a run: compressed JSON."""

import sqlite3
import zlib
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome
from delest.records.runs.audit import PageRecord
from delest.store.old_format import Part
from delest.store.run_file import FORMAT
from delest.store.upgrade import newest

MAX_RECORD_BYTES: Final = 1 << 28
"""Of JSON; a longer one is not written, and not read."""
UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises on a damaged file: its message quotes the file, so that the message itself may not be text."""
DAMAGE: Final = (*UNREADABLE, zlib.error, LookupError, ValueError, TypeError, AttributeError)
"""What a damaged record raises, of an older format too."""
_T = TypeVar("_T")


def encode(record: msgspec.Struct | tuple[msgspec.Struct, ...]) -> bytes:
    """Return a record of the newest format."""
    return zlib.compress(msgspec.json.encode(record), 1)


def decode(blob: bytes, kind: type[_T], part: Part, version: int = FORMAT) -> _T:
    """Return a record that is ``part`` of a run in the format ``version``.

    Raises:
        ValueError: it is damaged; so do the others of ``DAMAGE``.
    """
    text = zlib.decompressobj().decompress(blob, MAX_RECORD_BYTES)
    if version == FORMAT:
        return msgspec.json.decode(text, type=kind)
    return msgspec.convert(newest(version, part, msgspec.json.decode(text)), kind)


def without_transfers(page: PageRecord) -> PageRecord:
    """Return a page whose record is too large as one load that failed."""
    too_large = Reason(code=ReasonCode.RECORD_TOO_LARGE)
    first = replace(page.loads[0], outcome=Outcome.FAILED, reason=too_large, transfers=())
    return replace(page, loads=(first,), consent_loads=(), findings=())


def damaged(path: Path, error: Exception) -> InputError:
    """Return what is told of a damaged run."""
    return InputError(
        N_("{path} is not a run, or is damaged: {reason}"),
        remedy=N_("audit the site again"),
        path=path,
        reason=error,
    )
