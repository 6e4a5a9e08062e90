"""The gate to public addresses, without a browser."""

import asyncio
import contextlib
import socket
from ipaddress import ip_address, ip_network

from delest.measure import gate as room
from delest.measure.gate import Gate


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
