"""A run tells which files were not proven because no lighter one was made in time."""

from datetime import UTC, datetime

from delest.message import Message
from delest.pipeline.proving.unmade import note_unmade
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from tests.page_loads import run_header

OTHER = Message.of("the clock of the server is wrong")


def test_files_that_were_not_tried_are_told_of_once_and_no_longer_than_it_is_true(tmp_path):
    header = run_header(Scope(start_urls=("https://example.org/",)))
    with Journal.create(tmp_path / "run", header) as journal:
        note_unmade(journal, 2)
        assert journal.ended() is None
        journal.end(RunEnd(ended_at=datetime.now(UTC), complete=True, known_pages=1, warnings=(OTHER,)))
        note_unmade(journal, 2)
        note_unmade(journal, 1)
        first, told = journal.ended().warnings
        assert (first, told.values["n"]) == (OTHER, 1)
        note_unmade(journal, 0)
        assert journal.ended().warnings == (OTHER,)
