"""What a run keeps of its pages beside the journal: bodies, settled HTML and what the browser showed.

One SQLite file, readable by its owner alone: pages behind a login may be in it. Bodies are kept once, by SHA-256.
"""

import hashlib
import os
import sqlite3
import tempfile
import threading
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec
import zstandard

from delest.records.pages.load import Capture, PageLoad
from delest.records.pages.observed import Observed

FILE_NAME: Final = "bodies.sqlite"
MOST_BYTES: Final = 200_000_000
"""Of one run, compressed."""

_FORMAT: Final = 1
_MOST_OF_ONE: Final = 64_000_000
"""Characters that the settled HTML of a page, or a body, may have at most: what is read back is bounded too."""
_LEVEL: Final = 3
_OWNER_ALONE: Final = 0o600


class Bodies:
    """The bodies of one run; threads may share it. Use as a context manager.

    What does not fit, or what the disk does not take, is left out and counted: it never costs the audit.
    """

    def __init__(self, path: Path, *, most_bytes: int = MOST_BYTES, temporary: bool = False) -> None:
        """``temporary``: the file goes when this ends."""
        self._path = path
        self._most_bytes = most_bytes
        self._temporary = temporary
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._stored_bytes = 0
        self.incomplete_pages = 0
        """Pages of which something was left out."""

    @classmethod
    def of_run(cls, run: Path) -> Self:
        """Return those in the run's directory, or beside the run's file."""
        return cls((run if run.is_dir() else run.parent) / FILE_NAME)

    @classmethod
    def for_now(cls) -> Self:
        """Return a store for the time of this process, for runs that keep nothing."""
        handle, name = tempfile.mkstemp(prefix="delest-", suffix=".sqlite")
        os.close(handle)
        return cls(Path(name), temporary=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
            if self._temporary:
                self._path.unlink(missing_ok=True)

    @property
    def exist(self) -> bool:
        """Whether anything was kept."""
        return self._path.is_file()

    def add(self, capture: Capture) -> bool:
        """Keep what belongs to a page load, in place of what is there of the same page; tell whether all was kept."""
        whole = capture.left_out_bodies == 0
        try:
            with self._lock, self._opened(create=True) as database:
                html = capture.html.encode("utf-8", "replace")
                html_sha256 = hashlib.sha256(html).hexdigest()
                for sha256, body in ((html_sha256, html), *capture.bodies.items()):
                    whole = self._put(database, sha256, body) and whole
                observed = zstandard.compress(msgspec.json.encode(capture.observed), _LEVEL)
                row = (capture.load.requested_url, html_sha256, observed, whole)
                database.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, 0)", row)
        except (sqlite3.Error, OSError):
            whole = False
        self.incomplete_pages += not whole
        return whole

    def capture(self, load: PageLoad) -> Capture | None:
        """Return a page load with what was kept of it; None: nothing was."""
        try:
            with self._lock, self._opened(create=False) as database:
                query = "SELECT html, observed FROM page WHERE url = ?"
                found = database.execute(query, (load.requested_url,)).fetchone()
                if found is None:
                    return None
                html = self._get(database, found[0])
                wanted = {transfer.body_sha256 for transfer in load.transfers if transfer.body_sha256}
                bodies = {sha256: body for sha256 in wanted if (body := self._get(database, sha256)) is not None}
                observed = msgspec.json.decode(_unpacked(found[1]), type=Observed)
        except (sqlite3.Error, OSError, zstandard.ZstdError, ValueError, TypeError):
            return None
        return Capture(load=load, html=(html or b"").decode("utf-8", "replace"), bodies=bodies, observed=observed)

    def examined(self, url: str) -> None:
        """Take note that the rules have looked at a page."""
        with suppress(sqlite3.Error, OSError), self._lock, self._opened(create=False) as database:
            database.execute("UPDATE page SET examined = 1 WHERE url = ?", (url,))

    def unexamined(self) -> tuple[str, ...]:
        """Return the pages that the rules have not looked at, in the order in which they were kept."""
        try:
            with self._lock, self._opened(create=False) as database:
                found = database.execute("SELECT url FROM page WHERE NOT examined ORDER BY rowid").fetchall()
        except (sqlite3.Error, OSError):
            return ()
        return tuple(url for (url,) in found)

    def body(self, sha256: str) -> bytes | None:
        """Return one body; None where it was not kept."""
        try:
            with self._lock, self._opened(create=False) as database:
                return self._get(database, sha256)
        except (sqlite3.Error, OSError, zstandard.ZstdError):
            return None

    def _opened(self, *, create: bool) -> sqlite3.Connection:
        """Return the database, as a context manager that commits or rolls back."""
        if self._database is None:
            if create and not self._path.exists():
                self._path.touch(mode=_OWNER_ALONE)
            uri = f"{self._path.resolve().as_uri()}?mode=rw"
            database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            try:
                _prepare(database, create=create)
                ((stored,),) = database.execute("SELECT coalesce(sum(length(coded)), 0) FROM body").fetchall()
            except BaseException:
                database.close()
                raise
            self._stored_bytes = int(stored)
            self._database = database
        return self._database

    def _put(self, database: sqlite3.Connection, sha256: str, body: bytes) -> bool:
        if database.execute("SELECT 1 FROM body WHERE sha256 = ?", (sha256,)).fetchone():
            return True
        coded = zstandard.compress(body, _LEVEL)
        if len(body) > _MOST_OF_ONE or self._stored_bytes + len(coded) > self._most_bytes:
            return False
        database.execute("INSERT INTO body VALUES (?, ?)", (sha256, coded))
        self._stored_bytes += len(coded)
        return True

    def _get(self, database: sqlite3.Connection, sha256: str) -> bytes | None:
        found = database.execute("SELECT coded FROM body WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else _unpacked(found[0])


def _prepare(database: sqlite3.Connection, *, create: bool) -> None:
    ((version,),) = database.execute("PRAGMA user_version").fetchall()
    if version == 0 and create:
        with closing(database.cursor()) as cursor:
            cursor.execute("BEGIN")
            cursor.execute("CREATE TABLE IF NOT EXISTS body (sha256 TEXT PRIMARY KEY, coded BLOB NOT NULL)")
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS page"
                " (url TEXT PRIMARY KEY, html TEXT NOT NULL, observed BLOB NOT NULL,"
                " whole INTEGER NOT NULL, examined INTEGER NOT NULL)"
            )
            cursor.execute(f"PRAGMA user_version = {_FORMAT}")
            cursor.execute("COMMIT")
    elif version != _FORMAT:
        raise sqlite3.DatabaseError(f"bodies in format {version}")


def _unpacked(coded: bytes) -> bytes:
    """Return what was packed, which is never longer than what is packed at most."""
    stated = zstandard.frame_content_size(coded)
    if stated > _MOST_OF_ONE:
        raise ValueError("too long")
    return zstandard.decompress(coded, max_output_size=_MOST_OF_ONE) if stated else b""
