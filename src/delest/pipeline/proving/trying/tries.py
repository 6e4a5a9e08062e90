"""The changes of a page that were tried: what each weighed, and whether the page was looked at with it."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from delest.measure.replay import coding
from delest.pipeline.proving.change import Change, not_tried
from delest.records.advice.proof import Doubt, Pictures, Proof
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import Tape


class Try(NamedTuple):
    """One change, weighed."""

    change: Change
    proof: Proof
    unseen: Tape | None = None
    """The page with the change, where it still has to be looked at."""
    pictures: tuple[Pictures, ...] = ()


class Tries:
    """All changes of a page."""

    def __init__(self) -> None:
        self.made: list[Try] = []
        self.left_out: list[Proof] = []
        """Of changes that no page was loaded with."""
        self._joined: set[frozenset[int]] = set()
        """Places of the changes that a page was loaded with together."""

    @property
    def changes(self) -> list[Change]:
        """Return the changes whose bytes hold as far as is known, and may be in a sum."""
        return [each.change for each in self.holding]

    @property
    def holding(self) -> list[Try]:
        """Return the tries whose bytes hold as far as is known, and may be in a sum."""
        return [each for each in self.made if each.proof.counts]

    @property
    def unseen(self) -> list[Try]:
        """Return the tries that have to be looked at, those that avoid most first."""
        left = [each for each in self.made if each.unseen is not None]
        return sorted(left, key=lambda each: -each.proof.avoided_bytes)

    def put(self, tried: Try) -> None:
        """Put in what is now known of a change."""
        at = next(n for n, each in enumerate(self.made) if each.change is tried.change)
        self.made[at] = tried

    def join(self, several: Sequence[Try]) -> None:
        """Take note of changes that the page is loaded with together."""
        self._joined.add(self._places(several))

    def were_joined(self, several: Sequence[Try]) -> bool:
        """Tell whether the page was loaded with these very changes together."""
        return self._places(several) in self._joined

    def _places(self, several: Sequence[Try]) -> frozenset[int]:
        return frozenset(n for n, own in enumerate(self.made) if any(own.change is each.change for each in several))

    def seen_in(self, together: Try, holding: Sequence[Try]) -> None:
        """Take the look at a page with several changes for a look at each of them that it has whole.

        Of two lighter files for one resource it has only one: the other has to be looked at by itself.
        """
        contents = {(each.url, _content(each)) for each in together.change.remedies}
        for each in holding:
            if each.unseen is not None and all((r.url, _content(r)) in contents for r in each.change.remedies):
                self.put(Try(each.change, replace(each.proof, likeness=together.proof.likeness)))

    def proofs(self, tape: Tape) -> tuple[Proof, ...]:
        """Return the proofs, those that avoid most first; what there was no time to look at was not tried."""
        known = [each.proof if each.unseen is None else not_tried(tape, each.change, Doubt.TIME) for each in self.made]
        return tuple(sorted([*known, *self.left_out], key=lambda each: -each.avoided_bytes))


def _content(remedy: Remedy) -> bytes | None:
    """Return what a lighter file has in it, however it is compressed."""
    return coding.decoded(remedy.body, remedy.content_encoding)
