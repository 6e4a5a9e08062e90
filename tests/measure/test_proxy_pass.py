"""The proxy that knows the password, between a client and a proxy made of plain sockets."""

import asyncio
import base64

import pytest

from delest.measure.doors.proxy_pass import ProxyPass
from delest.records.runs.scope import Access
from tests.site.authority import Authority

FIELD = b"Proxy-Authorization: Basic " + base64.b64encode(b"me:p@ss:word")


async def talk(said, *, answers, tls=None, access=None, scheme="http"):
    """Send each of ``said`` through the pass, reading one of ``answers`` between; return what the proxy heard."""
    heard = []

    async def proxy(reader, writer):
        for answer in answers:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            heard.append(head + await reader.readexactly(int(length or 0)))
            writer.write(answer)
        if heard[0].startswith(b"CONNECT"):
            heard.append(await reader.readexactly(5))
            writer.write(heard[-1][::-1])
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0, ssl=tls) as server:
        port = server.sockets[0].getsockname()[1]
        address = f"{scheme}://me:p%40ss%3Aword@127.0.0.1:{port}"
        async with ProxyPass(Access(proxy=address, **(access or {}))) as passed:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(passed.address.rpartition(":")[2]))
            got = []
            for part, expected in zip(said, [*answers, b"olleh"], strict=False):
                writer.write(part)
                got.append(await asyncio.wait_for(reader.readexactly(len(expected)), 30))
            rest = await asyncio.wait_for(reader.read(), 30)
            writer.close()
            assert passed.failure("www.example.org") is None
    return heard, got, rest


def test_each_request_of_a_connection_gets_the_password_and_nothing_else_changes():
    first = b"POST http://a.test/x HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello"
    second = b"GET http://a.test/y HTTP/1.1\r\nHost: a.test\r\n\r\n"
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"HTTP/1.1 204 No\r\n\r\n"]
    heard, got, rest = asyncio.run(talk([first, second], answers=answers))
    assert (got, rest) == (answers, b"")
    for sent, arrived in zip((first, second), heard, strict=True):
        line, _, after = sent.partition(b"\r\n")
        assert arrived == line + b"\r\n" + FIELD + b"\r\n" + after


@pytest.mark.parametrize("trust", ["ca", "insecure"])
def test_a_tunnel_through_a_proxy_that_itself_speaks_tls(tmp_path, trust):
    authority = Authority(tmp_path, ["proxy.test"])
    access = {"ca_file": str(authority.ca_path)} if trust == "ca" else {"insecure": True}
    asked = b"CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n"
    answers = [b"HTTP/1.1 200 Go\r\n\r\n"]
    heard, got, _ = asyncio.run(
        talk([asked, b"hello"], answers=answers, tls=authority.context(["http/1.1"]), access=access, scheme="https")
    )
    assert FIELD in heard[0]
    assert heard[1] == b"hello"
    assert got == [*answers, b"olleh"]


@pytest.mark.parametrize(
    "said", [b"GET http://a.test/ HTTP/1.1\r\nX: " + b"x" * 300_000, b"GET http://a.test/ HTTP/1.1\r\n"]
)
def test_what_is_no_request_is_hung_up_on_without_a_word(said):
    async def once():
        async with ProxyPass(Access(proxy="http://me:secret@127.0.0.1:1")) as passed:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(passed.address.rpartition(":")[2]))
            writer.write(said)
            writer.write_eof()
            try:
                return await asyncio.wait_for(reader.read(), 30)
            except ConnectionError:
                return b""
            finally:
                writer.transport.abort()

    assert asyncio.run(once()) == b""


def test_a_proxy_that_is_still_being_reached_is_not_out_of_reach():
    async def said():
        reached = asyncio.Event()

        async def silent(reader, writer):
            reached.set()
            await reader.read()  # the beginning of TLS, which it never answers
            writer.close()

        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            proxy = f"https://me:secret@127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with ProxyPass(Access(proxy=proxy)) as passed:
                _, writer = await asyncio.open_connection("127.0.0.1", int(passed.address.rpartition(":")[2]))
                writer.write(b"CONNECT a.test:443 HTTP/1.1\r\n\r\n")
                await asyncio.wait_for(reached.wait(), 30)
                writer.close()
                return passed.failure("a.test")

    assert asyncio.run(said()) is None
