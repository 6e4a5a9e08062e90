"""A run on disk: one SQLite file that takes each page as it ends, so that a stop at any moment loses none of them."""

from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import msgspec
from msgspec.structs import replace

from delest.records.advice.finding import Finding
from delest.records.advice.proof import PageProof
from delest.records.advice.rule import RuleWords
from delest.records.co2e.traffic import Export
from delest.records.pages.document import Document
from delest.records.pages.load import Outcome
from delest.records.pages.screenshot import MOST_PAGES, Screenshot
from delest.records.runs.audit import Answer, PageRecord, RunEnd, RunHeader, Step
from delest.records.runs.summary import Summary
from delest.store.codec import MAX_RECORD_BYTES, encode, without_transfers
from delest.store.open_run import OpenRun, Statement
from delest.store.reading import PROOF, SCREENSHOT, SCREENSHOTS_END, RunReading

_PAGE: Final = "INSERT INTO page VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record"
_STEP: Final = "INSERT OR REPLACE INTO step VALUES (?, ?)"
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

    @classmethod
    def create(cls, run: Path, header: RunHeader) -> Self:
        """Start the journal of a new run in the directory ``run``.

        Raises:
            InputError: the directory cannot be written, or holds a run already.
        """
        return cls(OpenRun.begin(run, header))

    @classmethod
    def open(cls, run: Path) -> Self:
        """Open the journal of a run for reading.

        A run of an older format is read as it is.

        Raises:
            InputError: there is none, it is damaged, or it is in the format of a newer version.
        """
        return cls(OpenRun.open(run))

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
            journal.file.lock()
            journal.file.upgrade()
            on_failure.pop_all()
        return journal

    def add(self, page: PageRecord, step: Step | None = None, screenshot: Screenshot | None = None) -> None:
        """Write a page down, with where it led; from then on both are safe.

        A record too large to be read again is written as a load that failed: one page must not cost the run.

        Raises:
            InputError: the disk does not take it.
        """
        if len(msgspec.json.encode(page)) > MAX_RECORD_BYTES:
            page = without_transfers(page)
        statements: list[Statement] = [(_PAGE, (page.url, encode(page)))]
        if step is not None:
            statements.append((_STEP, (step.url, encode(step))))
        if screenshot is not None and page.loads[0].outcome is Outcome.OK:
            own = (f"{SCREENSHOT}{page.url}", encode(screenshot), SCREENSHOT, SCREENSHOTS_END, MOST_PAGES)
            statements.append((_SCREENSHOT, own))
        self.file.execute(*statements)

    def examined(self, url: str, findings: tuple[Finding, ...]) -> None:
        """Write down what the rules found on a page, in place of what they found before."""
        page = self.page(url)
        if page is not None:
            self.file.execute((_PAGE, (url, encode(replace(page, findings=findings)))))

    def leave_out(self, step: Step) -> None:
        """Write down that a URL is no page of its own; a record that it had before is dropped."""
        self.file.execute((_STEP, (step.url, encode(step))), ("DELETE FROM page WHERE url = ?", (step.url,)))

    def add_document(self, document: Document) -> None:
        """Write down what the server says of a document."""
        self.file.execute(("INSERT OR REPLACE INTO document VALUES (?, ?)", (document.url, encode(document))))

    def reopen(self, header: RunHeader) -> None:
        """Take note that the run goes on, now under ``header``: it has neither an end nor an answer."""
        put = ("INSERT OR REPLACE INTO run VALUES ('header', ?)", (encode(header),))
        self.file.execute(put, ("DELETE FROM run WHERE part IN ('end', 'answer')", ()))

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
        self.file.execute(
            *(
                ("INSERT OR REPLACE INTO summary VALUES (?, ?)", (name, msgspec.json.encode(value).decode()))
                for name, value in fields.items()
            )
        )

    def _put(self, part: str, record: RunEnd | Answer | PageProof | Export | tuple[RuleWords, ...]) -> None:
        self.file.execute((_PART, (part, encode(record))))
