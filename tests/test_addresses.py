import asyncio
import threading
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.addresses import PrivateAddressError, is_private_name, is_public, look_up, networks, reachable
from delest.pipeline.auditing.reach import in_one_word, within_reach
from delest.records.runs.scope import Access

PRIVATE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254",
    "fec0::1", "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1",
    "2001:0:4136:e378::1", "::7f00:1", "[::1]", "0x7f.1", "0177.0.0.1", "2130706433", "127.1", "localhost",
    "LOCALHOST.", "a.b.localhost", "0xa9fea9fe",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1", "[2a00::1]", "::ffff:1.1.1.1",
    "2002:101:101::", "64:ff9b::101:101", "example.org", "10.example.org", "localhost.example",
]  # fmt: skip


@pytest.mark.parametrize("name", PRIVATE)
def test_private_whatever_the_spelling(name):
    assert is_private_name(name)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_or_a_name_still_to_be_looked_up(name):
    assert not is_private_name(name)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address):
    number = int(address)
    wrapped = (
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x2002 << 112) | number << 80),
        IPv6Address((0x64FF9B << 96) | number),
    )
    assert {is_public(each) for each in wrapped} == {is_public(address)}


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_local(address):
    if address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified:
        assert not is_public(address)


def test_a_network_may_count_as_public():
    known = networks(["127.0.0.2/32"])
    assert is_public(IPv4Address("127.0.0.2"), known)
    assert not is_public(IPv4Address("127.0.0.1"), known)


def test_a_name_that_resolves_to_a_private_address_is_out_of_reach():
    with pytest.raises(PrivateAddressError):
        asyncio.run(reachable("localhost", 80))


def test_a_name_is_looked_up_while_all_other_threads_are_busy():
    async def main():
        loop, over = asyncio.get_running_loop(), threading.Event()
        busy = [loop.run_in_executor(None, over.wait, 60) for _ in range(100)]
        try:
            async with asyncio.timeout(30):
                return await look_up("localhost", 80)
        finally:
            over.set()
            await asyncio.gather(*busy)

    assert asyncio.run(main())


@pytest.mark.parametrize(
    ("urls", "proxy", "word"),
    [
        (("http://127.0.0.1:8000/",), None, "open"),
        (("http://1.1.1.1/", "http://[::1]/"), None, "open"),
        (("http://1.1.1.1/",), None, "closed"),
        (("http://audited.example/",), "http://127.0.0.1:9", "proxy"),
    ],
)
def test_the_start_decides(urls, proxy, word):
    assert in_one_word(asyncio.run(within_reach(Access(proxy=proxy), urls))) == word
