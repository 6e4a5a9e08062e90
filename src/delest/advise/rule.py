"""A rule: what it looks for, in words and in code. One file of ``rules`` has one, as ``RULE``."""

from collections.abc import Callable

from delest.advise.reencoded import Cache
from delest.records.finding import Finding
from delest.records.load import Capture
from delest.records.rule import RuleWords


class Rule(RuleWords, frozen=True, kw_only=True):
    """A rule with its words, which are marked for translation with ``N_``.

    ``examine`` returns the finding of one page, or None. The page is hostile: whatever its files make a library raise,
    the rule catches around that one call, and leaves that one file out. What still comes out of ``examine`` is a
    mistake in the rule: it fails in tests and in development, and elsewhere costs this finding alone.
    """

    examine: Callable[[Capture, Cache], Finding | None]

    @property
    def words(self) -> RuleWords:
        """The part that a run keeps."""
        return RuleWords(id=self.id, title=self.title, explanation=self.explanation, remedy=self.remedy)
