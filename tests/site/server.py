"""The counting test site: loopback listeners for HTTP/1.1 plain and over TLS, HTTP/2 over TLS, and HTTP/3."""

import contextlib
import socket
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.site import http1
from tests.site.answers import HOSTS, Answer, Request, Verbatim
from tests.site.authority import Authority
from tests.site.cases import CASES
from tests.site.cases.case import Case
from tests.site.http2 import Http2
from tests.site.http3 import Http3Listener
from tests.site.ledger import Ledger, Sent
from tests.site.wire import TlsWire, Wire

PROTOCOLS = {"http": [], "https": ["http/1.1"], "h2": ["h2", "http/1.1"]}
"""TCP transport -> the application protocols that its TLS offers; browsers open WebSockets by HTTP/1.1."""


class CountingSite:
    """Serves every case on four loopback ports and counts what it sends. Use as a context manager."""

    def __init__(self, cases: Iterable[Case] = CASES.values()) -> None:
        self.cases = {case.name: case for case in cases}
        self.released = Event()
        self._ledger = Ledger()
        self._listeners: dict[str, socket.socket] = {}
        self._wires: set[Wire] = set()
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._stopping = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="counting-site-")
        self.authority = Authority(Path(self._folder.name), [*HOSTS.values(), "localhost"])
        for transport in PROTOCOLS:
            self._listeners[transport] = socket.create_server(("127.0.0.1", 0), backlog=128)
            self._spawn(lambda transport=transport: self._accept(transport))
        self._http3 = Http3Listener(self, self._ledger, self.authority, self._spawn)

    def stop(self) -> None:
        """Close every connection and wait for every thread."""
        self.released.set()
        with self._lock:
            self._stopping = True
        for listener in self._listeners.values():
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for wire in list(self._wires):
            wire.shut()
        self._http3.stop()
        while self._threads:
            self._threads.pop().join()
        self._folder.cleanup()

    def url(self, case: Case, transport: str = "http", host: str = HOSTS["www"]) -> str:
        """Where a case begins; ``host`` may also be 127.0.0.1."""
        scheme = "http" if transport == "http" else "https"
        return f"{scheme}://{host}:{self.port(transport)}/{case.name}/{case.entry}"

    def origins(self, transport: str) -> tuple[str, ...]:
        """All that the pages of a transport use."""
        scheme = "http" if transport == "http" else "https"
        return tuple(f"{scheme}://{host}:{self.port(transport)}" for host in HOSTS.values())

    def port(self, transport: str) -> int:
        return self._http3.port if transport == "h3" else int(self._listeners[transport].getsockname()[1])

    def ledger(self) -> list[Sent]:
        """Every answer since the last reset, also those still under way."""
        return self._ledger.answers()

    @property
    def total_bytes(self) -> int:
        """Bytes of all answers since the last reset, without HTTP/2 and 3 connection control."""
        return sum(sent.total_bytes for sent in self.ledger())

    @property
    def control_bytes(self) -> int:
        """What HTTP/2 and 3 sent that belongs to no answer, since the last reset."""
        return self._ledger.control_bytes()

    @property
    def datagram_bytes(self) -> int:
        """UDP payload that carried HTTP/3, since the last reset."""
        return self._ledger.datagram_bytes()

    def reset(self) -> None:
        """Count from zero again, and hold back again what was released."""
        self._ledger.reset()
        self.released.clear()

    def release(self) -> None:
        """Let every answer go that a case holds back, until the next reset."""
        self.released.set()

    def answer(self, request: Request) -> Answer | Verbatim:
        case = self.cases.get(self._case_name(request))
        source = case.source(request.path) if case and request.transport in case.transports else None
        if source is None:
            return Answer(status=404, fields=(("Content-Type", "text/plain"),), body="There is no such page here.")
        return source(request) if callable(source) else source

    def enter(self, request: Request) -> Sent:
        sent = Sent(
            case=self._case_name(request),
            transport=request.transport,
            host=request.host,
            method=request.method,
            path=request.path,
        )
        return self._ledger.enter(sent)

    def _case_name(self, request: Request) -> str:
        """The first folder of the path; what a browser asks for at the root belongs to the page it was asked from."""
        first, slash, _ = request.path[1:].partition("/")
        if slash:
            return first
        return urlsplit(request.fields.get("referer", "")).path[1:].partition("/")[0]

    def _accept(self, transport: str) -> None:
        listener = self._listeners[transport]
        context = self.authority.context(PROTOCOLS[transport]) if PROTOCOLS[transport] else None
        port = self.port(transport)
        while not self._stopping:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire = TlsWire(sock, self._ledger.lock, context) if context else Wire(sock, self._ledger.lock)
            with self._lock:
                self._wires.add(wire)
                if self._stopping:
                    wire.shut()
            self._spawn(lambda wire=wire: self._serve(wire, transport, port))

    def _serve(self, wire: Wire, transport: str, port: int) -> None:
        try:
            if wire.handshake() == "h2":
                Http2(wire, self, self._ledger, port, self._spawn).serve()
            else:
                http1.serve(wire, self, "https" if transport == "h2" else transport, port)
        finally:
            wire.close()
            with self._lock:
                self._wires.discard(wire)

    def _spawn(self, work: Callable[[], None]) -> None:
        def run() -> None:
            with contextlib.suppress(OSError):  # the client went away in the middle: the ledger says how far we came
                work()

        thread = Thread(target=run, daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
            thread.start()
