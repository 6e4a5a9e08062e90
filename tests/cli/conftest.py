import pytest

from delest.report.language import words
from delest.store.journal import Journal
from tests.recorded_audit import recorded


@pytest.fixture(autouse=True)
def _in_english():
    words.use("en")
    yield
    words.use("en")


@pytest.fixture
def run_of(tmp_path):
    """Write a recorded audit down as the run directory that it came from."""

    def write(name, *, ended=True):
        audited, run = recorded(name), tmp_path / name
        with Journal.create(run, audited.header) as journal:
            for page in audited.pages:
                journal.add(page)
            if ended:
                journal.end(audited.end)
        return run

    return write
