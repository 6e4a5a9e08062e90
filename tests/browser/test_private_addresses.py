"""A page from a public address tries to reach a private one, by every way that the browser offers.

127.0.0.2 counts as public here, so that a real page is loaded from it; 127.0.0.1, where the canary listens, does not.
"""

import asyncio
import contextlib
import re
import socket
import threading

import pytest

from delest.measure.browser import switches
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite, redirect
from tests.site.cases import CASES
from tests.site.server import CountingSite

pytestmark = pytest.mark.browser

PUBLIC = "127.0.0.2"


class PublicSite(SmallSite):
    address = PUBLIC


class EveryHost(SmallSite):
    """Answers at every loopback address, and holds its answers back until ``crowd`` requests are there at once."""

    address = "0.0.0.0"
    crowd = 60

    def __init__(self):
        super().__init__()
        self.there = 0
        self.crowded = False
        self._all_there = threading.Condition()

    def wait_for_all(self):
        with self._all_there:
            self.there += 1
            self._all_there.notify_all()
            self._all_there.wait_for(lambda: self.there >= self.crowd, timeout=20)
            self.crowded |= self.there >= self.crowd


class Canary:
    """Counts connections and datagrams, on one port each of every loopback address of IPv4 and IPv6."""

    def __enter__(self):
        self.connections = self.datagrams = 0
        self._socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = self._socket.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self._udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self._udp.bind(("::", 0))
        self.udp_port = self._udp.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()
        self._listening = threading.Thread(target=self._count_datagrams)
        self._listening.start()
        return self

    def _count_datagrams(self):
        with contextlib.suppress(OSError):
            while self._udp.recv(2000) != b"":
                self.datagrams += 1

    def _count(self):
        with contextlib.suppress(OSError):
            while True:
                self._socket.accept()[0].close()
                self.connections += 1

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._udp.sendto(b"", ("::1", self.udp_port))
        self._listening.join()
        self._udp.close()


def loaded(url, browser_path, **access):
    async def run():
        options = LoadOptions(access=Access(**access), browser_path=browser_path, stay_s=1.0, limit_s=30.0)
        async with Driver(options) as driver, PageLoader(driver, options) as loader:
            return (await loader.load(url)).load

    return asyncio.run(run())


WAYS = """<!doctype html><title>t</title><link rel=stylesheet href="{c}/style.css"><link rel=preconnect href="{c}">
<img src="{c}/image"><iframe src="{c}/frame"></iframe><img src="/sent-there">
<img src="http://localhost:{p}/name"><img src="http://x.localhost:{p}/name"><img src="http://[::1]:{p}/six">
<img src="http://[::ffff:127.0.0.1]:{p}/mapped"><img src="http://0x7f.1:{p}/hex"><img src="http://2130706433:{p}/number">
<img src="http://0177.0.0.1:{p}/octal"><img src="http://0.0.0.0:{p}/any"><iframe src="/moved"></iframe>
<style>body {{ background: url({c}/background) }} @font-face {{ font-family: f; src: url({c}/font) }}
b {{ font-family: f }}</style>
<b>x</b><video src="{c}/video" preload=auto></video><script src="{c}/script"></script>
<script>
fetch('{c}/fetch', {{mode: 'no-cors'}}).catch(() => 0);
navigator.sendBeacon('{c}/beacon', 'x');
new WebSocket('{w}/socket');
new EventSource('{c}/events');
new Worker(URL.createObjectURL(new Blob(["fetch('{c}/worker', {{mode: 'no-cors'}}).catch(() => 0)"])));
new Worker('/worker.js');
window.open('{c}/popup');
const peer = new RTCPeerConnection({{iceServers: [
  {{urls: 'turn:127.0.0.1:{p}?transport=tcp', username: 'u', credential: 'c'}}, {{urls: 'stun:127.0.0.1:{u}'}},
]}});
peer.createDataChannel('d');
peer.setLocalDescription();
</script>"""


@pytest.fixture
def site():
    with PublicSite() as running:
        yield running


@pytest.fixture
def canary():
    with Canary() as listening:
        yield listening


def lay(site, canary):
    there = f"http://127.0.0.1:{canary.port}"
    site.answers["/"] = Answer(
        WAYS.format(c=there, w=f"ws://127.0.0.1:{canary.port}", p=canary.port, u=canary.udp_port).encode()
    )
    site.answers["/sent-there"] = redirect(f"{there}/redirected")
    site.answers["/moved"] = Answer(f'<meta http-equiv=refresh content="0;url={there}/refreshed">'.encode())
    site.answers["/worker.js"] = Answer(
        f"fetch('{there}/in-worker', {{mode: 'no-cors'}}).catch(() => 0)".encode(), content_type="text/javascript"
    )


def test_no_way_leads_to_a_private_address(site, canary, browser_path):
    lay(site, canary)
    load = loaded(site.url(host=PUBLIC), browser_path, public_only=True, counts_as_public=(f"{PUBLIC}/32",))
    assert load.outcome is Outcome.OK
    assert (canary.connections, canary.datagrams) == (0, 0)
    blocked = {t.url.partition(f":{canary.port}")[2]: t for t in load.transfers if t.failure == "private-address"}
    assert set(blocked) >= {
        "/style.css", "/image", "/frame", "/redirected", "/name", "/six", "/mapped", "/hex", "/number", "/octal",
        "/any", "/background", "/video", "/script", "/fetch", "/socket", "/events", "/worker", "/in-worker",
        "/refreshed",
    }  # fmt: skip
    assert {t.transferred_bytes for t in blocked.values()} == {0}
    assert load.exact


