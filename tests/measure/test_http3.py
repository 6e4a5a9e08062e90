import asyncio
from ipaddress import ip_network

import pytest

from delest.measure.http3 import NEVER, way

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def test_http3_is_off_unless_an_origin_is_named():
    assert asyncio.run(way((), None)) is NEVER
    assert NEVER.switches == ("--disable-quic",)


def test_the_origins_named_are_forced_with_their_ports():
    found = asyncio.run(way(("https://www.example.org", "https://[::1]:8443"), None))
    assert found.switches == ("--origin-to-force-quic-on=www.example.org:443,[::1]:8443",)
    assert found.round_the_proxy == ()


def test_only_judged_addresses_go_round_the_gate():
    found = asyncio.run(way(("https://127.0.0.2:8443", "https://10.0.0.1"), LOOPBACK))
    assert found.round_the_proxy == ("127.0.0.2:8443",)
    assert not any("host-resolver" in switch for switch in found.switches)


@pytest.mark.parametrize(("address", "written"), [("127.0.0.2", "127.0.0.2"), ("::1", "[::1]")])
def test_a_name_that_goes_round_the_gate_is_pinned_to_the_address_that_was_judged(address, written, monkeypatch):
    loop = asyncio.new_event_loop()

    async def getaddrinfo(name, port, **_):
        assert name == "www.example.org"
        return [(0, 0, 0, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    found = loop.run_until_complete(way(("https://www.example.org",), LOOPBACK))
    loop.close()
    assert f"--host-resolver-rules=MAP www.example.org:443 {written}:443" in found.switches
    assert found.round_the_proxy == ("www.example.org:443",)
