"""The URLs of one audit that were heard of, and which of them were handed out. Pure."""

from collections.abc import Mapping

Place = tuple[int, int]
"""How many links away from a start a URL is, and by which source it is known: lower comes first."""


class Known:
    """All of them, each with the best place at which it was heard of."""

    def __init__(self) -> None:
        self._best: dict[str, Place] = {}
        self.places: Mapping[str, Place] = self._best
        """Of each URL, in the order in which they were heard of: to be read."""
        self.left = 0
        """How many were not handed out."""
        self._taken: set[str] = set()

    def note(self, url: str, place: Place) -> None:
        """Take note of a URL, or of a better place of one."""
        self.left += url not in self._best and url not in self._taken
        self._best[url] = place

    def take(self, url: str) -> None:
        """Take note that a URL was handed out, or that a page led there."""
        if url in self._best and url not in self._taken:
            self.left -= 1
        self._taken.add(url)

    def is_taken(self, url: str) -> bool:
        """Tell whether a URL was handed out."""
        return url in self._taken

    def waits_at(self, url: str, place: Place) -> bool:
        """Tell whether a URL was not handed out, and ``place`` is still its best."""
        return url not in self._taken and self._best[url] == place

    def unseen(self) -> list[str]:
        """Return all that were not handed out, in no order that means anything."""
        return [url for url in self._best if url not in self._taken]
