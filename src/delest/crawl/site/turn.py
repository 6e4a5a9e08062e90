"""What becomes of a request that waits for its turn with a site."""

from collections.abc import Awaitable, Callable
from enum import Enum


class Turn(Enum):
    """Whether a URL may be asked for now."""

    COMES = "comes"
    REFUSED = "refused"
    """robots.txt, or a host that is left alone."""
    OVER = "over"
    """The user stopped the audit, or its time is over."""


TurnOf = Callable[[str], Awaitable[Turn]]
"""Waits for the turn of a URL."""
