"""The door of a replay, spoken to by hand: it answers out of the tape, and connects to nothing."""

import asyncio
import base64
import hashlib
import ssl
import struct
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded, StreamReset

from delest.measure.replay import door as room
from delest.measure.replay.door import SPKI_SHA256, ReplayDoor
from delest.records.pages.tape import TapedResponse
from tests.measure.replay.test_answers import taped
from tests.measure.replay.test_changed import tape

PLAIN = "http://plain.example"


def plain(path, body, **fields):
    own = {"status": 200, "body": body, "fields": (("Content-Length", str(len(body))),)}
    return TapedResponse(url=PLAIN + path, **(own | fields))


TAPE = tape(
    plain("/a", b"first"),
    plain("/b", b"second"),
    plain("/cut", b"part", whole=False, fields=(("Content-Length", "99"),)),
    plain("/close", b"to the end", fields=()),
    taped("/h2", b"x" * 100_000, protocol="h2", fields=(("Connection", "close"), ("X-Kept", "yes"))),
)


@asynccontextmanager
async def opened(host, port=80):
    async with ReplayDoor() as door:
        door.play(TAPE)
        at = urlsplit(door.address)
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(b"\x05\x01\x00\x05\x01\x00\x03" + bytes([len(host)]) + host.encode() + struct.pack("!H", port))
        greeting = await reader.readexactly(2 + 10)
        assert greeting[:2] == b"\x05\x00"
        try:
            yield door, reader, writer, greeting[3]
        finally:
            writer.transport.abort()


async def asked(path, *more, host="plain.example"):
    async with opened(host) as (door, reader, writer, code):
        assert code == 0
        writer.write(b"".join(b"GET %s HTTP/1.1\r\nHost: plain.example\r\n\r\n" % each for each in (path, *more)))
        async with asyncio.timeout(10):
            return await reader.read(), door.missed


def test_requests_are_answered_one_after_the_other_until_one_is_unknown():
    answer, missed = asyncio.run(asked(b"/a", b"/b", b"/none"))
    assert answer == b"HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 \r\nContent-Length: 6\r\n\r\nsecond"
    assert missed == (f"GET {PLAIN}/none",)


def test_a_body_without_an_end_of_its_own_ends_with_the_connection():
    assert asyncio.run(asked(b"/close"))[0].endswith(b"\r\n\r\nto the end")


def test_what_was_cut_off_is_held_open():
    async def held():
        async with opened("plain.example") as (_door, reader, writer, _code):
            writer.write(b"GET /cut HTTP/1.1\r\nHost: plain.example\r\n\r\n")
            assert (await reader.readuntil(b"part")).endswith(b"part")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await reader.read(1)

    asyncio.run(held())


@pytest.mark.parametrize(("host", "port"), [("unknown.example", 80), ("plain.example", 8080), ("127.0.0.1", 80)])
def test_a_host_that_is_not_on_the_tape_is_refused(host, port):
    async def refused():
        async with opened(host, port) as (_door, reader, _writer, code):
            return code, await reader.read()

    assert asyncio.run(refused()) == (2, b"")


@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01 hello\r\n\r\n", b"GET /a\r\n\r\n", b"x" * 400_000])
def test_nonsense_ends_the_connection(nonsense):
    async def said():
        async with opened("plain.example") as (_door, reader, writer, _code):
            writer.write(nonsense)
            async with asyncio.timeout(10):
                try:
                    return await reader.read()
                except ConnectionResetError:
                    return b""

    assert asyncio.run(said()) == b""


def test_http2_is_spoken_where_it_was():
    async def received():
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        trusting.set_alpn_protocols(["h2"])
        async with opened("www.example.org", 443) as (door, reader, writer, _code):
            await writer.start_tls(trusting, server_hostname="www.example.org")
            client = H2Connection()
            client.initiate_connection()
            for stream, path in ((1, "/h2"), (3, "/none")):
                pseudo = {":method": "GET", ":scheme": "https", ":authority": "www.example.org", ":path": path}
                client.send_headers(stream, list(pseudo.items()), end_stream=True)
            writer.write(client.data_to_send())
            fields, size, over = {}, 0, set()
            while over != {1, 3}:
                for event in client.receive_data(await reader.read(65_536)):
                    if isinstance(event, ResponseReceived):
                        fields = {bytes(n).decode(): bytes(v).decode() for n, v in event.headers}
                    elif isinstance(event, DataReceived):
                        size += len(event.data)
                        client.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, StreamEnded | StreamReset):
                        over.add(event.stream_id)
                writer.write(client.data_to_send())
            return fields, size, door.missed

    fields, size, missed = asyncio.run(received())
    assert (fields, size) == ({":status": "200", "x-kept": "yes"}, 100_000)
    assert missed == ("GET https://www.example.org/none",)


def test_the_key_is_the_one_that_the_browser_is_told_to_trust_and_has_expired():
    pem = (Path(room.__file__).parent / "key.pem").read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.b64encode(hashlib.sha256(public).digest()).decode() == SPKI_SHA256
    assert certificate.not_valid_after_utc < datetime.now(UTC)
