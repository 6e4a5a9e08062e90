"""A small site on loopback whose pages a test writes down by path, and that remembers what it was asked."""

import http.server
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from socketserver import TCPServer

from tests.browser.in_thread import InThread


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    """Called before anything is sent; it may wait."""
    raw: Callable[[socket.socket], object] | None = None
    """Called instead of everything: what it sends is all that is sent, and then the connection is closed."""


def page(*links, script=""):
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return Answer(f"<!doctype html><title>t</title>{anchors}<script>{script}</script>".encode())


def redirect(target):
    return Answer(status=302, headers={"Location": target})


def reset(connection):
    """End a connection as a network that breaks does: the other side hears that it is gone."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class SmallSite(InThread, http.server.ThreadingHTTPServer):
    """Answers by path; whatever is not listed is a 404. Ends with its ``with`` block."""

    daemon_threads = True
    request_queue_size = 64
    address = "127.0.0.1"

    def __init__(self):
        super().__init__((self.address, 0), _Handler)
        self.answers = {}
        self.out_of_reach = False
        """The network is down: every connection breaks."""
        self.asked = []
        self.cookies = []
        self.headers = []
        self.posted = []

    def server_bind(self):
        TCPServer.server_bind(self)  # without asking for this machine's name

    @property
    def port(self):
        return self.server_address[1]

    def answer(self, path, headers):  # noqa: ARG002 - for sites that know their visitors
        return self.answers.get(path, Answer(b"not here", status=404))

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = -1

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.headers.append((self.path, dict(self.headers)))
        self.server.cookies.append((self.path, self.headers.get("Cookie")))
        answer = self.server.answer(self.path, self.headers)
        if answer.before is not None:
            answer.before()
        if answer.raw is not None or self.server.out_of_reach:
            (answer.raw or reset)(self.connection)
            self.close_connection = True
            return
        self.send_response(answer.status)
        headers = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def do_POST(self):
        self.server.posted.append((self.path, self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        self.do_GET()

    def log_message(self, *_):
        """Quiet."""
