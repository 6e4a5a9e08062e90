"""The requests of a visit that have begun and not ended. Pure."""

from typing import Final

from delest.measure.devtools.request import Request
from delest.measure.failures import NO_RESPONSE, NOT_FINISHED

_NOT_WAITED_FOR: Final = frozenset({"Ping", "CSPViolationReport", "Preflight", "Prefetch", "Other", ""})
"""Beacons, reports, icons and what a page may need later: visitors see no page wait for these."""
_MOMENT_S: Final = 2.0


class InFlight:
    """What is under way: ``len`` says how many requests. Those that are open-ended by nature are not added."""

    def __init__(self) -> None:
        self._open: dict[str, Request] = {}
        self._left_open: set[str] = set()
        self._unwatched: set[str] = set()

    def __len__(self) -> int:
        return len(self._open)

    def begin(self, request: Request) -> None:
        """Add a request, in place of one of the same id that was redirected to it."""
        self._open[request.id] = request

    def end(self, key: str) -> None:
        """Drop a request."""
        self._open.pop(key, None)

    def waited_for(self) -> list[Request]:
        """Return the requests whose response a visitor sees the page wait for.

        Left out are what scripts fetch as a stream, and media, once the response has begun: whether their bytes still
        flow is for ``Activity`` to say.
        """
        return [request for request in self._open.values() if _is_waited_for(request)]

    def leave_open(self, now_s: float) -> list[Request]:
        """Mark what has been in flight for a while as unfinished, for good, and return it: the visit ends here.

        ``now_s`` is by the browser's clock.
        """
        unfinished = [
            request
            for request in self._open.values()
            if (_is_waited_for(request) and now_s - (request.start_s or 0) >= _MOMENT_S) or _flows(request, now_s)
        ]
        for request in unfinished:
            request.failure = NO_RESPONSE if request.status is None else NOT_FINISHED
            self._left_open.add(request.id)
        return unfinished

    def was_left(self, key: str) -> bool:
        """Tell whether a request has been marked as unfinished: what comes of it later does not count."""
        return key in self._left_open

    def forget(self, target: tuple[str, ...]) -> None:
        """Drop what a target that has gone had in flight: DevTools says nothing more of it."""
        self._open = {key: each for key, each in self._open.items() if each.target[: len(target)] != target}

    def unwatched(self, frame_id: str) -> None:
        """Take a frame for one whose process DevTools does not tell of: it never says that its documents have ended."""
        self._unwatched.add(frame_id)
        for request in list(self._open.values()):
            self.answered(request)

    def answered(self, request: Request) -> None:
        """Drop a request whose response has begun, where its end will not be reported."""
        if request.type == "Document" and request.frame_id in self._unwatched and request.status is not None:
            self.end(request.id)

    def replaced(self, document: Request, main_frame: str) -> None:
        """Drop what the document before had in flight: it may live on in a cache, and no event says so."""
        for each in list(self._open.values()):
            if each.number < document.number and document.frame_id in {each.frame_id, main_frame}:
                self.end(each.id)


def _flows(request: Request, now_s: float) -> bool:
    """Tell whether a player was still being sent bytes a moment ago."""
    return request.type == "Media" and now_s - request.flowed_s < _MOMENT_S


def _is_waited_for(request: Request) -> bool:
    if request.type in _NOT_WAITED_FOR or request.redirected:
        return False
    if not request.loader and "." not in request.id:
        return False  # the script of a worker, whose end DevTools does not always tell
    if request.status is None:
        return True
    # How far a script has read what it fetched, no event says; a player reads as much as it needs.
    return request.type not in {"Media", "Fetch"} and (request.type != "XHR" or request.states_length)
