"""Records of older run formats in the newest one."""

import sqlite3
import zlib
from collections.abc import Iterator
from typing import Any, Final, get_args

import msgspec

from delest import plugins
from delest.store import formats
from delest.store.old_format import OldFormat, Part
from delest.store.run_file import FORMAT, SUMMARY

_TABLES: Final[tuple[Part, ...]] = ("page", "step", "document")


def newest(version: int, part: Part, record: Any) -> Any:
    """Return a record of format ``version``, as plain values, in the newest format.

    Raises:
        LookupError: it has not the shape of its format; so do ``ValueError``, ``TypeError``, ``AttributeError``.
    """
    for old in range(version, FORMAT):
        record = plugins.load(formats, OldFormat, f"format-{old}").upgraded(part, record)
    return record


def upgrades(database: sqlite3.Connection, version: int) -> Iterator[tuple[str, tuple[str | bytes, ...]]]:
    """Yield the statements that bring a run of format ``version`` to the newest one.

    Raises:
        zlib.error: a record is damaged; so do those of ``newest``.
    """
    for part, record in database.execute("SELECT part, record FROM run").fetchall():
        if part in get_args(Part):
            yield "UPDATE run SET record = ? WHERE part = ?", (_upgraded(version, part, record), part)
    for table in _TABLES:
        for url, record in database.execute(f"SELECT url, record FROM {table} ORDER BY rowid").fetchall():  # noqa: S608 - one of three names
            yield f"UPDATE {table} SET record = ? WHERE url = ?", (_upgraded(version, table, record), url)  # noqa: S608
    yield SUMMARY, ()
    yield f"PRAGMA user_version = {FORMAT}", ()


def _upgraded(version: int, part: Part, blob: bytes) -> bytes:
    record = newest(version, part, msgspec.json.decode(zlib.decompress(blob)))
    return zlib.compress(msgspec.json.encode(record), 1)
