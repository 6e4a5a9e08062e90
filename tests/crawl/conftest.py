"""A real server on loopback that answers what a test tells it to, and remembers what it was asked."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import pytest


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None
    """Waited for between the header and the body."""
    before: threading.Event | None = None
    """Waited for before anything is sent."""
    to_head: "Answer | None" = None
    """To a HEAD request, where that is another one."""


class Site(http.server.ThreadingHTTPServer):
    """Answers by path; whatever is not listed is a 404."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "http"
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Message]] = []
        self.methods: list[str] = []

    @property
    def origin(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def headers_of(self, path: str) -> Message:
        return next(headers for asked, headers in self.asked if asked == path)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is what some tests are about."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers))
        self.server.methods.append(self.command)
        answer = self.server.answers.get(self.path, Answer(status=404, body=b"not here"))
        answer = answer.to_head or answer if self.command == "HEAD" else answer
        if answer.before is not None:
            answer.before.wait(30)
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if answer.hold is not None:
            self.wfile.flush()
            answer.hold.wait(30)
        if self.command == "HEAD":
            return
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    yield from _serve(Site())


@pytest.fixture
def stranger() -> Iterator[Site]:
    """Another origin."""
    yield from _serve(Site())


def _serve(server: Site) -> Iterator[Site]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answer() -> type[Answer]:
    return Answer
