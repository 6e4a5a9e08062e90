"""HTTP/3 over QUIC: the frames are aioquic's; what its streams put into datagrams for the first time is counted."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from threading import Event, Lock
from typing import TypeVar

from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.asyncio.server import QuicServer
from aioquic.h3.connection import H3_ALPN, ErrorCode, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.connection import QuicConnection
from aioquic.quic.events import ConnectionTerminated, QuicEvent, StopSendingReceived, StreamReset
from aioquic.quic.stream import QuicStream
from aioquic.tls import SessionTicket

from tests.site.answers import Answer, Request, Verbatim, coded_body, head_fields
from tests.site.authority import Authority
from tests.site.http1 import THOUGHT_S, Router
from tests.site.ledger import Ledger, Sent
from tests.site.wire import Count

T = TypeVar("T")
Spawn = Callable[[Callable[[], None]], None]


@dataclass(slots=True)
class _Counted:
    """A sending stream: what was written to it and for whom, and how much of that has gone out for the first time."""

    stream: QuicStream
    counted: int = 0
    accounts: deque[tuple[int, Count]] = field(default_factory=deque)
    """(offset at which its bytes end, who counts them), in order."""

    def settle(self) -> None:
        while self.accounts and self.counted < (gone_out := self.stream.sender.highest_offset):
            end, count = self.accounts[0]
            reached = min(end, gone_out)
            count(reached - self.counted)
            self.counted = reached
            if reached == end:
                self.accounts.popleft()


@dataclass(slots=True)
class _Asked:
    fields: dict[str, str]
    body: bytearray = field(default_factory=bytearray)
    gone: Event = field(default_factory=Event)


class _Datagrams:
    """Where the datagrams of one connection go out; some may be lost on purpose."""

    def __init__(self, transport: asyncio.DatagramTransport, ledger: Ledger) -> None:
        self._transport, self._ledger = transport, ledger
        self._sent = 0
        self.lose_every = 0
        """Of so many datagrams one; 0: none."""

    def sendto(self, data: bytes, address: tuple[str, int]) -> None:
        self._sent += 1
        self._ledger.count_datagram(len(data))
        if not self.lose_every or self._sent % self.lose_every:
            self._transport.sendto(data, address)


class _Http3(QuicConnectionProtocol):
    """One connection: all of QUIC on the loop's thread, and one thread for each answer, started by ``spawn``."""

    def __init__(self, quic: QuicConnection, stream_handler: None = None, *, listener: "Http3Listener") -> None:
        super().__init__(quic, stream_handler)
        self._listener = listener
        listener.connections.append(self)
        self._asked: dict[int, _Asked] = {}
        self._counted: dict[int, _Counted] = {}
        self._http = H3Connection(quic)

    # On the loop's thread

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.way = _Datagrams(transport, self._listener.ledger)
        super().connection_made(self.way)

    def forsake(self) -> None:
        """Tell every answer that nobody waits for it."""
        for asked in self._asked.values():
            asked.gone.set()

    def quic_event_received(self, event: QuicEvent) -> None:
        match event:
            case ConnectionTerminated():
                self.forsake()
            case StreamReset(stream_id=stream_id) | StopSendingReceived(stream_id=stream_id):
                if asked := self._asked.get(stream_id):
                    asked.gone.set()
        for each in self._http.handle_event(event):
            match each:
                case HeadersReceived(stream_id=stream_id, headers=headers):
                    self._asked[stream_id] = _Asked({name.decode(): value.decode() for name, value in headers})
                case DataReceived(stream_id=stream_id, data=data):
                    self._asked[stream_id].body += data
            if isinstance(each, HeadersReceived | DataReceived) and each.stream_ended:
                answer = partial(self._respond, each.stream_id, self._asked[each.stream_id])
                self._listener.spawn(answer)

    def transmit(self) -> None:
        with self._listener.ledger.lock:
            super().transmit()
            for stream_id, stream in self._quic._streams.items():
                if stream_id % 4 == 3:  # the server's one-way streams: SETTINGS and the header table
                    self._counted.setdefault(
                        stream_id, _Counted(stream, accounts=deque([(1 << 62, self._listener.ledger.count_control)]))
                    )
            for counted in self._counted.values():
                counted.settle()

    def _write(self, stream_id: int, write: Callable[[], None], count: Count) -> None:
        stream = self._quic._streams.get(stream_id)
        if stream is None or self._asked[stream_id].gone.is_set():
            raise ConnectionAbortedError
        counted = self._counted.setdefault(stream_id, _Counted(stream))
        write()
        counted.accounts.append((stream.sender._buffer_stop, count))
        self.transmit()

    def _delivered(self, stream_id: int) -> bool:
        stream = self._quic._streams.get(stream_id)
        return stream is None or stream.sender._buffer_start == stream.sender._buffer_stop

    def _reset(self, stream_id: int) -> None:
        self._quic.reset_stream(stream_id, ErrorCode.H3_INTERNAL_ERROR)
        self.transmit()

    # On the thread of an answer

    def _respond(self, stream_id: int, asked: _Asked) -> None:
        path, _, query = asked.fields[":path"].partition("?")
        request = Request(
            transport="h3",
            scheme="https",
            method=asked.fields[":method"],
            host=asked.fields[":authority"].partition(":")[0],
            port=self._listener.port,
            path=path,
            query=query,
            fields=asked.fields,
            body=bytes(asked.body),
            gone=asked.gone.wait,
            released=self._listener.site.released,
        )
        sent = self._listener.site.enter(request)
        answer = self._listener.site.answer(request)
        if isinstance(answer, Verbatim):
            raise TypeError(answer)
        for hint in answer.hints:
            self._head(stream_id, HTTPStatus.EARLY_HINTS, list(hint), sent.count_interim)
            time.sleep(THOUGHT_S)
        sent.status = answer.status
        self.way.lose_every = answer.lost_datagrams
        self._send(stream_id, request, answer, sent)
        if answer.cut:
            while not self._listener.on_loop(partial(self._delivered, stream_id)):
                request.pause(0.02)  # a reset takes back what has not arrived
            self._listener.on_loop(partial(self._reset, stream_id))
        sent.complete = not answer.cut

    def _send(self, stream_id: int, request: Request, answer: Answer, sent: Sent) -> None:
        fields = head_fields(answer, request)
        if isinstance(answer.body, Iterator):
            self._head(stream_id, answer.status, fields, sent.count_header)
            for piece in answer.body:
                self._data(stream_id, piece, sent.count_body)
            self._data(stream_id, b"", sent.count_body, ends=True)
        elif not (body := coded_body(answer, request)) or request.method == "HEAD":
            self._head(stream_id, answer.status, fields, sent.count_header, ends=True)
        else:
            fields.append(("Content-Length", str(len(body) + answer.cut)))
            self._head(stream_id, answer.status, fields, sent.count_header)
            self._data(stream_id, body, sent.count_body, ends=not answer.cut and not answer.trailers)
            if answer.trailers:
                self._fields(stream_id, answer.trailers, sent.count_header, ends=True)

    def _head(
        self, stream_id: int, status: int, fields: list[tuple[str, str]], count: Count, *, ends: bool = False
    ) -> None:
        self._fields(stream_id, [(":status", str(status)), *fields], count, ends=ends)

    def _fields(self, stream_id: int, fields: Sequence[tuple[str, str]], count: Count, *, ends: bool) -> None:
        coded = [(name.lower().encode(), value.encode()) for name, value in fields]
        write = partial(self._http.send_headers, stream_id, coded, end_stream=ends)
        self._listener.on_loop(partial(self._write, stream_id, write, count))

    def _data(self, stream_id: int, piece: bytes, count: Count, *, ends: bool = False) -> None:
        write = partial(self._http.send_data, stream_id, piece, end_stream=ends)
        self._listener.on_loop(partial(self._write, stream_id, write, count))


