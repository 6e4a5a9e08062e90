"""A real HTTP proxy that asks for a user and a password, and counts what it hands back."""

import base64
import contextlib
import socket
import socketserver
import threading
from urllib.parse import urlsplit

from tests.browser.in_thread import InThread

DENIED = "denied.example:443"
DENIAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 3000\r\n\r\n" + b"x" * 3000
REFUSAL = b'HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\n\r\n'


class AskingProxy(InThread, socketserver.ThreadingTCPServer):
    """Ends with its ``with`` block."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, user, password):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.token = base64.b64encode(f"{user}:{password}".encode())
        self.answered = []
        """Path, and bytes handed back, of each request that was not a tunnel."""
        self.tunnels = []
        self.refused = 0

    def address(self, secret=""):
        return f"http://{secret}127.0.0.1:{self.server_address[1]}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while head := self._head():
            method, target, _ = head[0].split(b" ")
            fields = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in head[1:]}
            body = self.rfile.read(int(fields.get(b"content-length", b"0")))
            if fields.get(b"proxy-authorization") != b"Basic " + self.server.token:
                self.server.refused += 1
                self.wfile.write(REFUSAL)
            elif target.decode() == DENIED:
                self.wfile.write(DENIAL)
            elif method == b"CONNECT":
                self.server.tunnels.append(target.decode())
                self._tunnel(target.decode())
                return
            else:
                self._carry(head, method, target.decode(), body)

    def _head(self):
        lines = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            lines.append(line.rstrip(b"\r\n"))
        return lines

    def _carry(self, head, method, target, body):
        parts = urlsplit(target)
        path = target.partition(parts.netloc)[2] or "/"
        kept = [line for line in head[1:] if not line.lower().startswith((b"proxy-", b"connection"))]
        with socket.create_connection((parts.hostname, parts.port or 80)) as far:
            first = method + b" " + path.encode() + b" HTTP/1.1"
            far.sendall(b"\r\n".join([first, *kept, b"Connection: close", b"", body]))
            answer = b"".join(iter(lambda: far.recv(65536), b""))
        self.server.answered.append((path, len(answer)))
        self.wfile.write(answer)

    def _tunnel(self, target):
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            self.wfile.write(b"HTTP/1.1 200 Go\r\n\r\n")
            back = threading.Thread(target=_copy, args=(far, self.connection))
            back.start()
            _copy(self.connection, far)
            back.join()


def _copy(source, sink):
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
