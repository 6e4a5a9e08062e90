"""The site's HTTP/3 ledger against a client that counts for itself."""

import asyncio
from collections import Counter

import pytest
from aioquic.asyncio.client import connect
from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import StreamDataReceived, StreamReset

from tests.site.answers import HOSTS, Answer
from tests.site.cases import CASES
from tests.site.client import path_of

NAMES = ("identity", "zstd", "trailers", "interims", "early-close", "redirected-images", "large-head", "lossy")
DEADLINE_S = 20


class Client(QuicConnectionProtocol):
    """Counts what QUIC gives it, stream by stream."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.http = H3Connection(self._quic)
        self.received = Counter()
        self.ended = {}

    def quic_event_received(self, event):
        if isinstance(event, StreamDataReceived):
            self.received[event.stream_id] += len(event.data)
        if isinstance(event, StreamReset) or (isinstance(event, StreamDataReceived) and event.end_stream):
            self.ended[event.stream_id].set()

    async def get(self, path):
        stream_id = self._quic.get_next_available_stream_id()
        ended = self.ended[stream_id] = asyncio.Event()
        fields = [(":method", "GET"), (":path", path), (":authority", HOSTS["www"]), (":scheme", "https")]
        self.http.send_headers(stream_id, [(n.encode(), v.encode()) for n, v in fields], end_stream=True)
        self.transmit()
        async with asyncio.timeout(DEADLINE_S):
            await ended.wait()
        return self.received[stream_id]


def run(site, paths):
    """Ask for paths one after the other; return what each stream brought, and what the server's own streams did."""

    async def ask():
        configuration = QuicConfiguration(alpn_protocols=H3_ALPN, server_name=HOSTS["www"])
        configuration.load_verify_locations(str(site.authority.ca_path))
        port = site.port("h3")
        async with connect("127.0.0.1", port, configuration=configuration, create_protocol=Client) as client:
            brought = [await client.get(path) for path in paths]
            return brought, sum(count for stream, count in client.received.items() if stream % 4 == 3)

    return asyncio.run(ask())


@pytest.mark.parametrize("name", NAMES)
def test_http3_ledger_is_what_the_client_received(site, name):
    case = CASES[name]
    paths = [path_of(case, key) for key, answer in case.answers.items() if isinstance(answer, Answer)]
    site.reset()
    brought, control = run(site, paths)
    sent = site.ledger()
    assert [one.path for one in sent] == paths
    assert [one.total_bytes for one in sent] == brought
    assert site.control_bytes == control
    assert site.datagram_bytes > sum(brought)


def test_http3_answer_that_breaks_off_is_not_complete(site):
    site.reset()
    run(site, ["/early-close/a.js"])
    assert not site.ledger()[0].complete


def test_http3_answer_whose_client_leaves_is_not_complete(site):
    async def leave():
        configuration = QuicConfiguration(alpn_protocols=H3_ALPN, server_name=HOSTS["www"])
        configuration.load_verify_locations(str(site.authority.ca_path))
        async with connect("127.0.0.1", site.port("h3"), configuration=configuration, create_protocol=Client) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await client.get("/events/e")

    site.reset()
    asyncio.run(leave())
    assert not site.ledger()[0].complete
