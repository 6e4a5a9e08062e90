"""The gate to public addresses, without a browser."""

import asyncio
from ipaddress import ip_network

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
