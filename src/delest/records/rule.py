"""What a reader is told of a rule; a run keeps it, so that a report speaks of the rules that the audit had."""

from msgspec import Struct


class RuleWords(Struct, frozen=True, kw_only=True):
    """The words of one rule, in English; reports show them in their own language."""

    id: str
    """For example ``text-compression``."""
    title: str
    """What is wrong, as a sentence without a full stop."""
    explanation: str
    """Why it costs bytes, or how they were found: one or two sentences."""
    remedy: str
    """What to do, as one or two sentences."""
