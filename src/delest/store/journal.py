"""A run on disk: one SQLite file that takes each page as it ends, so that a stop at any moment loses none of them."""

import os
import sqlite3
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec
from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.records.advice.finding import Finding
from delest.records.advice.proof import PageProof
from delest.records.advice.rule import RuleWords
from delest.records.co2e.traffic import Export
from delest.records.pages.document import Document
from delest.records.pages.load import Outcome
from delest.records.pages.screenshot import MOST_PAGES, Screenshot
from delest.records.runs.audit import Answer, PageRecord, RunEnd, RunHeader, Step
from delest.records.runs.summary import Summary
from delest.store.codec import DAMAGE, MAX_RECORD_BYTES, UNREADABLE, damaged, encode, without_transfers
from delest.store.lock import locked
from delest.store.reading import PROOF, SCREENSHOT, SCREENSHOTS_END, RunReading
from delest.store.run_file import FORMAT, OLDEST, begin, open_file
from delest.store.upgrade import upgrades

FILE_NAME: Final = "run.sqlite"

_PAGE: Final = "INSERT INTO page VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record"
_STEP: Final = "INSERT OR REPLACE INTO step VALUES (?, ?)"
_Statement = tuple[str, tuple[str | bytes | int, ...]]

_PART: Final = "INSERT OR REPLACE INTO run VALUES (?, ?)"
_SCREENSHOT: Final = (
    "INSERT OR REPLACE INTO run SELECT ?, ? WHERE (SELECT count(*) FROM run WHERE part > ? AND part < ?) < ?"
)
"""Up to a number of pictures; they are counted as one is written, for a file that is locked cannot be read."""


class Journal(RunReading):
    """The journal of one run; use as a context manager.

    SQLite's own defaults stand: a rollback journal, synced at each commit. A page is written every few seconds, so
    that neither costs anything, and neither a killed process nor a power cut loses or damages what was written.
    """

    def __init__(
        self, database: sqlite3.Connection, path: Path, version: int = FORMAT, lock: int | None = None,
        *, own_directory: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(database, path, version)
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
                    database = begin(path, encode(header))
                    on_failure.pop_all()
                return cls(database, path, lock=lock, own_directory=new)
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                N_("no run can be written to {path}: {reason}"),
                remedy=N_("name another directory with --run"),
                path=run,
                reason=error,
            ) from error
        raise InputError(
            N_("{path} already contains an audit"), remedy=N_("name another directory with --run"), path=run
        )

    @classmethod
    def open(cls, run: Path) -> Self:
        """Open the journal of a run for reading.

        A run of an older format is read as it is.

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

    @classmethod
    def resume(cls, run: Path) -> Self:
        """Open the journal of a run to go on with it; one of an older format is brought to the newest one first.

        Raises:
            InputError: as for ``open``.
            BusyError: another process works on it.
        """
        journal = cls.open(run)
        with ExitStack() as on_failure:
            on_failure.push(journal)
            journal.lock()
            journal.upgrade()
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

    def add(self, page: PageRecord, step: Step | None = None, screenshot: Screenshot | None = None) -> None:
        """Write a page down, with where it led; from then on both are safe.

        A record too large to be read again is written as a load that failed: one page must not cost the run.

        Raises:
            InputError: the disk does not take it.
        """
        if len(msgspec.json.encode(page)) > MAX_RECORD_BYTES:
            page = without_transfers(page)
        statements: list[_Statement] = [(_PAGE, (page.url, encode(page)))]
        if step is not None:
            statements.append((_STEP, (step.url, encode(step))))
        if screenshot is not None and page.loads[0].outcome is Outcome.OK:
            own = (f"{SCREENSHOT}{page.url}", encode(screenshot), SCREENSHOT, SCREENSHOTS_END, MOST_PAGES)
            statements.append((_SCREENSHOT, own))
        self._execute(*statements)

    def examined(self, url: str, findings: tuple[Finding, ...]) -> None:
        """Write down what the rules found on a page, in place of what they found before."""
        page = self.page(url)
        if page is not None:
            self._execute((_PAGE, (url, encode(replace(page, findings=findings)))))

    def leave_out(self, step: Step) -> None:
        """Write down that a URL is no page of its own; a record that it had before is dropped."""
        self._execute((_STEP, (step.url, encode(step))), ("DELETE FROM page WHERE url = ?", (step.url,)))

    def add_document(self, document: Document) -> None:
        """Write down what the server says of a document."""
        self._execute(("INSERT OR REPLACE INTO document VALUES (?, ?)", (document.url, encode(document))))

    def reopen(self, header: RunHeader) -> None:
        """Take note that the run goes on, now under ``header``: it has neither an end nor an answer."""
        put = ("INSERT OR REPLACE INTO run VALUES ('header', ?)", (encode(header),))
        self._execute(put, ("DELETE FROM run WHERE part IN ('end', 'answer')", ()))

    def end(self, end: RunEnd) -> None:
        """Write down how the run ended."""
        self._put("end", end)

    def keep_export(self, export: Export) -> None:
        """Write down the page views that the run's report is made with: counts by URL, nothing else."""
        self._put("export", export)

    def answer(self, answer: Answer) -> None:
        """Write down what the run answered, so that no later factor set changes it in silence."""
        self._put("answer", answer)

    def keep_rules(self, rules: tuple[RuleWords, ...]) -> None:
        """Write down the words of the rules that examine the pages; those of an earlier version are replaced."""
        self._put("rules", rules)

    def prove(self, proof: PageProof) -> None:
        """Write down the proof of a page; the one that it had before is replaced."""
        self._put(f"{PROOF}{proof.page_url}", proof)

    def summarise(self, summary: Summary) -> None:
        """Write down the run in short, for versions of delest that read nothing else of it."""
        fields = msgspec.to_builtins(summary)
        self._execute(
            *(
                ("INSERT OR REPLACE INTO summary VALUES (?, ?)", (name, msgspec.json.encode(value).decode()))
                for name, value in fields.items()
            )
        )

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

    def _put(self, part: str, record: RunEnd | Answer | PageProof | Export | tuple[RuleWords, ...]) -> None:
        self._execute((_PART, (part, encode(record))))

    def _execute(self, *statements: _Statement) -> None:
        """Execute all of ``statements`` or none."""
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
