"""A page on loopback whose every byte is counted as it is sent: what ``delest doctor`` holds the browser against."""

import socketserver
import threading
from typing import Final

_BODY: Final = b"x" * 20_000
_PAGE: Final = (
    b'<!DOCTYPE html><html lang="en"><head><title>delest</title><link rel="icon" href="data:,"></head>'
    b'<body><p>delest</p><script>fetch("/data").then(answer => answer.text())</script></body></html>'
)
_ANSWERS: Final = {b"/": (b"text/html", _PAGE), b"/data": (b"text/plain", _BODY)}
_IDLE_S: Final = 30


class _Handler(socketserver.StreamRequestHandler):
    timeout = _IDLE_S
    server: "_Server"

    def handle(self) -> None:
        """Answer one request after another on this connection."""
        while (line := self.rfile.readline(4096).split()) and len(line) > 1:
            while self.rfile.readline(4096).strip():
                pass
            kind, body = _ANSWERS.get(line[1], (b"text/plain", b""))
            status = b"200 OK" if line[1] in _ANSWERS else b"404 Not Found"
            head = b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n" % (status, kind, len(body))
            self.request.sendall(head + body)
            with self.server.counting:
                self.server.sent_bytes += len(head) + len(body)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.counting = threading.Lock()
        self.sent_bytes = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: browsers hang up in the middle of things as a matter of course."""


class CountedPage:
    """Serves until it is closed."""

    def __init__(self) -> None:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, name="delest-doctor", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def sent_bytes(self) -> int:
        """Response bytes given to the sockets so far."""
        return self._server.sent_bytes

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
