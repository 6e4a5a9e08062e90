"""What an audit is given: its order, and who watches it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from delest.records.advice.proof import PageProof
from delest.records.co2e.traffic import Export
from delest.records.pages.load import BrowserBuild, PageLoad
from delest.records.runs.audit import PageRecord, RunHeader
from delest.records.runs.loading import LoadOptions


class Observer(Protocol):
    """Who watches an audit: the command line's progress display."""

    def browser_started(self, build: BrowserBuild) -> None:
        """The first browser runs."""

    def page_started(self, url: str) -> None:
        """A page is being loaded."""

    def page_ended(self, page: PageRecord, *, waiting: int) -> None:
        """A page is in the journal; ``waiting`` more are known to come within the limit."""

    def page_left_out(self, url: str, *, waiting: int) -> None:
        """A page was loaded that does not count, such as a duplicate; ``waiting`` as above."""

    def proof_started(self, url: str) -> None:
        """A page is being loaded again, to prove what can go."""

    def page_proven(self, proof: PageProof, *, waiting: int) -> None:
        """The proof of a page is in the journal; ``waiting`` more are to come."""

    def working(self, sentence: str) -> None:
        """Something that takes a while begins: an English sentence, for translation."""

    def say(self, sentence: str) -> None:
        """Something takes long, or the user has to know: an English sentence, for translation."""


class Undecided(Protocol):
    """Tells whether the loads of a page, two at least, leave open what they are made for."""

    def __call__(self, loads: Sequence[PageLoad], own_origin: str) -> bool:
        """``own_origin`` is that of the site."""


class Order(Struct, frozen=True, kw_only=True):
    """What an audit needs beside its header."""

    header: RunHeader
    load: LoadOptions
    run: Path
    resume: bool = False
    """The run is there and goes on; ``header`` is its own, at most with other limits."""
    keep_remedies: Path | None = None
    """Where the lighter files whose bytes were proven are written; None: nowhere."""
    prove_limit_s: float | None = None
    """What the proof of a page may take; None: the time of ten loads of it."""
    views: Export | None = None
    """Page views by page, where they are known; instead of the header's figure."""
    undecided: Undecided | None = None
    """When a page is loaded once more, up to the most loads of the header; None: where its weight varies."""
