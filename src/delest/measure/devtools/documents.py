"""The documents that the frames of a page ask for. Pure."""

from collections import Counter
from collections.abc import Sequence

from delest.measure.devtools.request import Request


class Documents:
    """Which is a frame's newest, and how many it has asked for; ``requests`` are those of the visit, in order."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self._requests = requests
        self._of_frame: Counter[str] = Counter()
        self._of_address: Counter[tuple[str, str]] = Counter()
        self.most_of_one = 0
        """How often the frame that loads itself most has asked for the same address; query strings are left out."""

    @property
    def most_of_a_frame(self) -> int:
        """How many documents the frame that asked for most of them has asked for, redirects not counted."""
        return max(self._of_frame.values(), default=0)

    def asked(self, frame_id: str, url: str) -> None:
        """Count a request for a document; a redirect hop is none."""
        same = frame_id, url.partition("?")[0]
        self._of_frame[frame_id] += 1
        self._of_address[same] += 1
        self.most_of_one = max(self.most_of_one, self._of_address[same])

    def newest(self, frame_id: str) -> Request | None:
        """Return the request for the newest document of a frame."""
        documents = (r for r in reversed(self._requests) if r.type == "Document" and r.frame_id == frame_id)
        return next(documents, None)

    def comes(self, frame_id: str) -> bool:
        """Tell whether the response that is the newest document of a frame has begun and not ended."""
        newest = self.newest(frame_id)
        return newest is not None and newest.status is not None and newest.end_s is None
