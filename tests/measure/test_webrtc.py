"""WebRTC on the scale, on events as Chromium 156 writes them; tests/browser/test_webrtc.py has the browser itself."""

import itertools

import msgspec
import pytest

from delest.measure.join import WEBRTC_URL, join
from delest.measure.netlog.ledger import read_ledger
from delest.measure.netlog.trace_event import Event
from delest.measure.netlog.webrtc import NAMES
from tests.measure.recorded import events


def told(track, *happenings):
    """What one source tells: (name, phase, parameters)."""
    clock = itertools.count(1)
    kind = "UDP_SOCKET" if any(name in NAMES - {"SOCKET_ALIVE"} for name, *_ in happenings) else "SOCKET"
    return [
        {
            "name": name, "ph": phase, "cat": "netlog", "ts": 1000 * next(clock), "id2": {"local": track},
            "args": {"source_type": kind, "params": params},
        }
        for name, phase, params in happenings
    ]  # fmt: skip


def udp(track, *happenings, local="0.0.0.0:40000"):
    return told(
        track, ("SOCKET_ALIVE", "b", {}), ("UDP_LOCAL_ADDRESS", "n", {"address": local}), *happenings,
        ("SOCKET_ALIVE", "e", {}),
    )  # fmt: skip


def came(count):
    return ("UDP_BYTES_RECEIVED", "n", {"address": "192.0.2.7:3478", "byte_count": count})


PEER = udp("0x1", ("UDP_BYTES_SENT", "n", {"byte_count": 20}), came(100), came(1200))
SPOKEN = ("SOCKET_BYTES_SENT", "n", {"byte_count": 28}), ("SOCKET_BYTES_RECEIVED", "n", {"byte_count": 44})
RELAY = told("0x2", ("SOCKET_ALIVE", "b", {}), *SPOKEN)
OLDER_RELAY = told("0x8", *SPOKEN)
CONNECTED = udp("0x3", ("UDP_CONNECT", "b", {"address": "192.0.2.53:53"}), ("UDP_CONNECT", "e", {}), came(37))
MULTICAST_DNS = udp("0x4", came(60), local="224.0.0.251:5353")
GREETED = ("SOCKS5_CONNECT", "b", {}), ("SOCKET_BYTES_RECEIVED", "n", {"byte_count": 2})
LEFT_AT_THE_GATE = told("0x6", ("SOCKET_ALIVE", "b", {}), *GREETED)
THROUGH_THE_GATE = told(
    "0x7", ("SOCKET_ALIVE", "b", {}), *GREETED, ("SOCKS5_CONNECT", "e", {}),
    ("SOCKET_BYTES_RECEIVED", "n", {"byte_count": 44}),
)  # fmt: skip
OLDER = told("0x5", came(500))


def ledger(*sources, since_us=0):
    return read_ledger(msgspec.convert([event for source in sources for event in source], list[Event]), since_us)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        (PEER, 1300),
        (RELAY, 44),
        (CONNECTED, 0),
        (MULTICAST_DNS, 0),
        (OLDER, 0),
        (OLDER_RELAY, 0),
        (LEFT_AT_THE_GATE, 0),
        (THROUGH_THE_GATE, 44),
        (PEER + RELAY + CONNECTED, 1344),
    ],
    ids=[
        "peer",
        "relay",
        "connected",
        "multicast-dns",
        "older-than-the-trace",
        "older-relay",
        "left-at-the-gate",
        "through",
        "all",
    ],
)
def test_what_no_request_can_have_brought_is_webrtcs(source, count):
    read = ledger(source)
    assert (read.peer_bytes, read.received_bytes, read.wire_bytes) == (count, count, count)
    assert read.unattributed_bytes == 0


def test_what_is_sent_is_kept_apart():
    assert ledger(PEER, RELAY).sent_bytes == 20 + 28


def test_a_socket_whose_track_is_used_again_is_another():
    after = told("0x1", came(9000))
    assert ledger(PEER, [{**event, "ts": 9e6} for event in after]).peer_bytes == 1300


def test_only_what_came_since_the_load_began_counts():
    assert ledger(PEER, since_us=4500).peer_bytes == 1200


def test_it_is_one_marked_transfer():
    (one,) = join(ledger(PEER, RELAY), [], 0.0).transfers
    assert (one.url, one.transferred_bytes, one.exact) == (WEBRTC_URL, 1344, False)


def test_a_page_without_it_has_none_of_it():
    assert read_ledger(events("identity-h2")).peer_bytes == 0
