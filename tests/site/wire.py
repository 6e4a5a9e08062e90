"""One connection, plain or TLS: the only place where the site's bytes reach a socket, and where they are counted."""

import contextlib
import select
import socket
import ssl
import struct
import time
from collections.abc import Callable
from threading import Lock, RLock

Count = Callable[[int], None]

TLS_RECORD_BYTES = 16_384
RECEIVE_BYTES = 65_536


class Wire:
    """A plain connection. What ``send()`` of the kernel accepts is counted, exactly."""

    def __init__(self, sock: socket.socket, ledger_lock: Lock) -> None:
        self._sock = sock
        self._ledger_lock = ledger_lock
        self._unread = bytearray()
        self.abrupt = False
        """Whether the connection is reset when it is closed."""

    def handshake(self) -> str | None:
        """The application protocol that was agreed on, if any."""
        return None

    def receive(self) -> bytes:
        """The next bytes of the client; none when it has gone."""
        if self._unread:
            data = bytes(self._unread)
            self._unread.clear()
            return data
        return self._receive()

    def put_back(self, data: bytes) -> None:
        self._unread[:0] = data

    def gone(self, wait_s: float) -> bool:
        """Wait, and say whether the client closed the connection meanwhile."""
        until = time.monotonic() + wait_s
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        while (left_s := until - time.monotonic()) > 0:
            if poll.poll(left_s * 1000):
                data = self._receive()
                if not data:
                    return True
                self._unread += data
        return False

    def send(self, data: bytes, count: Count) -> None:
        poll = select.poll()
        poll.register(self._sock, select.POLLOUT)
        left = memoryview(data)
        while left:
            poll.poll()
            with self._ledger_lock:
                try:
                    n_bytes = self._sock.send(left, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    continue
                count(n_bytes)
            left = left[n_bytes:]

    def shut(self) -> None:
        """Wake whoever waits on this connection: it is over."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say the end, let the client take what is under way, then close.

        A socket that is closed with unread requests in it resets the connection and destroys bytes already counted.
        """
        with contextlib.suppress(OSError):
            if self.abrupt:
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self._sock.close()
                return
            self._sock.shutdown(socket.SHUT_WR)
            self._sock.settimeout(2)
            while self._sock.recv(RECEIVE_BYTES):
                pass
        self._sock.close()

    def _receive(self) -> bytes:
        return self._sock.recv(RECEIVE_BYTES)


class TlsWire(Wire):
    """A connection under TLS. What TLS was given is counted, one TLS record at a time."""

    def __init__(self, sock: socket.socket, ledger_lock: Lock, context: ssl.SSLContext) -> None:
        super().__init__(sock, ledger_lock)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._tls_lock = RLock()

    def handshake(self) -> str | None:
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                if not self._take():
                    return None
            else:
                self._flush()
                return self._tls.selected_alpn_protocol()

    def send(self, data: bytes, count: Count) -> None:
        for start in range(0, len(data), TLS_RECORD_BYTES):
            record = data[start : start + TLS_RECORD_BYTES]
            with self._tls_lock:
                self._tls.write(record)
                with self._ledger_lock:
                    count(len(record))
                try:
                    self._flush()
                except OSError:  # a record that did not arrive whole cannot be read
                    with self._ledger_lock:
                        count(-len(record))
                    raise

    def close(self) -> None:
        with contextlib.suppress(OSError), self._tls_lock:
            if not self.abrupt:
                with contextlib.suppress(ssl.SSLError):
                    self._tls.unwrap()
                self._flush()
        super().close()

    def _receive(self) -> bytes:
        while True:
            with self._tls_lock:
                try:
                    return self._tls.read(RECEIVE_BYTES)
                except ssl.SSLWantReadError:
                    self._flush()
                except ssl.SSLZeroReturnError:
                    return b""
            if not self._take():
                return b""

    def _take(self) -> bool:
        data = self._sock.recv(RECEIVE_BYTES)
        self._incoming.write(data)
        return bool(data)

    def _flush(self) -> None:
        with self._tls_lock:
            if self._outgoing.pending:
                self._sock.sendall(self._outgoing.read())
