"""A campaign on disk: one SQLite file that only the process that drives the campaign writes."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

import msgspec

from delest.errors import N_, InputError
from delest.records.fleet.campaign import Attempt, Campaign, CampaignHeader, Entry
from delest.store.lock import Lock, locked

_T = TypeVar("_T", bound=msgspec.Struct)

FILE_NAME: Final = "campaign.sqlite"
_FORMAT: Final = 1
_TABLES: Final = f"""
PRAGMA user_version = {_FORMAT};
CREATE TABLE header (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL);
CREATE TABLE service (id TEXT PRIMARY KEY, place INTEGER NOT NULL, state TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE attempt (service TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (service, number));
"""
_PUT: Final = """INSERT INTO service VALUES (?, (SELECT COUNT(*) FROM service), ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record"""
_ADD: Final = "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)"


class CampaignFile:
    """The file of one campaign; use as a context manager."""

    def __init__(self, database: sqlite3.Connection, folder: Path, lock: Lock | None) -> None:
        self._database = database
        self._lock = lock
        self.folder: Final = folder

    @classmethod
    def begin(cls, folder: Path, header: CampaignHeader) -> Self:
        """Start the file of a new campaign, or take up the one that is there, for this process alone.

        Raises:
            InputError: the folder cannot be written, is damaged, or is on a file system without locks.
            BusyError: another process drives the campaign.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = locked(folder)
        except OSError as error:
            raise _unwritable(folder, error) from error
        if lock is None:
            raise InputError(
                N_("{path} is on a file system without locks: two processes could write the same audit"),
                remedy=N_("use a local disk, or a network file system with locks (NFS 4)"),
                path=folder,
            )
        try:
            database = _connected(folder / FILE_NAME)
            if not _format_of(database):
                with database:
                    database.executescript(f"BEGIN;{_TABLES}")
                    database.execute("INSERT INTO header VALUES (1, ?)", (_text(header),))
        except (OSError, sqlite3.Error) as error:
            lock.release()
            raise _unwritable(folder, error) from error
        return cls(database, folder, lock)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a campaign for reading.

        Raises:
            InputError: there is none, or it cannot be read.
        """
        path = folder / FILE_NAME if folder.is_dir() else folder
        if not path.is_file():
            raise InputError(
                N_("no campaign in {path}"),
                remedy=N_("give the directory that `delest fleet run` wrote, such as delest-fleet/2026-T4"),
                path=folder,
            )
        try:
            database = _connected(path)
            version = _format_of(database)
        except sqlite3.Error as error:
            if path.name != FILE_NAME:
                raise InputError(
                    N_("{path} is not a campaign"),
                    remedy=N_("give the directory that `delest fleet run` wrote, such as delest-fleet/2026-T4"),
                    path=path,
                ) from error
            raise _damaged(path, error) from error
        if version != _FORMAT:
            database.close()
            raise InputError(
                N_("{path} is in campaign format {version}, this delest reads format {known}"),
                remedy=N_("read it with the delest that wrote it"),
                path=path,
                version=version,
                known=_FORMAT,
            )
        return cls(database, path.parent, None)

    def header(self) -> CampaignHeader:
        """Return what the campaign is."""
        ((record,),) = self._rows("SELECT record FROM header")
        return self._read(record, CampaignHeader)

    def entries(self) -> tuple[Entry, ...]:
        """Return the services in the order of the list."""
        return tuple(self._read(record, Entry) for (record,) in self._rows("SELECT record FROM service ORDER BY place"))

    def attempts(self) -> tuple[tuple[str, Attempt], ...]:
        """Return the audits that were made, oldest first."""
        rows = self._rows("SELECT service, record FROM attempt ORDER BY rowid")
        return tuple((service, self._read(record, Attempt)) for service, record in rows)

    def whole(self) -> Campaign:
        """Return all of it."""
        return Campaign(header=self.header(), entries=self.entries(), attempts=self.attempts())

    def put_header(self, header: CampaignHeader) -> None:
        """Replace what the campaign is."""
        with self._database:
            self._database.execute("UPDATE header SET record = ?", (_text(header),))

    def put(self, entries: Iterable[Entry], attempts: Iterable[tuple[str, Attempt]] = ()) -> None:
        """Write services and attempts in one transaction; a service that is there is replaced, and keeps its place."""
        with self._database:
            self._database.executemany(_PUT, [(each.service.id, each.state.value, _text(each)) for each in entries])
            self._database.executemany(_ADD, [(service, each.number, _text(each)) for service, each in attempts])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        try:
            return self._database.execute(query).fetchall()
        except sqlite3.Error as error:
            raise _damaged(self.folder, error) from error

    def _read(self, record: str, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(record, type=kind)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise _damaged(self.folder, error) from error


def _text(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30, check_same_thread=False)
    database.execute("PRAGMA synchronous = FULL")
    return database


def _format_of(database: sqlite3.Connection) -> int:
    ((version,),) = database.execute("PRAGMA user_version").fetchall()
    return int(version)


def _unwritable(folder: Path, error: Exception) -> InputError:
    return InputError(
        N_("no campaign can be written to {path}: {reason}"),
        remedy=N_("check the path, its permissions and the free disk space"),
        path=folder,
        reason=error,
    )


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        N_("{path} cannot be read as a campaign: {reason}"),
        remedy=N_("restore a copy of it, or start another campaign"),
        path=path,
        reason=error,
    )
