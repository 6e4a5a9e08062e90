"""What every request was: DevTools events of all targets folded into Requests. Pure.

DevTools is not a scale (see ``netlog``); it says kind, frame, initiator, decoded size, and which answers came from a
cache or a service worker. Events may come twice or in part, as a worker's script is seen by its page and by itself;
what is not known stays empty.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from delest.measure.devtools.documents import Documents
from delest.measure.devtools.in_flight import InFlight
from delest.measure.devtools.lines import OPEN_ENDED, Lines
from delest.measure.devtools.request import MAX_METHOD_CHARACTERS, Request, is_inline, kept_url
from delest.records.pages.load import ServedFrom

_MAX_REQUESTS: Final = 20_000
_REFUSED: Final = re.compile(r"Unexpected response code: ([1-5][0-9]{2})\b")
"""In what DevTools says where a server answers the handshake of a WebSocket with something else: no event has it."""


class Network:
    """The fold. ``requests`` holds every request, in the order in which it was announced."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.main_frame = ""
        self.in_flight = InFlight()
        self.lines = Lines()
        self.documents = Documents(self.requests)
        self.most_alike = 0
        """How many requests went to the path that was asked for most; query strings are left out."""
        self._alike: Counter[str] = Counter()
        self._current: dict[str, Request] = {}
        self._clock_s = 0.0
        self._on: dict[str, Callable[[tuple[str, ...], Mapping[str, Any]], None]] = {
            "Network.requestWillBeSent": self._sent,
            "Network.requestServedFromCache": self._cached,
            "Network.responseReceived": self._answered,
            "Network.dataReceived": self._data,
            "Network.loadingFinished": self._finished,
            "Network.loadingFailed": self._failed,
            "Network.webSocketCreated": self._socket_created,
            "Network.webSocketFrameReceived": lambda _target, _params: None,  # a sign of life, no more
            "Network.webSocketFrameError": self._socket_refused,
            "Network.webSocketClosed": self._socket_closed,
            "Network.webTransportCreated": self._transport_created,
            "Network.webTransportClosed": lambda _target, params: self.lines.end(params["transportId"]),
        }

    def read(self, target: tuple[str, ...], method: str, params: Mapping[str, Any]) -> bool:
        """Fold one event; tell whether it is a sign of network activity: that of an event stream never ends."""
        handle = self._on.get(method)
        if handle is None:
            return False
        self._clock_s = max(self._clock_s, params.get("timestamp", 0.0))
        handle(target, params)
        request = self._current.get(params.get("requestId", ""))
        return request is None or request.type != "EventSource"

    def leave_open(self, silent_s: float) -> list[Request]:
        """Mark what has been in flight for a while as unfinished, for good, and return it: the visit ends here.

        ``silent_s`` is how long ago the last event came.
        """
        self._clock_s += silent_s
        return self.in_flight.leave_open(self._clock_s)

    def forget(self, target: tuple[str, ...]) -> None:
        """Take what a target that has gone was loading for ended."""
        self.in_flight.forget(target)
        self.lines.forget(target)

    def _sent(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        key, response = params["requestId"], params.get("redirectResponse")
        previous = self._current.get(key)
        if previous is not None and response:
            previous.answered(response)
            previous.redirected = True
            previous.end_s = params.get("timestamp")
        request = params["request"]
        if params.get("type") == "Document" and not response:
            self.documents.asked(params.get("frameId", ""), kept_url(request["url"]))
        initiator = params.get("initiator") or {}
        frames = (initiator.get("stack") or {}).get("callFrames") or [{}]
        self._add(
            Request(
                id=key,
                target=target,
                url=kept_url(request["url"]),
                method=request.get("method", "GET")[:MAX_METHOD_CHARACTERS],
                type=params.get("type", ""),
                frame_id=params.get("frameId", ""),
                loader=params.get("loaderId", ""),
                frame_url=kept_url(params.get("documentURL", "")),
                initiator=kept_url(initiator.get("url") or frames[0].get("url", "")),
                start_s=params.get("timestamp"),
            )
        )

    def _add(self, request: Request) -> None:
        if len(self.requests) >= _MAX_REQUESTS:
            return  # the ledger counts their bytes all the same
        path = request.url.partition("?")[0]
        self._alike[path] += 1
        self.most_alike = max(self.most_alike, self._alike[path])
        request.number = len(self.requests)
        self.requests.append(request)
        self._current[request.id] = request
        if is_inline(request.url):
            request.served_from = ServedFrom.INLINE
        elif request.type not in OPEN_ENDED:
            self.in_flight.begin(request)
        else:
            self.lines.begin(request)

    def _socket_created(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self._add(Request(id=params["requestId"], target=target, url=kept_url(params["url"]), type="WebSocket"))

    def _socket_refused(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request, said = self._current.get(params["requestId"]), _REFUSED.search(params.get("errorMessage", ""))
        if request is not None and said is not None:
            request.status = int(said[1])

    def _socket_closed(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self.lines.end(params["requestId"])
        self._finished(target, params)

    def _transport_created(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self.lines.begin(
            Request(id=params["transportId"], target=target, url=kept_url(params["url"]), type="WebSocket")
        )

    def _cached(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None and request.served_from is not ServedFrom.INLINE:
            request.served_from = ServedFrom.CACHE

    def _answered(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None:
            request.type = params.get("type") or request.type
            request.answered(params["response"])
            if request.type == "Document":
                self.lines.replaced(request, self.main_frame)
                self.in_flight.replaced(request, self.main_frame)
            self.in_flight.answered(request)

    def _data(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None:
            request.flowed_s = params.get("timestamp", 0.0)
            request.decoded_bytes = (request.decoded_bytes or 0) + int(params.get("dataLength", 0))
            request.encoded_bytes = (request.encoded_bytes or 0) + int(params.get("encodedDataLength", 0))

    def _finished(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        self.in_flight.end(params["requestId"])
        if request is not None:
            request.end_s = params.get("timestamp")
            request.encoded_bytes = int(params.get("encodedDataLength") or request.encoded_bytes or 0)

    def _failed(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        self.in_flight.end(params["requestId"])
        if request is not None and not self.in_flight.was_left(request.id):
            request.end_s = params.get("timestamp")
            request.failure = str(params.get("blockedReason") or params.get("errorText") or "failed")
            if params.get("corsErrorStatus") and request.failure == "net::ERR_FAILED":
                request.failure = "cors"
