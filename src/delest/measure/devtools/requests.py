"""What every request was: DevTools events of all targets folded into Requests. Pure.

DevTools is not a scale (see ``netlog``); it says kind, frame, initiator, decoded size, and which answers came from a
cache or a service worker. Events may come twice or in part, as a worker's script is seen by its page and by itself;
what is not known stays empty.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from delest.measure.devtools.request import MAX_FIELD_CHARACTERS, MAX_METHOD_CHARACTERS, MAX_URL_CHARACTERS, Request
from delest.measure.failures import NO_RESPONSE, NOT_FINISHED
from delest.records.pages.load import ServedFrom

_CHALLENGE_HEADERS: Final = frozenset({"cf-mitigated", "x-amzn-waf-action"})
_OPEN_ENDED: Final = frozenset({"EventSource", "WebSocket"})
_NOT_WAITED_FOR: Final = frozenset({"Ping", "CSPViolationReport", "Preflight", "Prefetch", "Other", ""})
"""Beacons, reports, icons and what a page may need later: visitors see no page wait for these."""
_MOMENT_S: Final = 2.0
_INLINE: Final = ("data:", "blob:")
_MAX_REQUESTS: Final = 20_000
_REFUSED: Final = re.compile(r"Unexpected response code: ([1-5][0-9]{2})\b")
"""In what DevTools says where a server answers the handshake of a WebSocket with something else: no event has it."""


class Network:
    """The fold. ``requests`` holds every request, in the order in which it was announced."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.main_frame = ""
        self.most_alike = 0
        """How many requests went to the path that was asked for most; query strings are left out."""
        self.most_of_one_document = 0
        """How often the frame that loads itself most has asked for the same address; query strings are left out."""
        self._alike: Counter[str] = Counter()
        self._current: dict[str, Request] = {}
        self._open: set[str] = set()
        self._documents: Counter[str] = Counter()
        self._same_document: Counter[tuple[str, str]] = Counter()
        self._left_open: set[str] = set()
        self._unwatched: set[str] = set()
        self._lines: dict[str, Request] = {}
        self._clock_s = 0.0
        self._on = {
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
            "Network.webTransportClosed": self._transport_closed,
        }

    @property
    def in_flight(self) -> int:
        """How many requests have neither ended nor are open-ended by nature."""
        return len(self._open)

    @property
    def sockets(self) -> int:
        """How many WebSockets and WebTransports are open."""
        return sum(line.type == "WebSocket" for line in self._lines.values())

    @property
    def streams(self) -> int:
        """How many event streams there are: one that has ended is opened again by the browser, after a while."""
        return sum(line.type == "EventSource" for line in self._lines.values())

    @property
    def most_documents(self) -> int:
        """How many documents the frame that asked for most of them has asked for, redirects not counted."""
        return max(self._documents.values(), default=0)

    def waited_for(self) -> list[Request]:
        """Return the requests in flight whose response a visitor sees the page wait for.

        Left out are what scripts fetch as a stream, and media, once the response has begun: whether their bytes still
        flow is for ``Activity`` to say.
        """
        return [r for key in self._open if (r := self._current.get(key)) is not None and _is_waited_for(r)]

    def leave_open(self, silent_s: float) -> list[Request]:
        """Mark what has been in flight for a while as unfinished, for good, and return it: the visit ends here.

        ``silent_s`` is how long ago the last event came.
        """
        self._clock_s += silent_s
        waited_for = {r.id for r in self.waited_for() if self._clock_s - (r.start_s or 0) >= _MOMENT_S}
        unfinished = [self._current[key] for key in self._open if key in waited_for or self._flows(key)]
        for request in unfinished:
            request.failure = NO_RESPONSE if request.status is None else NOT_FINISHED
            self._left_open.add(request.id)
        return unfinished

    def _flows(self, key: str) -> bool:
        """Tell whether a player was still being sent bytes a moment ago."""
        request = self._current[key]
        return request.type == "Media" and self._clock_s - request.flowed_s < _MOMENT_S

    def forget(self, target: tuple[str, ...]) -> None:
        """Take what a target that has gone had in flight for ended: DevTools says nothing more of it."""
        gone = {key for key in self._open if self._current[key].target[: len(target)] == target}
        self._open -= gone
        self._lines = {key: line for key, line in self._lines.items() if line.target[: len(target)] != target}

    def unwatched(self, frame_id: str) -> None:
        """Take a frame for one whose process DevTools does not tell of: it never says that its documents have ended."""
        self._unwatched.add(frame_id)
        for key in list(self._open):
            self._let_go(self._current[key])

    def _let_go(self, request: Request) -> None:
        if request.type == "Document" and request.frame_id in self._unwatched and request.status is not None:
            self._open.discard(request.id)

    def document(self, frame_id: str) -> Request | None:
        """Return the request for the newest document of a frame."""
        documents = (r for r in reversed(self.requests) if r.type == "Document" and r.frame_id == frame_id)
        return next(documents, None)

    def document_comes(self, frame_id: str) -> bool:
        """Tell whether the answer that is the newest document of a frame has begun and not ended."""
        newest = self.document(frame_id)
        return newest is not None and newest.status is not None and newest.end_s is None

    def read(self, target: tuple[str, ...], method: str, params: Mapping[str, Any]) -> bool:
        """Fold one event; tell whether it is a sign of network activity: that of an event stream never ends."""
        handle = self._on.get(method)
        if handle is None:
            return False
        self._clock_s = max(self._clock_s, params.get("timestamp", 0.0))
        handle(target, params)
        request = self._current.get(params.get("requestId", ""))
        return request is None or request.type != "EventSource"

    def _sent(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        key = params["requestId"]
        previous = self._current.get(key)
        if previous is not None and params.get("redirectResponse"):
            self._fill(previous, params["redirectResponse"])
            previous.redirected = True
            previous.end_s = params.get("timestamp")
        request = params["request"]
        if params.get("type") == "Document" and not params.get("redirectResponse"):
            self._documents[params.get("frameId", "")] += 1
            same = params.get("frameId", ""), _kept(request["url"]).partition("?")[0]
            self._same_document[same] += 1
            self.most_of_one_document = max(self.most_of_one_document, self._same_document[same])
        initiator = params.get("initiator") or {}
        frames = (initiator.get("stack") or {}).get("callFrames") or [{}]
        self._add(
            Request(
                id=key,
                target=target,
                url=_kept(request["url"]),
                method=request.get("method", "GET")[:MAX_METHOD_CHARACTERS],
                type=params.get("type", ""),
                frame_id=params.get("frameId", ""),
                loader=params.get("loaderId", ""),
                frame_url=_kept(params.get("documentURL", "")),
                initiator=_kept(initiator.get("url") or frames[0].get("url", "")),
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
        if request.url.startswith(_INLINE):
            request.served_from = ServedFrom.INLINE
        elif request.type not in _OPEN_ENDED:
            self._open.add(request.id)
        else:
            self._lines[request.id] = request

    def _socket_created(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self._add(Request(id=params["requestId"], target=target, url=_kept(params["url"]), type="WebSocket"))

    def _socket_refused(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request, said = self._current.get(params["requestId"]), _REFUSED.search(params.get("errorMessage", ""))
        if request is not None and said is not None:
            request.status = int(said[1])

    def _socket_closed(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self._lines.pop(params["requestId"], None)
        self._finished(target, params)

    def _transport_created(self, target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        key = params["transportId"]
        self._lines[key] = Request(id=key, target=target, url=_kept(params["url"]), type="WebSocket")

    def _transport_closed(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        self._lines.pop(params["transportId"], None)

    def _cached(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None and request.served_from is not ServedFrom.INLINE:
            request.served_from = ServedFrom.CACHE

    def _answered(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None:
            request.type = params.get("type") or request.type
            self._fill(request, params["response"])
            if request.type == "Document":
                self._replaced(request)
            self._let_go(request)

    def _replaced(self, document: Request) -> None:
        """Take what the document before had in flight for ended: it may live on in a cache, and no event says so."""
        if document.frame_id == self.main_frame:
            self._lines = {key: line for key, line in self._lines.items() if line.number > document.number}
        for key in list(self._open):
            each = self._current[key]
            if each.number < document.number and document.frame_id in {each.frame_id, self.main_frame}:
                self._open.discard(key)

    def _fill(self, request: Request, response: Mapping[str, Any]) -> None:
        request.status = response.get("status") or None
        request.mime_type = response.get("mimeType", "")[:MAX_FIELD_CHARACTERS]
        request.protocol = response.get("protocol", "")
        request.encoded_bytes = int(response.get("encodedDataLength") or 0)
        headers = response.get("headers") or {}
        fields = {str(name).lower(): str(value)[:MAX_FIELD_CHARACTERS] for name, value in headers.items()}
        request.challenge_headers = {name: fields[name] for name in _CHALLENGE_HEADERS & fields.keys()}
        request.states_length = "content-length" in fields
        request.retry_after = fields.get("retry-after", "")
        request.attachment = fields.get("content-disposition", "").strip().lower().startswith("attachment")
        request.challenged = fields.get("cf-mitigated") == "challenge"
        if response.get("fromServiceWorker"):
            request.served_from = ServedFrom.SERVICE_WORKER
        elif request.served_from is ServedFrom.NETWORK and (
            response.get("fromDiskCache") or response.get("fromPrefetchCache")
        ):
            request.served_from = ServedFrom.CACHE

    def _data(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        if request is not None:
            request.flowed_s = params.get("timestamp", 0.0)
            request.decoded_bytes = (request.decoded_bytes or 0) + int(params.get("dataLength", 0))
            request.encoded_bytes = (request.encoded_bytes or 0) + int(params.get("encodedDataLength", 0))

    def _finished(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        self._open.discard(params["requestId"])
        if request is not None:
            request.end_s = params.get("timestamp")
            request.encoded_bytes = int(params.get("encodedDataLength") or request.encoded_bytes or 0)

    def _failed(self, _target: tuple[str, ...], params: Mapping[str, Any]) -> None:
        request = self._current.get(params["requestId"])
        self._open.discard(params["requestId"])
        if request is not None and request.id not in self._left_open:
            request.end_s = params.get("timestamp")
            request.failure = str(params.get("blockedReason") or params.get("errorText") or "failed")
            if params.get("corsErrorStatus") and request.failure == "net::ERR_FAILED":
                request.failure = "cors"


def _is_waited_for(request: Request) -> bool:
    if request.type in _NOT_WAITED_FOR or request.redirected:
        return False
    if not request.loader and "." not in request.id:
        return False  # the script of a worker, whose end DevTools does not always tell
    if request.status is None:
        return True
    # How far a script has read what it fetched, no event says; a player reads as much as it needs.
    return request.type not in {"Media", "Fetch"} and (request.type != "XHR" or request.states_length)


def _kept(url: str) -> str:
    """Return the beginning of a URL; of an inline one, what comes before its content."""
    return url.partition(",")[0][:80] if url.startswith(_INLINE) else url[:MAX_URL_CHARACTERS]
