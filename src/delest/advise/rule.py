"""A rule: what it looks for, in words and in code. One file of ``rules`` has one, as ``RULE``."""

from collections.abc import Callable, Iterable
from typing import Protocol

from delest.advise.workshop import Workshop
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import RuleWords
from delest.records.pages.load import Capture


class Study(Protocol):
    """What one rule learns of a whole site before it judges its pages: which characters they use, what they share."""

    def learn(self, capture: Capture) -> None:
        """Take note of one page. What is kept of it is bounded."""

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:
        """Return the finding of one page, once all were learned."""

    def remedies(self, capture: Capture, shop: Workshop) -> Iterable[Remedy]:
        """Make the lighter answers that the central bounds of the finding stand for."""


class Rule(RuleWords, frozen=True, kw_only=True):
    """A rule with its words, which are marked for translation with ``N_``.

    It has either ``examine``, which returns the finding of one page, or None, or a ``study`` of the whole site. The
    page is hostile: whatever its files make a library raise, the rule catches around that one call, and leaves that
    one file out. What still comes out of ``examine`` is a mistake in the rule: it fails in tests and in development,
    and elsewhere costs this finding alone.
    """

    examine: Callable[[Capture, Workshop], Finding | None] | None = None
    remedies: Callable[[Capture, Workshop], Iterable[Remedy]] | None = None
    """Makes the lighter answers that the central bounds of the finding stand for; None: there are none to make."""
    study: Callable[[], Study] | None = None
    """Begins the study of a site."""

    @property
    def words(self) -> RuleWords:
        """The part that a run keeps."""
        return RuleWords(**{name: getattr(self, name) for name in RuleWords.__struct_fields__})
