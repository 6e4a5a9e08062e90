"""A server on a free loopback port that answers GET and HEAD from what it is given, and never from the network."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final, NamedTuple

_IDLE_S: Final = 30


class Response(NamedTuple):
    """What is sent: ``fields`` come after the status line, before ``Content-Length``."""

    status: HTTPStatus
    body: bytes
    fields: tuple[tuple[str, str], ...] = ()


Respond = Callable[[str, Mapping[str, str]], Response]
"""From the target of a request and its header fields (names in lower case) to its response; called from several
threads."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    respond: Respond

    def server_bind(self) -> None:
        """Bind without asking the resolver for this machine's name, which can take seconds off the network."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: browsers hang up in the middle of responses as a matter of course."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "delest"
    sys_version = ""
    timeout = _IDLE_S
    wbufsize = -1  # header and body leave in one piece
    server: _Server

    def do_GET(self) -> None:
        """Send what there is for the target of the request."""
        response = self.server.respond(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(response.status)
        for name, value in response.fields:
            self.send_header(name, value)
        if response.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet: stderr belongs to the audit."""


@contextmanager
def serve(respond: Callable[[str], Respond]) -> Iterator[str]:
    """Serve on 127.0.0.1 and yield the origin, without a slash at its end; ``respond`` is given that origin first."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        server.respond = respond(origin)
        thread = threading.Thread(target=server.serve_forever, name="delest-server", daemon=True)
        thread.start()
        try:
            yield origin
        finally:
            server.shutdown()
            thread.join()
