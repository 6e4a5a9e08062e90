"""The file of a run while a process works with it: its tables, and the lock that keeps other processes away."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from delest.errors import N_, InputError, unwritable
from delest.records.runs.audit import RunHeader
from delest.store.codec import DAMAGE, UNREADABLE, damaged, decode, encode
from delest.store.lock import Lock, locked
from delest.store.old_format import Part
from delest.store.run_file import FORMAT, OLDEST, begin, open_file
from delest.store.upgrade import upgrades

FILE_NAME: Final = "run.sqlite"
Statement = tuple[str, tuple[str | bytes | int, ...]]
_SLICE: Final = 16
"""Rows that are read at once."""
_T = TypeVar("_T")


class OpenRun:
    """The file of one run, of an older format too; what is damaged is an ``InputError``."""

    def __init__(
        self, database: sqlite3.Connection, path: Path, version: int = FORMAT, lock: Lock | None = None,
        *, own_directory: bool = False,
    ) -> None:  # fmt: skip
        self._database = database
        self._path = path
        self._version = version
        self._lock = lock
        self._own_directory = own_directory

    @classmethod
    def begin(cls, run: Path, header: RunHeader) -> Self:
        """Write the file of a new run, locked, in the directory ``run``.

        Raises:
            InputError: the directory cannot be written, or holds a run already.
        """
        path = run / FILE_NAME
        try:
            new = not run.exists()
            run.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                with ExitStack() as on_failure:
                    lock = locked(run)
                    if lock is not None:
                        on_failure.callback(lock.release)
                    database = begin(path, encode(header))
                    on_failure.pop_all()
                return cls(database, path, lock=lock, own_directory=new)
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                N_("no run can be written to {path}: {reason}"),
                remedy=N_("name another directory with --run"),
                path=run,
                reason=getattr(error, "strerror", None) or error,
            ) from error
        raise InputError(
            N_("{path} already contains an audit"), remedy=N_("name another directory with --run"), path=run
        )

    @classmethod
    def open(cls, run: Path) -> Self:
        """Open the file of a run, or of the run in a directory.

        Raises:
            InputError: there is none, it is damaged, or it is in the format of a newer version.
        """
        path = run / FILE_NAME if run.is_dir() else run
        if not path.is_file():
            raise InputError(
                N_("no run in {path}"), remedy=N_("give the directory that `delest audit` wrote"), path=run
            )
        try:
            database, version = open_file(path)
        except UNREADABLE as error:
            if path.name != FILE_NAME:
                raise InputError(
                    N_("{path} is not a saved audit"),
                    remedy=N_("give the directory that `delest audit` wrote, for example delest-runs/NAME"),
                    path=path,
                ) from error
            raise damaged(path, error) from error
        if not OLDEST <= version <= FORMAT:
            database.close()
            raise InputError(
                N_("{path} is in run format {version}, this delest reads formats {oldest} to {newest}"),
                remedy=N_("read it with the delest that wrote it"),
                path=path,
                version=version,
                oldest=OLDEST,
                newest=FORMAT,
            )
        return cls(database, path, version)

    def close(self) -> None:
        """Close the file, and let other processes work on the run."""
        self._database.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def discard(self) -> None:
        """Delete the file of a run that could not begin, and the directory that was made for it alone."""
        with suppress(OSError):
            self._path.unlink()
        self._release()
        with suppress(OSError):
            if self._own_directory:
                self._path.parent.rmdir()

    def lock(self) -> None:
        """Keep other processes from going on with this run, until it is closed or the process ends.

        Raises:
            BusyError: another one works on it.
            InputError: nothing can be written there.
        """
        try:
            self._lock = locked(self._path.parent)
        except OSError as error:
            raise unwritable(self._path.parent, error) from error

    def upgrade(self) -> None:
        """Bring a run of an older format to the newest one, all of it or nothing."""
        if self._version == FORMAT:
            return
        try:
            with self._database:
                self._database.execute("BEGIN")
                for statement, values in upgrades(self._database, self._version):
                    self._database.execute(statement, values)
        except DAMAGE as error:
            raise damaged(self._path, error) from error
        self._version = FORMAT

    def last_written(self) -> datetime:
        """Return when the file was last written to: for a run that was cut off, when it ended."""
        return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)

    def damaged(self, what: str) -> InputError:
        """Return what is told of a run in which something is wrong."""
        return damaged(self._path, ValueError(what))

    def part(self, part: Part, kind: type[_T]) -> _T | None:
        """Return a part of the run; None: it has none."""
        rows: list[tuple[bytes]] = self.read("SELECT record FROM run WHERE part = ?", part)
        return self.decode(rows[0][0], kind, part) if rows else None

    def rows(self, table: Literal["page", "step"]) -> Iterator[bytes]:
        """Yield the records of a table in slices: no query stays open, for that would hold up who writes."""
        ((last,),) = self.read(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608 - one of two names
        query = f"SELECT rowid, record FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT {_SLICE}"  # noqa: S608
        after = 0
        while rows := self.read(query, after, last):
            yield from (blob for _, blob in rows)
            after = rows[-1][0]

    def read(self, query: str, *values: str | int) -> list[Any]:
        """Return the rows that a query finds."""
        try:
            return self._database.execute(query, values).fetchall()
        except UNREADABLE as error:
            raise damaged(self._path, error) from error

    def decode(self, blob: bytes, kind: type[_T], part: Part) -> _T:
        """Return a record of the run."""
        try:
            return decode(blob, kind, part, self._version)
        except DAMAGE as error:
            raise damaged(self._path, error) from error

    def execute(self, *statements: Statement) -> None:
        """Execute all of ``statements`` or none.

        Raises:
            InputError: the disk does not take it.
        """
        try:
            with self._database:
                for statement, values in statements:
                    self._database.execute(statement, values)
        except UNREADABLE as error:
            raise InputError(
                N_("{path} cannot be written: {reason}"),
                remedy=N_("make room on the disk; the pages written so far are safe"),
                path=self._path,
                reason=error,
            ) from error
