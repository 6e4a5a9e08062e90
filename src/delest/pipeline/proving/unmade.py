"""What the proofs of a run could not try, because no lighter file was made in time."""

from typing import Final

from msgspec.structs import replace

from delest.errors import NN_
from delest.message import Message
from delest.store.journal import Journal

_UNMADE: Final = NN_(
    "{n} file took too much time or memory to make lighter, and was not proven: `delest prove RUN` tries again",
    "{n} files took too much time or memory to make lighter, and were not proven: `delest prove RUN` tries again",
)


def note_unmade(journal: Journal, files: int) -> None:
    """Let the run's warnings tell of so many files, instead of what they told of proofs before."""
    end = journal.ended()
    if end is None:
        return
    others = tuple(warning for warning in end.warnings if warning.one != _UNMADE[0])
    warnings = (*others, Message.counted(_UNMADE, files)) if files else others
    if warnings != end.warnings:
        journal.end(replace(end, warnings=warnings))
