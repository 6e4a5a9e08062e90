"""The gate to public addresses, without a browser."""

import asyncio
import contextlib
import socket
import threading
from ipaddress import ip_address, ip_network

from delest.measure.doors import gate as room
from delest.measure.doors.gate import Gate


def test_a_browser_that_goes_while_it_is_connected_leaves_no_connection_open():
    async def once():
        ended, near = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def far(reader, writer):
            await reader.read()
            ended.set()
            writer.close()

        async def browser_side(reader, writer):
            near.set_result((reader, writer))

        async with (
            await asyncio.start_server(far, "127.0.0.1", 0) as site,
            await asyncio.start_server(browser_side, "127.0.0.1", 0) as door,
        ):
            _, browser = await asyncio.open_connection(*door.sockets[0].getsockname())
            _, writer = await near
            browser.close()
            writer.transport.abort()
            await asyncio.sleep(0)  # the connection is lost by now
            gate = Gate([ip_network("127.0.0.0/8")])
            opened = await gate._connect(*site.sockets[0].getsockname(), writer)
            opened[1].close()
            await asyncio.wait_for(ended.wait(), 30)

    asyncio.run(once())


def asked(host, port):
    return b"\x05\x01\x00\x05\x01\x00\x03" + bytes((len(host),)) + host.encode() + port.to_bytes(2, "big")


def test_a_browser_that_closes_ends_its_tunnel_whatever_the_server_does():
    async def once():
        gone, let_go, closed = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def far(reader, writer):
            await reader.read()
            gone.set()
            await let_go.wait()
            writer.close()
            closed.set()

        async with await asyncio.start_server(far, "127.0.0.1", 0) as site, Gate([ip_network("127.0.0.0/8")]) as gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.address.rpartition(":")[2]))
            writer.write(asked(*site.sockets[0].getsockname()))
            assert await asyncio.wait_for(reader.readexactly(12), 30) == b"\x05\x00" + b"\x05\x00\x00\x01" + bytes(6)
            (tunnel,) = gate._open
            writer.close()
            await asyncio.wait_for(gone.wait(), 30)
            await asyncio.wait_for(tunnel, 30)
            let_go.set()
            await closed.wait()

    asyncio.run(once())


def test_a_browser_that_gives_a_connection_up_is_looked_up_nothing_for():
    async def once():
        async with Gate() as gate:
            busy = threading.Event()
            held = [gate._threads.submit(busy.wait, 60) for _ in range(room._LOOKUPS)]
            _, writer = await asyncio.open_connection("127.0.0.1", int(gate.address.rpartition(":")[2]))
            writer.write(asked("slow.example", 443))
            while not gate._threads._work_queue.qsize():
                await asyncio.sleep(0.01)
            (tunnel,) = gate._open
            writer.close()
            await asyncio.wait_for(tunnel, 30)
            busy.set()
            assert all(each.result() for each in held)

    asyncio.run(once())


def test_where_one_address_swallows_connections_the_next_is_tried(monkeypatch):
    monkeypatch.setattr(room, "_PATIENCE_S", 0.1)

    async def once():
        async def answers(_reader, writer):
            writer.write(b"here")
            writer.close()

        with contextlib.ExitStack() as held, socket.create_server(("127.0.0.2", 0), backlog=0) as full:
            port = full.getsockname()[1]
            for _ in range(4):  # more than the queue of those that were never accepted takes
                waiting = held.enter_context(socket.socket())
                waiting.settimeout(0)
                with contextlib.suppress(BlockingIOError):
                    waiting.connect(full.getsockname())
            async with await asyncio.start_server(answers, "127.0.0.3", port):
                reader, writer = await room._first([ip_address("127.0.0.2"), ip_address("127.0.0.3")], port)
                said = await asyncio.wait_for(reader.read(), 30)
                writer.close()
                return said

    assert asyncio.run(once()) == b"here"
