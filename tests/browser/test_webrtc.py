"""WebRTC in a real page: what came over UDP, and from a relay over TCP, is counted and marked."""

import asyncio
import contextlib
import socket
import threading

import pytest

from delest.measure.browser.browser import Driver
from delest.measure.join import WEBRTC_URL
from delest.measure.load import PageLoader
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>t</title><link rel=icon href="data:,"><script>
const peer = new RTCPeerConnection({{iceServers: [
  {{urls: 'stun:127.0.0.1:{udp}'}}, {{urls: 'turn:127.0.0.1:{tcp}?transport=tcp', username: 'u', credential: 'c'}},
]}});
peer.createDataChannel('d');
peer.setLocalDescription();
</script>"""
DATAGRAM, DATAGRAMS, WORDS = b"x" * 300, 3, b"\x01\x13\x00\x00" + b"y" * 16
"""What the servers say: none of it opens a way, so the browser asks again and again, in vain."""


class Servers:
    """A STUN server that answers the first few datagrams with noise, and a relay that answers once."""

    def __enter__(self):
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.udp, self.tcp = (each.getsockname()[1] for each in (self._udp, self._tcp))
        self.sent_bytes = 0
        self._threads = [threading.Thread(target=serve) for serve in (self._answer, self._relay)]
        for thread in self._threads:
            thread.start()
        return self

    def _answer(self):
        for _ in range(DATAGRAMS):
            said, who = self._udp.recvfrom(2000)
            if not said:
                return
            self.sent_bytes += self._udp.sendto(DATAGRAM, who)

    def _relay(self):
        with contextlib.suppress(OSError):
            connection, _ = self._tcp.accept()
            with connection:
                if connection.recv(2000):
                    connection.sendall(WORDS)
                    self.sent_bytes += len(WORDS)
                while connection.recv(2000):
                    pass

    def __exit__(self, *_):
        self._udp.sendto(b"", ("127.0.0.1", self.udp))
        self._tcp.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()


def test_what_webrtc_brings_counts_and_is_marked(browser_path):
    async def load(url):
        options = LoadOptions(browser_path=browser_path, stay_s=3)
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return (await loader.load(url)).load

    with SmallSite() as small, Servers() as servers:
        small.answers["/"] = Answer(PAGE.format(udp=servers.udp, tcp=servers.tcp).encode())
        loaded = asyncio.run(load(small.url()))
        assert servers.sent_bytes == DATAGRAMS * len(DATAGRAM) + len(WORDS)
    (webrtc,) = (t for t in loaded.transfers if t.url == WEBRTC_URL)
    assert (webrtc.transferred_bytes, webrtc.exact) == (servers.sent_bytes, False)
    assert loaded.exact
    assert loaded.wire_bytes == loaded.transferred_bytes