class Http3Listener:
    """A UDP port of loopback, IPv4 and where there is one IPv6, on a thread of its own started by ``spawn``."""

    def __init__(self, site: Router, ledger: Ledger, authority: Authority, spawn: Spawn) -> None:
        self.site, self.ledger, self.spawn = site, ledger, spawn
        self.connections: list[_Http3] = []
        self._tickets: dict[bytes, SessionTicket] = {}
        self._configuration = QuicConfiguration(is_client=False, alpn_protocols=H3_ALPN)
        self._configuration.load_cert_chain(authority.chain_path, authority.chain_path)
        self._sockets = _sockets()
        self.port = int(self._sockets[0].getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._submitting = Lock()
        self._stopping = False
        spawn(self._run)

    def on_loop(self, work: Callable[[], T]) -> T:
        """Do some work on the loop's thread and wait for what it gives."""
        done: Future[T] = Future()

        def do() -> None:
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - raised again for whoever waits
                done.set_exception(error)

        with self._submitting:
            if self._stopping:
                raise ConnectionAbortedError
            self._loop.call_soon_threadsafe(do)
        return done.result()

    def stop(self) -> None:
        with self._submitting:
            self._stopping = True
            self._loop.call_soon_threadsafe(self._stopped.set)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        servers = [(await self._loop.create_datagram_endpoint(self._server, sock=one))[1] for one in self._sockets]
        await self._stopped.wait()
        for connection in self.connections:
            connection.forsake()
        for server in servers:
            server.close()
        await asyncio.sleep(0)  # closing a socket is put off until the loop's next round

    def _server(self) -> QuicServer:
        return QuicServer(
            configuration=self._configuration,
            create_protocol=partial(_Http3, listener=self),
            session_ticket_fetcher=lambda label: self._tickets.pop(label, None),
            session_ticket_handler=lambda ticket: self._tickets.__setitem__(ticket.ticket, ticket),
        )


def _sockets() -> list[socket.socket]:
    first = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    first.bind(("127.0.0.1", 0))
    with suppress(OSError):
        second = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        second.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        second.bind(("::1", first.getsockname()[1]))
        return [first, second]
    return [first]
