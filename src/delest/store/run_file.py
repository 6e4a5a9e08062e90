"""The SQLite file that holds a run: how it is begun and opened."""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import msgspec

from delest.records.runs.summary import Summary

FORMAT: Final = 4
"""Of the runs that are written. Older ones are read by ``formats``."""
OLDEST: Final = 3
SUMMARY: Final = "CREATE TABLE IF NOT EXISTS summary (field TEXT PRIMARY KEY, value TEXT NOT NULL)"
"""The run in short, a row for each field, its value in JSON: this table never changes, whatever the format."""


def begin(path: Path, header: bytes) -> sqlite3.Connection:
    """Write a new file in one transaction: whenever it is cut off, there is a run with its header or there is none."""
    with ExitStack() as on_failure:
        database = on_failure.enter_context(closing(sqlite3.connect(path)))
        with database:
            database.execute("BEGIN")
            database.execute(f"PRAGMA user_version = {FORMAT}")
            database.execute("CREATE TABLE run (part TEXT PRIMARY KEY, record BLOB NOT NULL)")
            database.execute("CREATE TABLE page (url TEXT PRIMARY KEY, record BLOB NOT NULL)")
            database.execute("CREATE TABLE step (url TEXT PRIMARY KEY, record BLOB NOT NULL)")
            database.execute("CREATE TABLE document (url TEXT PRIMARY KEY, record BLOB NOT NULL)")
            database.execute(SUMMARY)
            database.execute("INSERT INTO run VALUES ('header', ?)", (header,))
        on_failure.pop_all()
    return database


def read_summary(path: Path) -> Summary | None:
    """Return the run in the file ``path`` in short, whichever format it is in; None where it has no such part."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
            rows = database.execute("SELECT field, value FROM summary").fetchall()
        return msgspec.convert({name: msgspec.json.decode(value) for name, value in rows}, Summary, strict=False)
    except (sqlite3.Error, ValueError):
        return None


def open_file(path: Path) -> tuple[sqlite3.Connection, int]:
    """Return the database and its format.

    Not ``mode=ro``: a run that was cut off in the middle of a page is rolled back by whoever opens it next. A file
    that may not be written is read all the same.
    """
    with ExitStack() as on_failure:
        database = on_failure.enter_context(closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)))
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if not version:
            raise sqlite3.DatabaseError("no run format")
        on_failure.pop_all()
    return database, version