def test_without_the_gate_the_same_page_reaches_it(site, canary, browser_path):
    lay(site, canary)
    loaded(site.url(host=PUBLIC), browser_path)
    assert canary.connections > 10
    assert canary.datagrams


def test_the_gate_changes_no_byte(site, browser_path):
    script = "<script>for (const path of ['/a', '/b']) fetch(path).then(answer => answer.text())</script>"
    site.answers["/"] = Answer(f"<!doctype html><title>t</title><iframe src=/c></iframe>{script}".encode())
    site.answers["/a"] = site.answers["/b"] = Answer(b"x" * 300_000, content_type="text/plain")
    site.answers["/c"] = Answer(b"<script>fetch('/d').then(answer => answer.text())</script>")
    site.answers["/d"] = Answer(b"y" * 1_000, content_type="text/plain")
    gated = loaded(site.url(host=PUBLIC), browser_path, public_only=True, counts_as_public=(f"{PUBLIC}/32",))
    direct = loaded(site.url(host=PUBLIC), browser_path)
    assert {"/a", "/b", "/d"} <= {t.url.partition(f":{site.port}")[2] for t in gated.transfers}
    assert counted(gated) == counted(direct)
    assert (gated.transferred_bytes, gated.wire_bytes, gated.sent_bytes, gated.exact) == (
        direct.transferred_bytes, direct.wire_bytes, direct.sent_bytes, True,
    )  # fmt: skip


@pytest.mark.parametrize("transport", ["https", "h2"])
def test_what_crosses_the_gate_in_tls_is_what_the_server_sent(transport, browser_path):
    with CountingSite() as counting:
        url = re.sub("//[^:/]+", "//127.0.0.1", counting.url(CASES["gzip"], transport))
        load = loaded(url, browser_path, insecure=True, public_only=True, counts_as_public=("127.0.0.0/8",))
        assert load.exact
        assert load.transferred_bytes == sum(sent.total_bytes for sent in counting.ledger())


def test_over_http3_the_audited_origin_alone_goes_round_the_gate(browser_path):
    with CountingSite() as counting, pytest.MonkeyPatch.context() as patch:
        trust = f"--ignore-certificate-errors-spki-list={counting.authority.spki}"
        patch.setattr(switches, "_SWITCHES", (*switches._SWITCHES, trust))
        here = f"https://127.0.0.1:{counting.port('h3')}"
        url = counting.url(CASES["third-party"], "h3", host="127.0.0.1")
        gate = {"public_only": True, "counts_as_public": ("127.0.0.0/8",)}
        load = loaded(url, browser_path, http3_origins=(here,), **gate)
        kept = loaded(url, browser_path, http3_origins=(here,), public_only=True)
    assert load.exact
    assert load.transferred_bytes == sum(sent.total_bytes for sent in counting.ledger()) > 0
    assert {t.failure for t in load.transfers if ".localhost:" in t.url} == {"private-address"}
    assert (kept.outcome, str(kept.reason)) == (Outcome.BLOCKED, "private-address")


def counted(load):
    return sorted((t.url, t.status, t.transferred_bytes, t.exact, t.served_from) for t in load.transfers)


def test_a_page_of_many_hosts_loads_whole(browser_path):
    with EveryHost() as site:
        images = [site.url(f"/{n}.svg", host=f"127.0.1.{n % 12}") for n in range(72)]
        site.answers["/"] = Answer("".join(["<!doctype html>", *(f'<img src="{i}">' for i in images)]).encode())
        for n in range(72):
            site.answers[f"/{n}.svg"] = Answer(
                b'<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml", before=site.wait_for_all
            )
        load = loaded(site.url(host=PUBLIC), browser_path, public_only=True, counts_as_public=("127.0.0.0/15",))
    assert load.outcome is Outcome.OK
    assert load.exact
    assert {t.url: t.status for t in load.transfers if t.url.endswith(".svg")} == dict.fromkeys(images, 200)
    assert site.crowded


def test_a_page_that_is_sent_to_a_private_address_is_blocked(site, canary, browser_path):
    site.answers["/"] = redirect(f"http://127.0.0.1:{canary.port}/")
    load = loaded(site.url(host=PUBLIC), browser_path, public_only=True, counts_as_public=(f"{PUBLIC}/32",))
    assert (load.outcome, str(load.reason)) == (Outcome.BLOCKED, "private-address")
    assert canary.connections == 0


def test_an_address_where_nobody_listens_is_refused_as_ever(browser_path):
    with socket.create_server((PUBLIC, 0)) as closed:
        port = closed.getsockname()[1]
    load = loaded(f"http://{PUBLIC}:{port}/", browser_path, public_only=True, counts_as_public=(f"{PUBLIC}/32",))
    assert (load.outcome, str(load.reason)) == (Outcome.REFUSED, "net-error: net::ERR_CONNECTION_REFUSED")
