"""What the proxies of our own have in common: a port on loopback that serves the browser while it runs."""

import asyncio
import contextlib
import errno
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Any, ClassVar, Final, Self
from weakref import WeakSet

from delest.reason import Reason

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]

PIECE_BYTES: Final = 1 << 16
_HEAD_BYTES: Final = 1 << 18
"""The longest head of a request: browsers send no longer ones."""
_TURNS: Final = 4
"""Of the event loop: three from when the system has accepted a connection until we have it, and one to close it."""


class Loopback(ABC):
    """A server on a loopback port of its own; use as an async context manager."""

    scheme: ClassVar[str]

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._held: WeakSet[asyncio.WriteTransport] = WeakSet()
        self._shut = True

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        assert self._server is not None  # noqa: S101 - only inside "async with"
        return f"{self.scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @abstractmethod
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser.

        Raises:
            OSError: the connection is to be closed.
            EOFError: same.
        """

    @abstractmethod
    def failure(self, host: str) -> Reason | None:
        """Return why a host could not be reached, the browser's own term in detail; None where it was.

        The browser itself only learns that the proxy refused.
        """

    async def __aenter__(self) -> Self:
        self._shut = False
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._server is not None  # noqa: S101 - inside "async with"
        await self._accept_no_more(self._server)
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        # What was still to be sent has no reader, and would keep connections open beyond the event loop.
        for transport in list(self._held):
            transport.abort()
        await asyncio.sleep(0)

    async def _accept_no_more(self, server: asyncio.Server) -> None:
        self._shut = True
        # A server that closes between two steps of accepting a connection never closes that connection (Python 3.11).
        for listening in server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        server.close()

    def hold(self, writer: asyncio.StreamWriter) -> None:
        """Have a connection closed when the door shuts, also where it still has something to send."""
        self._held.add(writer.transport)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._shut:  # it was on its way as the door shut
            writer.transport.abort()
            return
        self.hold(writer)
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError):
            try:
                await self.serve(reader, writer)
            finally:
                writer.close()


async def relay(near: Ends, far: Ends) -> None:
    """Carry bytes both ways until the browser, the near end, closes, or one way broke.

    Chromium closes no half of a connection, and a server may hold its own open for ever.

    Raises:
        OSError: one broke.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            answers = tasks.create_task(carry(far[0], near[1]))
            await carry(near[0], far[1])
            answers.cancel()
    except ExceptionGroup as broken:
        raise OSError(errno.ECONNRESET, "connection broken") from broken


async def while_open(near: asyncio.StreamReader, work: asyncio.Future[Any]) -> None:
    """Wait for ``work`` while the browser, which says nothing meanwhile, holds its connection open.

    Raises:
        EOFError: it closed it.
        OSError: it said something all the same.
    """
    said = asyncio.ensure_future(near.read(1))
    try:
        await asyncio.wait({work, said}, return_when=asyncio.FIRST_COMPLETED)
        if said.done():
            raise OSError(errno.EPROTO, "data before the answer") if said.result() else EOFError
    finally:
        said.cancel()
        await asyncio.wait({said})


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until they end."""
    while piece := await reader.read(PIECE_BYTES):
        writer.write(piece)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
