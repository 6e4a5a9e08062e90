"""Which parts of the site's style sheets and scripts its pages used, all of them together."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from delest.records.pages.load import Capture
from delest.records.pages.observed import UsedCode

Part = tuple[int, int]
_MOST_FILES: Final = 2_000
_MOST_PARTS: Final = 50_000


class UsedParts:
    """Holds the used parts of files by the SHA-256 of their bodies."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._visits: Counter[str] = Counter()

    def learn(self, capture: Capture, files: Iterable[UsedCode]) -> None:
        """Take note of what one page used."""
        body_of = {transfer.url: transfer.body_sha256 for transfer in capture.load.transfers if transfer.body_sha256}
        watched = set[str]()
        for file in files:
            sha256 = body_of.get(file.url)
            if sha256 and (sha256 in self._parts or len(self._parts) < _MOST_FILES):
                self._parts[sha256] = _together(self._parts.get(sha256, ()), file.used)
                watched.add(sha256)
        self._visits.update(watched)

    def visits(self, *sha256s: str) -> int:
        """Return how many visits loaded a file; of several, the one that fewest loaded."""
        return min((self._visits[each] for each in sha256s), default=0)

    def of(self, sha256: str) -> list[int] | None:
        """Return start and end of each part in turn; None: no page was watched that has the file."""
        parts = self._parts.get(sha256)
        return None if parts is None else [end for part in parts for end in part]


def _together(one: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[Part, ...]:
    merged: list[Part] = []
    for start, end in sorted((*one, *other)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged) if len(merged) <= _MOST_PARTS else ((merged[0][0], merged[-1][1]),)
