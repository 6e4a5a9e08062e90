"""What the proxies of our own do with connections when they shut, without a browser."""

import asyncio
import socket

import pytest

from delest.measure.doors.gate import Gate

ENDED = b""


async def _what_is_left(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionResetError:
        return ENDED


class _Cancelled(Gate):
    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super()._accept(reader, writer)
        (task,) = self._open
        task.cancel()


def test_a_connection_that_comes_as_the_door_shuts_is_closed():
    """Its task is cancelled before its first step, so that nothing in it can close the connection."""

    async def once():
        async with _Cancelled() as gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.address.rpartition(":")[2]))
            while not gate._held or gate._open:
                await asyncio.sleep(0)
        try:
            return await _what_is_left(reader)
        finally:
            writer.close()

    assert asyncio.run(once()) == ENDED


def test_what_a_door_still_had_to_send_keeps_no_connection_open():
    async def once():
        gate = Gate()
        async with gate:
            _, writer = await asyncio.open_connection("127.0.0.1", int(gate.address.rpartition(":")[2]))
            while not gate._held:
                await asyncio.sleep(0)
            (near,) = gate._held
            near.write(bytes(50_000_000))  # more than the system takes from a reader that reads nothing
            near.close()
            assert near.get_write_buffer_size()
        try:
            return near.get_write_buffer_size()
        finally:
            writer.close()

    assert asyncio.run(once()) == 0


class _Remembers(Gate):
    def __init__(self):
        super().__init__()
        self.accepted = []

    def _accept(self, reader, writer):
        self.accepted.append(writer.transport)
        super()._accept(reader, writer)


@pytest.mark.parametrize("turns", range(2, 6))
def test_a_connection_that_is_being_accepted_as_the_door_shuts_is_closed(turns):
    """Whichever step of the event loop the door shuts at."""

    async def once():
        async with _Remembers() as gate:
            browser = socket.create_connection(("127.0.0.1", int(gate.address.rpartition(":")[2])))
            for _ in range(turns):
                await asyncio.sleep(0)
        with browser:
            return [transport.is_closing() for transport in gate.accepted]

    assert asyncio.run(once()) == [True]


def test_a_door_that_is_opened_again_serves_again():
    """The door of replays outlives its browsers."""

    async def once(gate):
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.address.rpartition(":")[2]))
            writer.write(b"\x05\x01\x00")
            try:
                return await asyncio.wait_for(reader.readexactly(2), 30)
            finally:
                writer.close()

    async def twice():
        gate = Gate()
        return [await once(gate), await once(gate)]

    assert asyncio.run(twice()) == [b"\x05\x00"] * 2
