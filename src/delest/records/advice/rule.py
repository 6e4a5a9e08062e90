"""What a reader is told of a rule; a run keeps it, so that a report speaks of the rules that the audit had."""

from enum import StrEnum

from msgspec import Struct


class Need(StrEnum):
    """What a rule needs to know of a page, beside the answers and their sizes."""

    FILES = "files"
    """What the page sent: bodies and settled HTML."""
    SHOWN = "shown"
    """What the page showed: pictures and text, at their size."""
    FIELDS = "fields"
    """Fields of the answers' heads."""
    SITE = "site"
    """The other pages of the audit."""
    COVERAGE = "coverage"
    """Which parts of style sheets and scripts were used (``--coverage``)."""


class RuleWords(Struct, frozen=True, kw_only=True):
    """The words of one rule, in English; reports show them in their own language."""

    id: str
    """For example ``text-compression``."""
    title: str
    """What is wrong, as a sentence without a full stop."""
    action: str = ""
    """What to do, in a few words; empty in runs of versions that kept none: the title is shown then."""
    explanation: str
    """Why it costs bytes, or how they were found: one or two sentences."""
    remedy: str
    """What to do, as one or two sentences."""
    needs: tuple[Need, ...] = (Need.FILES,)
    rgesn: tuple[str, ...] = ()
    """Criteria of RGESN 2024 that it looks at, by number."""
    wsg: tuple[str, ...] = ()
    """Guidelines of the Web Sustainability Guidelines (W3C, draft of July 2026) that it looks at, by name."""
