"""What loading a changed page again showed."""

from enum import StrEnum


class Verdict(StrEnum):
    """What the loads of a changed page showed."""

    PROVEN = "proven"
    """The page is lighter by this much, and otherwise as it was."""
    CONDITIONAL = "conditional"
    """Same, where the named condition holds."""
    HEAVIER = "heavier"
    SIDE_EFFECTS = "side-effects"
    """Something else changed too: other transfers, errors, the text, the look."""
    NOT_REPLAYABLE = "not-replayable"
    """The page, replayed unchanged, does not weigh what its recording weighed."""
