"""Clients that know nothing of the ledger and count for themselves what their socket gives them."""

import contextlib
import socket
import ssl
import time

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, StreamEnded, StreamReset

from tests.site.answers import HOSTS


def connect(site, transport, protocols=("http/1.1",)):
    """A connection to the site; under TLS it trusts the site's own authority and nobody else."""
    sock = socket.create_connection(("127.0.0.1", site.port(transport)), timeout=10)
    if transport == "http":
        return sock
    context = ssl.create_default_context(cafile=site.authority.ca_path)
    context.set_alpn_protocols(list(protocols))
    return context.wrap_socket(sock, server_hostname=HOSTS["www"])


def ended(site, number):
    """An answer of the ledger, once it has ended: its last bytes arrive a moment before."""
    until_s = time.monotonic() + 10
    while not site.ledger()[number].complete and time.monotonic() < until_s:
        time.sleep(0.01)
    return site.ledger()[number]


def raw_answer(site, transport, path, fields="", method="GET"):
    """All bytes that one request brings, when the client says nothing more after it."""
    with connect(site, transport) as sock:
        sock.sendall(f"{method} {path} HTTP/1.1\r\nHost: {HOSTS['www']}\r\n{fields}\r\n".encode())
        socket.socket.shutdown(sock, socket.SHUT_WR)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while data := sock.recv(65536):
                received += data
    return received


def path_of(case, key):
    return key if key.startswith("/") else f"/{case.name}/{key}"


class Http2Client:
    """Counts what its socket gives it, and per stream what the frames say."""

    def __init__(self, site):
        self.sock = connect(site, "h2", ("h2",))
        assert self.sock.selected_alpn_protocol() == "h2"
        self.connection = H2Connection(H2Configuration(header_encoding="utf-8"))
        self.connection.initiate_connection()
        self.received_bytes = 0

    def get(self, path, until=(StreamEnded, StreamReset)):
        stream_id = self.connection.get_next_available_stream_id()
        fields = [(":method", "GET"), (":path", path), (":authority", HOSTS["www"]), (":scheme", "https")]
        self.connection.send_headers(stream_id, fields, end_stream=True)
        events = []
        while not any(isinstance(event, until) for event in events):
            self.sock.sendall(self.connection.data_to_send())
            data = self.sock.recv(65536)
            assert data, f"the server left during {path}"
            self.received_bytes += len(data)
            for event in self.connection.receive_data(data):
                events.append(event)
                if isinstance(event, DataReceived):
                    self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.sock.sendall(self.connection.data_to_send())
        return events
