"""A run on disk: one SQLite file that takes each page as it ends, so that a stop at any moment loses none of them."""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar

import msgspec
from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.records.audit import Answer, PageFacts, PageRecord, RunEnd, RunHeader, Step
from delest.records.document import Document
from delest.records.finding import Finding
from delest.records.load import Outcome
from delest.records.proof import PageProof
from delest.records.rule import RuleWords
from delest.records.traffic import Export
from delest.store.lock import locked
from delest.store.run_file import FORMAT, begin, open_file

FILE_NAME: Final = "run.sqlite"

_MAX_RECORD_BYTES: Final = 1 << 28
_PROOF: Final = "proof "
"""Before the page's URL, in the table of the run's parts."""
_SLICE: Final = 16
"""Rows that are read at once."""
_PAGE: Final = "INSERT INTO page VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record"
_STEP: Final = "INSERT OR REPLACE INTO step VALUES (?, ?)"
# SQLite's message quotes the file, so that in a damaged one the message itself may be no text
_UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
_T = TypeVar("_T")


class Journal:
    """The journal of one run; use as a context manager.

    SQLite's own defaults stand: a rollback journal, synced at each commit. A page is written every few seconds, so
    that neither costs anything, and neither a killed process nor a power cut loses or damages what was written.
    """

    def __init__(
        self, database: sqlite3.Connection, path: Path, lock: int | None = None, *, own_directory: bool = False
    ) -> None:
        self._database = database
        self._path = path
        self._lock = lock
        self._own_directory = own_directory

    @classmethod
    def create(cls, run: Path, header: RunHeader) -> Self:
        """Start the journal of a new run in the directory ``run``.

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
                        on_failure.callback(os.close, lock)
                    database = begin(path, _encode(header))
                    on_failure.pop_all()
                return cls(database, path, lock, own_directory=new)
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                N_("no run can be written to {path}: {reason}"),
                remedy=N_("name another directory with --run"),
                path=run,
                reason=error,
            ) from error
        raise InputError(N_("{path} holds a run already"), remedy=N_("name another directory with --run"), path=run)

    @classmethod
    def open(cls, run: Path) -> Self:
        """Open the journal of a run for reading.

        Raises:
            InputError: there is none, it is damaged, or it is in the format of another version.
        """
        path = run / FILE_NAME if run.is_dir() else run
        if not path.is_file():
            raise InputError(
                N_("no run in {path}"), remedy=N_("give the directory that `delest audit` wrote"), path=run
            )
        try:
            database, version = open_file(path)
        except _UNREADABLE as error:
            raise _damaged(path, error) from error
        if version != FORMAT:
            database.close()
            raise InputError(
                N_("{path} is in run format {version}, this delest reads format {known}"),
                remedy=N_("read it with the delest that wrote it"),
                path=path,
                version=version,
                known=FORMAT,
            )
        return cls(database, path)

    @classmethod
    def resume(cls, run: Path) -> Self:
        """Open the journal of a run to go on with it.

        Raises:
            InputError: as for ``open``.
            BusyError: another process works on it.
        """
        journal = cls.open(run)
        with ExitStack() as on_failure:
            on_failure.push(journal)
            journal.lock()
            on_failure.pop_all()
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._database.close()
        if self._lock is not None:
            os.close(self._lock)

    def discard(self) -> None:
        """Delete the file of a run that could not begin, and the directory that was made for it alone."""
        with suppress(OSError):
            self._path.unlink()
            if self._own_directory:
                self._path.parent.rmdir()

    def lock(self) -> None:
        """Keep other processes from going on with this run; ends with this journal, or with the process.

        Raises:
            BusyError: another one works on it.
        """
        self._lock = locked(self._path.parent)

    def add(self, page: PageRecord, step: Step | None = None) -> None:
        """Write a page down, with where it led; from then on both are safe.

        A record too large to be read again is written as a load that failed: one page must not cost the run.

        Raises:
            InputError: the disk does not take it.
        """
        if len(msgspec.json.encode(page)) > _MAX_RECORD_BYTES:
            page = _without_transfers(page)
        statements = [(_PAGE, (page.url, _encode(page)))]
        if step is not None:
            statements.append((_STEP, (step.url, _encode(step))))
        self._execute(*statements)

    def examined(self, url: str, findings: tuple[Finding, ...]) -> None:
        """Write down what the rules found on a page, in place of what they found before."""
        page = self.page(url)
        if page is not None:
            self._execute((_PAGE, (url, _encode(replace(page, findings=findings)))))

    def page(self, url: str) -> PageRecord | None:
        """Return one page; None: it has no record."""
        rows: list[tuple[bytes]] = self._read("SELECT record FROM page WHERE url = ?", url)
        return self._decode(rows[0][0], PageRecord) if rows else None

    def leave_out(self, step: Step) -> None:
        """Write down that a URL is no page of its own; a record that it had before is dropped."""
        self._execute((_STEP, (step.url, _encode(step))), ("DELETE FROM page WHERE url = ?", (step.url,)))

    def add_document(self, document: Document) -> None:
        """Write down what the server says of a document."""
        self._execute(("INSERT OR REPLACE INTO document VALUES (?, ?)", (document.url, _encode(document))))

    def documents(self) -> Iterator[Document]:
        """Yield the documents that were asked for, in the order of the answers."""
        for (blob,) in self._read("SELECT record FROM document ORDER BY rowid"):
            yield self._decode(blob, Document)

    def reopen(self, header: RunHeader) -> None:
        """Take note that the run goes on, now under ``header``: it has neither an end nor an answer."""
        put = ("INSERT OR REPLACE INTO run VALUES ('header', ?)", (_encode(header),))
        self._execute(put, ("DELETE FROM run WHERE part IN ('end', 'answer')", ()))

    def end(self, end: RunEnd) -> None:
        """Write down how the run ended."""
        self._put("end", end)

    def keep_export(self, export: Export) -> None:
        """Write down the page views that the run's report is made with: counts by URL, nothing else."""
        self._put("export", export)

    def export(self) -> Export | None:
        """Return the page views by page that the run was given; None: it was not."""
        return self._get("export", Export)

    def answer(self, answer: Answer) -> None:
        """Write down what the run answered, so that no later factor set changes it in silence."""
        self._put("answer", answer)

    def keep_rules(self, rules: tuple[RuleWords, ...]) -> None:
        """Write down the words of the rules that examine the pages; those of an earlier version are replaced."""
        self._put("rules", rules)

    def rules(self) -> tuple[RuleWords, ...]:
        """Return the words of the rules that examined the pages; none in a run of a version that kept none."""
        return self._get("rules", tuple[RuleWords, ...]) or ()

    def prove(self, proof: PageProof) -> None:
        """Write down the proof of a page; the one that it had before is replaced."""
        self._put(f"{_PROOF}{proof.page_url}", proof)

    def proofs(self) -> tuple[PageProof, ...]:
        """Return the proofs, in the order in which they were written."""
        rows = self._read("SELECT record FROM run WHERE substr(part, 1, ?) = ? ORDER BY rowid", len(_PROOF), _PROOF)
        return tuple(self._decode(blob, PageProof) for (blob,) in rows)

    def header(self) -> RunHeader:
        """Return what was asked for."""
        header = self._get("header", RunHeader)
        if header is None:
            raise _damaged(self._path, ValueError("no header"))
        return header

    def ended(self) -> RunEnd | None:
        """Return how the run ended; None if it was cut off."""
        return self._get("end", RunEnd)

    def answered(self) -> Answer | None:
        """Return what the run answered; None if it was cut off before it could."""
        return self._get("answer", Answer)

    def last_written(self) -> datetime:
        """Return when the journal was last written to: for a run that was cut off, when it ended."""
        return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)

    def pages(self) -> Iterator[PageRecord]:
        """Yield the pages in the order in which they first ended; those that end while this is read are left out."""
        return (self._decode(blob, PageRecord) for blob in self._rows("page"))

    def facts(self) -> Iterator[PageFacts]:
        """Yield the same pages without what moved and what was found: much is skipped, little is held."""
        return (self._decode(blob, PageFacts) for blob in self._rows("page"))

    def steps(self) -> Iterator[Step]:
        """Yield what became of the URLs that were handed out, in the order in which they ended."""
        return (self._decode(blob, Step) for blob in self._rows("step"))

    def _rows(self, table: Literal["page", "step"]) -> Iterator[bytes]:
        """Yield the records of a table in slices: no query stays open, for that would hold up who writes."""
        ((last,),) = self._read(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608 - one of two names
        query = f"SELECT rowid, record FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT {_SLICE}"  # noqa: S608
        after = 0
        while rows := self._read(query, after, last):
            yield from (blob for _, blob in rows)
            after = rows[-1][0]

    def _put(self, part: str, record: RunEnd | Answer | PageProof | Export | tuple[RuleWords, ...]) -> None:
        self._execute(("INSERT OR REPLACE INTO run VALUES (?, ?)", (part, _encode(record))))

    def _execute(self, *statements: tuple[str, tuple[str | bytes, ...]]) -> None:
        """Execute all of ``statements`` or none."""
        try:
            with self._database:
                for statement, values in statements:
                    self._database.execute(statement, values)
        except _UNREADABLE as error:
            raise InputError(
                N_("{path} cannot be written: {reason}"),
                remedy=N_("make room on the disk; the pages written so far are safe"),
                path=self._path,
                reason=error,
            ) from error

    def _get(self, part: str, kind: type[_T]) -> _T | None:
        rows: list[tuple[bytes]] = self._read("SELECT record FROM run WHERE part = ?", part)
        return self._decode(rows[0][0], kind) if rows else None

    def _read(self, query: str, *values: str | int) -> list[Any]:
        try:
            return self._database.execute(query, values).fetchall()
        except _UNREADABLE as error:
            raise _damaged(self._path, error) from error

    def _decode(self, blob: bytes, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(zlib.decompressobj().decompress(blob, _MAX_RECORD_BYTES), type=kind)
        except (zlib.error, ValueError, TypeError) as error:
            raise _damaged(self._path, error) from error


def _without_transfers(page: PageRecord) -> PageRecord:
    first = replace(page.loads[0], outcome=Outcome.FAILED, reason="the page's record is too large", transfers=())
    return replace(page, loads=(first,), consent_loads=(), findings=())


def _encode(record: msgspec.Struct | tuple[msgspec.Struct, ...]) -> bytes:
    return zlib.compress(msgspec.json.encode(record), 1)


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        N_("{path} is not a run, or is damaged: {reason}"),
        remedy=N_("audit the site again"),
        path=path,
        reason=error,
    )
