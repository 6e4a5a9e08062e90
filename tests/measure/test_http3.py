import asyncio
import socket
from ipaddress import ip_address, ip_network

import pytest

from delest.addresses import look_up
from delest.measure.browser.http3 import NEVER, pinned, way

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
def test_a_name_that_goes_round_the_gate_is_pinned_to_the_address_that_was_judged(address, written):
    assert pinned("https://www.example.org", ip_address(address)) == f"MAP www.example.org:443 {written}:443"


def test_a_named_origin_goes_round_the_gate_by_such_a_rule():
    name = socket.gethostname()
    everything = (ip_network("0.0.0.0/0"), ip_network("::/0"))
    try:
        address = asyncio.run(look_up(name, 443))[0]
    except OSError:
        pytest.skip("this machine does not know its own name")
    found = asyncio.run(way((f"https://{name}",), everything))
    assert f"--host-resolver-rules={pinned(f'https://{name}', address)}" in found.switches
    assert found.round_the_proxy == (f"{name}:443",)
