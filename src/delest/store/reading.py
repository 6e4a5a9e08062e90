"""What is read from a run on disk."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from delest.records.advice.proof import PageProof
from delest.records.advice.rule import RuleWords
from delest.records.co2e.traffic import Export
from delest.records.pages.document import Document
from delest.records.pages.screenshot import MOST_BYTES, Screenshot
from delest.records.runs.audit import Answer, PageFacts, PageRecord, RunEnd, RunHeader, Step
from delest.store.codec import DAMAGE, UNREADABLE, damaged, decode
from delest.store.old_format import Part
from delest.store.run_file import FORMAT

PROOF: Final = "proof "
"""Before the page's URL, in the table of the run's parts."""
SCREENSHOT: Final = "screenshot "
"""As above; all of them are before ``SCREENSHOTS_END``."""
SCREENSHOTS_END: Final = "screenshot!"
_SLICE: Final = 16
"""Rows that are read at once."""
_T = TypeVar("_T")


class RunReading:
    """The records of one run, of an older format too; what is damaged is an ``InputError``."""

    def __init__(self, database: sqlite3.Connection, path: Path, version: int = FORMAT) -> None:
        self._database = database
        self._path = path
        self._version = version

    def page(self, url: str) -> PageRecord | None:
        """Return one page; None: it has no record."""
        rows: list[tuple[bytes]] = self._read("SELECT record FROM page WHERE url = ?", url)
        return self._decode(rows[0][0], PageRecord, "page") if rows else None

    def documents(self) -> Iterator[Document]:
        """Yield the documents that were asked for, in the order of the answers."""
        for (blob,) in self._read("SELECT record FROM document ORDER BY rowid"):
            yield self._decode(blob, Document, "document")

    def rules(self) -> tuple[RuleWords, ...]:
        """Return the words of the rules that examined the pages; none in a run of a version that kept none."""
        return self._get("rules", tuple[RuleWords, ...]) or ()

    def export(self) -> Export | None:
        """Return the page views by page that the run was given; None: it was not."""
        return self._get("export", Export)

    def proofs(self) -> tuple[PageProof, ...]:
        """Return the proofs, in the order in which they were written."""
        rows = self._read("SELECT record FROM run WHERE substr(part, 1, ?) = ? ORDER BY rowid", len(PROOF), PROOF)
        return tuple(self._decode(blob, PageProof, "proof") for (blob,) in rows)

    def screenshots(self, urls: Iterable[str]) -> tuple[Screenshot, ...]:
        """Return the pictures of these pages, where there are any."""
        query = "SELECT record FROM run WHERE part = ?"
        rows = [row for url in urls for row in self._read(query, f"{SCREENSHOT}{url}")]
        found = (self._decode(blob, Screenshot, "screenshot") for (blob,) in rows)
        return tuple(each for each in found if len(each.webp) <= MOST_BYTES)

    def header(self) -> RunHeader:
        """Return what was asked for."""
        header = self._get("header", RunHeader)
        if header is None:
            raise damaged(self._path, ValueError("no header"))
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
        return (self._decode(blob, PageRecord, "page") for blob in self._rows("page"))

    def facts(self) -> Iterator[PageFacts]:
        """Yield the same pages without what moved and what was found: much is skipped, little is held."""
        return (self._decode(blob, PageFacts, "page") for blob in self._rows("page"))

    def steps(self) -> Iterator[Step]:
        """Yield what became of the URLs that were handed out, in the order in which they ended."""
        return (self._decode(blob, Step, "step") for blob in self._rows("step"))

    def _rows(self, table: Literal["page", "step"]) -> Iterator[bytes]:
        """Yield the records of a table in slices: no query stays open, for that would hold up who writes."""
        ((last,),) = self._read(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608 - one of two names
        query = f"SELECT rowid, record FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT {_SLICE}"  # noqa: S608
        after = 0
        while rows := self._read(query, after, last):
            yield from (blob for _, blob in rows)
            after = rows[-1][0]

    def _get(self, part: Part, kind: type[_T]) -> _T | None:
        rows: list[tuple[bytes]] = self._read("SELECT record FROM run WHERE part = ?", part)
        return self._decode(rows[0][0], kind, part) if rows else None

    def _read(self, query: str, *values: str | int) -> list[Any]:
        try:
            return self._database.execute(query, values).fetchall()
        except UNREADABLE as error:
            raise damaged(self._path, error) from error

    def _decode(self, blob: bytes, kind: type[_T], part: Part) -> _T:
        try:
            return decode(blob, kind, part, self._version)
        except DAMAGE as error:
            raise damaged(self._path, error) from error
