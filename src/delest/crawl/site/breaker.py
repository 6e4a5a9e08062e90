"""A host that fails again and again is left alone: first for a while, then for good. Pure: the caller has the clock."""

from typing import Final

FAILURES: Final = 5
"""In a row, until the host rests."""
RESTS_S: Final = (10.0, 30.0)
"""How long it rests each time; one more failure after the last one, and no page of it is loaded any more."""


class Breaker:
    """What is known of one host's failures."""

    def __init__(self) -> None:
        self._failures = 0
        self._rests = 0
        self._until_s = 0.0
        self.failing = False
        """The host is given up."""

    def rest_s(self, now_s: float) -> float:
        """Return how long the host is still to be left alone."""
        return max(0.0, self._until_s - now_s)

    def asked_for(self, rest_s: float, now_s: float) -> None:
        """Take note that it asked to be left alone for so long."""
        self._until_s = max(self._until_s, now_s + rest_s)

    def succeeded(self) -> None:
        """Take note that the host answered."""
        self._failures = self._rests = 0

    def failed(self, now_s: float) -> None:
        """Take note that it did not, or only to say that it could not."""
        if self.rest_s(now_s):
            return  # a load that was under way when the rest began
        self._failures += 1
        if self._failures < FAILURES:
            return
        if self._rests == len(RESTS_S):
            self.failing = True
            return
        self._until_s = now_s + RESTS_S[self._rests]
        self._rests += 1
