"""What is read from a run on disk."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Final, Self

from delest.records.advice.proof import PageProof
from delest.records.advice.rule import RuleWords
from delest.records.co2e.traffic import Export
from delest.records.pages.document import Document
from delest.records.pages.screenshot import MOST_BYTES, Screenshot
from delest.records.runs.audit import Answer, PageFacts, PageRecord, RunEnd, RunHeader, Step
from delest.store.open_run import OpenRun

PROOF: Final = "proof "
"""Before the page's URL, in the table of the run's parts."""
SCREENSHOT: Final = "screenshot "
"""As above; all of them are before ``SCREENSHOTS_END``."""
SCREENSHOTS_END: Final = "screenshot!"


class RunReading:
    """The records of the run in an open file, which is closed at the end of the context."""

    def __init__(self, file: OpenRun) -> None:
        self.file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.file.close()

    def page(self, url: str) -> PageRecord | None:
        """Return one page; None: it has no record."""
        rows: list[tuple[bytes]] = self.file.read("SELECT record FROM page WHERE url = ?", url)
        return self.file.decode(rows[0][0], PageRecord, "page") if rows else None

    def documents(self) -> Iterator[Document]:
        """Yield the documents that were asked for, in the order of the answers."""
        for (blob,) in self.file.read("SELECT record FROM document ORDER BY rowid"):
            yield self.file.decode(blob, Document, "document")

    def rules(self) -> tuple[RuleWords, ...]:
        """Return the words of the rules that examined the pages; none in a run of a version that kept none."""
        return self.file.part("rules", tuple[RuleWords, ...]) or ()

    def export(self) -> Export | None:
        """Return the page views by page that the run was given; None: it was not."""
        return self.file.part("export", Export)

    def proofs(self) -> tuple[PageProof, ...]:
        """Return the proofs, in the order in which they were written."""
        rows = self.file.read("SELECT record FROM run WHERE substr(part, 1, ?) = ? ORDER BY rowid", len(PROOF), PROOF)
        return tuple(self.file.decode(blob, PageProof, "proof") for (blob,) in rows)

    def screenshots(self, urls: Iterable[str]) -> tuple[Screenshot, ...]:
        """Return the pictures of these pages, where there are any."""
        query = "SELECT record FROM run WHERE part = ?"
        rows = [row for url in urls for row in self.file.read(query, f"{SCREENSHOT}{url}")]
        found = (self.file.decode(blob, Screenshot, "screenshot") for (blob,) in rows)
        return tuple(each for each in found if len(each.webp) <= MOST_BYTES)

    def header(self) -> RunHeader:
        """Return what was asked for."""
        header = self.file.part("header", RunHeader)
        if header is None:
            raise self.file.damaged("no header")
        return header

    def ended(self) -> RunEnd | None:
        """Return how the run ended; None if it was cut off."""
        return self.file.part("end", RunEnd)

    def answered(self) -> Answer | None:
        """Return what the run answered; None if it was cut off before it could."""
        return self.file.part("answer", Answer)

    def pages(self) -> Iterator[PageRecord]:
        """Yield the pages in the order in which they first ended; those that end while this is read are left out."""
        return (self.file.decode(blob, PageRecord, "page") for blob in self.file.rows("page"))

    def facts(self) -> Iterator[PageFacts]:
        """Yield the same pages without what moved and what was found: much is skipped, little is held."""
        return (self.file.decode(blob, PageFacts, "page") for blob in self.file.rows("page"))

    def steps(self) -> Iterator[Step]:
        """Yield what became of the URLs that were handed out, in the order in which they ended."""
        return (self.file.decode(blob, Step, "step") for blob in self.file.rows("step"))
