"""A rule: what it looks for, in words and in code. One file of ``rules`` has one, as ``RULE``."""

from collections.abc import Callable, Iterable

from delest.advise.workshop import Workshop
from delest.records.finding import Finding
from delest.records.load import Capture
from delest.records.remedy import Remedy
from delest.records.rule import RuleWords


class Rule(RuleWords, frozen=True, kw_only=True):
    """A rule with its words, which are marked for translation with ``N_``.

    ``examine`` returns the finding of one page, or None. The page is hostile: whatever its files make a library raise,
    the rule catches around that one call, and leaves that one file out. What still comes out of ``examine`` is a
    mistake in the rule: it fails in tests and in development, and elsewhere costs this finding alone.
    """

    examine: Callable[[Capture, Workshop], Finding | None]
    remedies: Callable[[Capture, Workshop], Iterable[Remedy]] | None = None
    """Makes the lighter answers that the central bounds of the finding stand for; None: there are none to make."""
    rgesn: tuple[str, ...] = ()
    """Criteria of RGESN 2024 that it looks at, by number."""
    wsg: tuple[str, ...] = ()
    """Guidelines of the Web Sustainability Guidelines (W3C) that it looks at, by number."""

    @property
    def words(self) -> RuleWords:
        """The part that a run keeps."""
        return RuleWords(id=self.id, title=self.title, explanation=self.explanation, remedy=self.remedy)
