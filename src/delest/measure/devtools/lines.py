"""The connections of a visit that stay open by nature: WebSockets, WebTransports and event streams. Pure."""

from typing import Final

from delest.measure.devtools.request import Request

OPEN_ENDED: Final = frozenset({"EventSource", "WebSocket"})
"""Types of request that DevTools gives them; a WebTransport is taken for a WebSocket."""


class Lines:
    """Those that are open now."""

    def __init__(self) -> None:
        self._open: dict[str, Request] = {}

    @property
    def sockets(self) -> int:
        """How many WebSockets and WebTransports are open."""
        return sum(line.type == "WebSocket" for line in self._open.values())

    @property
    def streams(self) -> int:
        """How many event streams there are: one that has ended is opened again by the browser, after a while."""
        return sum(line.type == "EventSource" for line in self._open.values())

    def begin(self, request: Request) -> None:
        """Add one."""
        self._open[request.id] = request

    def end(self, key: str) -> None:
        """Drop one that was closed."""
        self._open.pop(key, None)

    def forget(self, target: tuple[str, ...]) -> None:
        """Drop those of a target that has gone."""
        self._open = {key: line for key, line in self._open.items() if line.target[: len(target)] != target}

    def replaced(self, document: Request, main_frame: str) -> None:
        """Drop those of the page that a new document of the main frame takes the place of."""
        if document.frame_id == main_frame:
            self._open = {key: line for key, line in self._open.items() if line.number > document.number}
